/// The values of one column of a table on a scale from its smallest, 0, to its largest, 1.
///
/// Where all are equal there is no scale, and all are 0. Of values that are not all finite nothing is known: NaN.
///
/// - Parameter values: the column's cells.
/// - Returns: as many values.
/// - SeeAlso: spec/offloading.md, section 11.
public func minMaxNormalised(_ values: [Double]) -> [Double] {
    guard values.allSatisfy(\.isFinite) else { return values.map { _ in .nan } }
    guard let least = values.min(), let most = values.max(), least < most else { return values.map { _ in 0 } }
    return values.map { ($0 - least) / (most - least) }
}
