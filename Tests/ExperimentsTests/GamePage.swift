import Experiments
import Games
import Policy

/// What docs/games.md says of a game in tables, rendered from the game itself in its default scenario.
enum GamePage {
    /// A part of the page: the mark that it stands behind, and its text.
    struct Block {
        let mark: String
        let text: String
    }

    /// The blocks of the game of `type`, in the page's order.
    ///
    /// - Throws: where the game refuses its own default scenario.
    static func blocks<Playing: PlayableGame>(of type: Playing.Type) throws -> [Block] {
        let game = try Playing(try GameCatalogue.scenarios.load(Playing.name).scenario, rows: 1)
        let measured = game.metricDeclarations + Playing.Benchmark(game).metricDeclarations
        return [
            Block(mark: "\(Playing.name) parameters", text: parameters(Playing.parameters)),
            Block(mark: "\(Playing.name) presets", text: presets(Playing.presets, of: Playing.name)),
            Block(mark: "\(Playing.name) stages", text: stages(of: game)),
            Block(
                mark: "\(Playing.name) metrics", text: metrics(measured, reported: game.reportedMetrics.map(\.metric))),
            Block(mark: "\(Playing.name) rewards", text: rewards(of: game)),
        ]
    }

    private static func parameters(_ parameters: [Parameter]) -> String {
        table(
            ["key", "default", "unit", "meaning"],
            parameters.map { ["`\($0.key)`", shown($0.value), $0.unit, $0.meaning] })
    }

    private static func presets(
        _ presets: [(name: String, overrides: [(key: String, value: ParameterValue)])], of game: String
    ) -> String {
        let rows = presets.map { preset in
            let changes = preset.overrides.map { "`\($0.key)` \(shown($0.value))" }
            return ["`\(game)/\(preset.name)`", changes.joined(separator: ", ")]
        }
        return rows.isEmpty ? "None but the game itself." : table(["preset", "what differs"], rows)
    }

    private static func stages(of game: some Game) -> String {
        game.stages.map { stage in
            var rows = stage.observation.map { row(of: $0, as: "observation") }
            for action in stage.actions {
                rows += action.tensors.map { row(of: $0, as: "action `\(action.name)`") }
            }
            rows += stage.instance.map { row(of: $0, as: "instance") }
            let agents = game.agentCount(of: stage.role)
            return "Stage `\(stage.name)`, \(stage.role.rawValue), \(agents) \(agents == 1 ? "agent" : "agents"):\n\n"
                + table(["part", "tensor", "shape", "values"], rows)
        }.joined(separator: "\n\n")
    }

    private static func row(of space: TensorSpace, as part: String) -> [String] {
        let shape = space.shape.isEmpty ? "scalar" : "[\(space.shape.map(String.init).joined(separator: ", "))]"
        return [part, "`\(space.name)`", shape, domain(of: space)]
    }

    private static func domain(of space: TensorSpace) -> String {
        switch space.domain {
        case .discrete(let start, let count): return "int32, \(start) to \(start + count - 1)"
        case .box(let low, let high):
            let kind = space.elementType.rawValue
            let (least, most) = (low.min() ?? 0, high.max() ?? 0)
            let (isOpenBelow, isOpenAbove) = (
                least <= -Double.greatestFiniteMagnitude, most >= Double.greatestFiniteMagnitude
            )
            switch (isOpenBelow, isOpenAbove) {
            case (true, true): return "\(kind), any"
            case (false, true): return "\(kind), from \(shown(least))"
            case (true, false): return "\(kind), up to \(shown(most))"
            case (false, false): return "\(kind), \(shown(least)) to \(shown(most))"
            }
        }
    }

    private static func metrics(_ measured: [Metric], reported: [Metric]) -> String {
        func rows(_ metrics: [Metric], _ source: String) -> [[String]] {
            metrics.map {
                [
                    "`\($0.name)`", $0.unit, $0.direction.rawValue, margin($0.margin), $0.isGuardrail ? "yes" : "",
                    source,
                ]
            }
        }
        return table(
            ["metric", "unit", "better", "matters from", "guardrail", "known to"],
            rows(measured, "the host") + rows(reported, "policies that report it"))
    }

    private static func margin(_ margin: Metric.Margin) -> String {
        switch margin {
        case .shareOfMean(let share): "\(shown(100 * share)) % of its mean"
        case .shareOfMeanOf(let other, let share): "\(shown(100 * share)) % of the mean of `\(other)`"
        case .absolute(let amount): shown(amount)
        }
    }

    private static func rewards(of game: some Game) -> String {
        table(
            ["role", "components"],
            Role.allCases.map { role in
                [role.rawValue, game.rewardComponents(of: role).map { "`\($0)`" }.joined(separator: ", ")]
            })
    }

    private static func shown(_ value: ParameterValue) -> String {
        switch value {
        case .integer(let integer): "\(integer)"
        case .number(let number): shown(number)
        case .numbers(let numbers): numbers.map { shown($0) }.joined(separator: ", ")
        case .text(let text): text
        }
    }

    private static func shown(_ number: Double) -> String {
        let text = "\(number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        ([head, head.map { _ in "---" }] + rows).map { cells in
            "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }
}
