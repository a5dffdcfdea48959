import Games
import Statistics

extension Metric {
    /// The smallest difference in this metric that matters, by its own declaration.
    ///
    /// - Parameters:
    ///   - declarations: everything that was measured; a margin may be a share of another one's mean.
    ///   - a: the first arm's values, `[declaration][pair]`.
    /// - Returns: nil where the mean that it is a share of cannot be known.
    func margin(of declarations: [Metric], a: [[Double]]) -> Double? {
        func share(_ share: Double, ofMean name: String) -> Double? {
            guard let index = declarations.firstIndex(where: { $0.name == name }) else {
                preconditionFailure("the margin of \(self.name) is a share of \(name), which is not measured")
            }
            return a[index].knownMean.map { share * abs($0) }
        }
        return switch margin {
        case .shareOfMean(let part): share(part, ofMean: name)
        case .shareOfMeanOf(let other, let part): share(part, ofMean: other)
        case .absolute(let amount): amount
        }
    }
}

extension [Double] {
    /// The mean of an arm's values; nil of nothing, or where one of them cannot be known.
    var knownMean: Double? {
        let mean = Moments(self).mean
        return isEmpty || !mean.isFinite ? nil : mean
    }
}
