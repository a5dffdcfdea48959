import Statistics

/// One metric's values, one an episode, as documents and tables sum them up.
extension [Double] {
    /// Mean and standard deviation; NaN where there are too few values or one cannot be known.
    var summary: (mean: Double, sd: Double) {
        let moments = Moments(self)
        return (isEmpty ? .nan : moments.mean, count < 2 ? .nan : moments.standardDeviation)
    }

    /// The member of `metrics` in documents: the values, and their ``summary`` before them.
    var summaryDocument: JSON {
        let summary = summary
        return ["mean": JSON(summary.mean), "sd": JSON(summary.sd), "perEpisode": JSON(self)]
    }
}
