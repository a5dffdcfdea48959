import Games

/// The smallest differences that matter where the user says so: in every metric, or in one by its name.
public struct MarginOverrides: Sendable, Hashable {
    /// In every metric that is not named; nil takes what the game declares.
    private var everywhere: Double?
    private var named: [String: Double] = [:]

    /// The game's own.
    public init() {}

    /// Margins as they are typed: `0.05`, or `nashConv=0.01`; a later one of the same metric wins.
    ///
    /// - Throws: ``ExperimentsError/reference(_:reason:)``.
    public init(parsing texts: [String]) throws(ExperimentsError) {
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let value = parts.last.flatMap({ Double($0) }), value >= 0, value.isFinite else {
                throw .reference(text, reason: "a margin is a number that is not negative, or METRIC=NUMBER")
            }
            if parts.count == 1 { everywhere = value } else { named[String(parts[0])] = value }
        }
    }

    /// The share of the game's margins that is taken where nothing else is said.
    private(set) var shareOfDeclared = 1.0

    /// These, and `share` of what the game declares where they say nothing.
    func orShare(_ share: Double) -> MarginOverrides {
        var margins = self
        margins.shareOfDeclared = share
        return margins
    }

    /// What the user says of `metric`; nil where the game's is to be taken.
    private func override(of metric: Metric) -> Double? { named[metric.name] ?? everywhere }

    /// The margin of `metric`, which one of `declarations` is.
    ///
    /// - Parameters:
    ///   - metric: what is judged.
    ///   - declarations: everything that was measured.
    ///   - a: the first arm's values, `[declaration][pair]`.
    /// - Returns: nil where it is a share of a mean that cannot be known.
    func margin(of metric: Metric, among declarations: [Metric], a: [[Double]]) -> Double? {
        override(of: metric) ?? metric.margin(of: declarations, a: a).map { $0 * shareOfDeclared }
    }

    /// Checks that every metric named is measured.
    func check(against declarations: [Metric]) throws(ExperimentsError) {
        let known = declarations.map(\.name)
        for name in named.keys.sorted() where !known.contains(name) {
            throw .unknownMetric(name, nearest: nearestName(to: name, among: known), known: known)
        }
    }
}
