import Games
import Policy

/// What policies report of one slot: the metrics that a game leaves to them.
struct SlotReports {
    private let names: [String]
    /// Per metric, the policy whose number it is; nil where none of its role names it.
    private let sources: [Int?]
    /// Of the slot at hand, shape `[rows, metrics]`; NaN where nothing was reported.
    private(set) var values: [Double]

    /// Metrics asked for.
    var count: Int { names.count }

    /// - Parameters:
    ///   - metrics: what is asked for, and whom.
    ///   - policies: the role of each policy and the names that it reports, in the order of precedence.
    init(_ metrics: [ReportedMetric], by policies: [(role: Role, names: [String])]) {
        names = metrics.map(\.metric.name)
        sources = metrics.map { asked in
            policies.firstIndex { $0.role == asked.role && $0.names.contains(asked.metric.name) }
        }
        values = []
    }

    /// Begins a slot of `rows` environments: nothing is reported yet.
    mutating func begin(rows: Int) {
        values.removeAll(keepingCapacity: true)
        for _ in 0..<rows * names.count { values.append(.nan) }
    }

    /// Takes what came with a decision of `policy`, or of who stood in for it; a later stage goes before an earlier one.
    mutating func take(_ actions: Actions, of policy: Int, rows: Int) {
        for metric in names.indices where sources[metric] == policy {
            guard let column = actions.reportNames.firstIndex(of: names[metric]) else { continue }
            for row in 0..<rows {
                let value = actions.reports[row * actions.reportNames.count + column]
                if !value.isNaN { values[row * names.count + metric] = value }
            }
        }
    }
}
