import Games
import Statistics

extension RunResult {
    /// Shares whose quantiles stand in a result.
    private static let percentiles = [1, 5, 25, 50, 75, 95, 99]
    /// Points of a distribution in ``distributionTable``, enough for any picture.
    private static let mostPoints = 2000

    /// Count and percentiles of every distribution; null where there is no value.
    var distributionSummary: JSON {
        var summary: JSON = [:]
        for (declaration, values) in distributions {
            var document: JSON = ["level": JSON(declaration.level.rawValue), "count": JSON(values.count)]
            for percentile in Self.percentiles {
                document.set("p\(percentile)", to: JSON(values.quantile(Double(percentile) / 100)))
            }
            summary.set(declaration.name, to: document)
        }
        return summary
    }

    /// Every distribution as comma-separated values with a head: the distinct values in ascending order, thinned to 2000,
    /// each with the share of all values at or below it.
    public var distributionTable: String {
        var text = "name,level,unit,value,cumulativeShare\n"
        for (declaration, values) in distributions {
            let head = "\(declaration.name),\(declaration.level.rawValue),\(declaration.unit)"
            for point in values.points(most: Self.mostPoints) {
                text += "\(head),\(point.value),\(point.cumulativeShare)\n"
            }
        }
        return text
    }
}
