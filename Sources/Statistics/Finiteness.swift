/// Throws at the first of `values` that is not finite.
func requireFinite(_ values: [Double], stratum: Int = 0) throws(StatisticsError) {
    guard let index = values.firstIndex(where: { !$0.isFinite }) else { return }
    throw .notFiniteObservation(values[index], stratum: stratum, index: index)
}
