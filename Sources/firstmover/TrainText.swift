import Experiments
import Foundation
import Games
import Policy

/// One evaluation of a training run as a line of columns, as wide in every line.
struct MilestoneLine {
    private var columns: [(head: String, cell: String)]
    private var note = ""

    init(_ milestone: Training.Milestone) {
        let record = milestone.record
        columns = [
            ("episode", "\(record.episodes)"), ("slots/s", brief(milestone.slotsPerSecond)),
        ]
        if let last = record.last {
            columns += record.columns.map { ($0.head, brief($0.value(last.means))) }
        }
        let sides = Set(milestone.learners.map(\.role)).count
        columns += milestone.learners.map { mean in
            (sides > 1 ? "\(mean.role.rawValue) \(mean.name)" : mean.name, brief(mean.value))
        }
        guard !milestone.best.isEmpty else { return }
        let best = milestone.best.map(\.rawValue).joined(separator: ", ")
        note = record.learning.count > 1 ? "best of \(best)" : "best"
    }

    var head: String { line(columns.map(\.head)) }

    var text: String { line(columns.map(\.cell)) + (note.isEmpty ? "" : "  \(note)") }

    private func line(_ cells: [String]) -> String {
        let padded = zip(columns, cells).map { column, cell in
            String(repeating: " ", count: max(0, max(column.head.count, 9) - cell.count)) + cell
        }
        return "  " + padded.joined(separator: "  ")
    }
}

/// A number of which people see many: five significant digits, an en dash where there is none.
private func brief(_ value: Double) -> String { value.isNaN ? "–" : String(format: "%.5g", value) }

/// What people look at first in an evaluation.
struct TrainingColumn {
    let head: String
    let value: ([Double]) -> Double
}

extension TrainingRecord {
    /// The primary metric, its share of the optimum where a game knows one, what followers that learn earn, and how far
    /// followers are from equilibrium, without which the first says little.
    var columns: [TrainingColumn] {
        func index(_ name: String) -> Int? { declarations.firstIndex { $0.name == name } }
        func column(_ index: Int) -> TrainingColumn {
            let declaration = declarations[index]
            guard let scale = declaration.scale else {
                return TrainingColumn(head: "\(declaration.name) [\(declaration.unit)]") { $0[index] }
            }
            return TrainingColumn(head: "\(declaration.name) [% of \(scale.name)]") { 100 * $0[index] / scale.value }
        }
        var columns = [column(0)]
        if let optimum = index("optimum") {
            columns.append(TrainingColumn(head: "of optimum [%]") { 100 * $0[0] / $0[optimum] })
        }
        if learning.contains(.followers), let utility = index("followerUtility"), utility != 0 {
            columns.append(column(utility))
        }
        if let distance = index("exploitability") ?? declarations.firstIndex(where: \.isCertificate), distance != 0 {
            columns.append(column(distance))
        }
        return columns
    }

    /// The result for people.
    func text(folder: String) -> String {
        var text = "\(scenario.scenario.name)  \(scenario.sha256.prefix(12))  seed \(seed)  "
        text += "\(episodes) of \(settings.episodes) training episodes of \(slotsPerEpisode) slots\n\n"
        var table = TextTable(["played", "after"] + columns.map(\.head))
        func add(_ name: String, _ after: String, _ means: [Double]) {
            table.add([name, after] + columns.map { shown($0.value(means)) })
        }
        if let last { add("last", "\(last.episode)", last.means) }
        for role in learning {
            if let best = best[role] { add("best of \(role.rawValue)", "\(best.episode)", best.means) }
        }
        let baselines = baselines ?? []
        for (index, played) in baselines.enumerated()
        where !baselines[..<index].contains(where: { $0.baseline.isPlayed(as: played.baseline) }) {
            add("\(played.baseline.operator), \(played.baseline.followers)", "–", played.means)
        }
        text += table.text
        text +=
            "\nmeans over \(settings.evaluationEpisodes) episodes that were not trained on; operator, followers of known "
        text += "policies\n\n"
        text += plugins.text
        for role in learning where best[role] != nil {
            text += "\(folder)/\(role.rawValue)/best holds the best weights of the \(role.rawValue)\n"
        }
        return text
    }
}
