import Games
import Policy
import Testing

@testable import Experiments

/// What holds for every game: one that is in the catalogue is tested here without another line.
@Suite("Every game")
struct GameLaws {
    /// Every preset of every game whose slots show no more numbers than unoptimised code looks at in a moment; larger ones
    /// are left to their game's own tests.
    static let presets = GameCatalogue.scenarios.presetNames.filter { ((try? shownNumbers($0)) ?? 0) <= 1 << 20 }
    /// Every game in its default scenario.
    static let names = GameCatalogue.games.map { $0.name }
    static let seeds: [UInt64] = [5, 1 << 40, 7]

    /// Numbers that a slot of the game that `preset` names shows to everybody together.
    private static func shownNumbers(_ preset: String) throws -> Int {
        func count(_ game: some Game) -> Int {
            game.stages.reduce(0) { sum, stage in
                let observation = stage.observation.reduce(0) { $0 + $1.elementCount }
                let instance = stage.instance.reduce(0) { $0 + $1.elementCount }
                return sum + game.agentCount(of: stage.role) * observation + instance
            }
        }
        return count(try game(preset, rows: 1))
    }

    /// A batch of the game that `preset` names.
    private static func game(_ preset: String, rows: Int) throws -> any PlayableGame {
        let loaded = try GameCatalogue.scenarios.load(preset)
        return try GameCatalogue.game(of: loaded.scenario).init(loaded.scenario, rows: rows)
    }

    private func play(_ preset: String, rows: Int, _ seeds: [UInt64], _ style: Playthrough.Style = .init()) throws
        -> Playthrough
    {
        func play(_ game: some Game) -> Playthrough {
            var game = game
            return Playthrough(&game, seeds: seeds, style)
        }
        return play(try Self.game(preset, rows: rows))
    }

    @Test("declares names that differ, and stages that the operator opens", arguments: presets)
    func declarations(preset: String) throws {
        func check<Playing: PlayableGame>(_ game: Playing) {
            #expect(Playing.name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
            #expect(Set(Playing.parameters.map(\.key)).count == Playing.parameters.count)
            #expect(Playing.parameters.allSatisfy { !$0.meaning.isEmpty })
            #expect(Set(Playing.concepts.map(\.name)).count == Playing.concepts.count && !Playing.concepts.isEmpty)
            #expect(game.stages.first?.role == .operator)
            #expect(Set(game.stages.map(\.name)).count == game.stages.count)
            for stage in game.stages {
                let names = [stage.observation.map(\.name), stage.instance.map(\.name), stage.actions.map(\.name)]
                for names in names { #expect(Set(names).count == names.count, "\(stage.name)") }
            }
            for role in Role.allCases {
                #expect(game.stages.contains { $0.role == role } && !game.rewardComponents(of: role).isEmpty)
            }
            let metrics =
                game.metricDeclarations + Playing.Benchmark(game).metricDeclarations
                + game.reportedMetrics.map(\.metric)
            let names = metrics.map(\.name)
            #expect(Set(names).count == names.count)
            for case .shareOfMeanOf(let other, _) in metrics.map(\.margin) { #expect(names.contains(other)) }
            // What is known of every slot's equilibrium or optimum certifies play; what is earned does not.
            #expect(Playing.Benchmark(game).metricDeclarations.allSatisfy { $0.isCertificate })
            #expect(game.metricDeclarations.first?.isCertificate == false)
            for metric in metrics where metric.isGuardrail { #expect(metric.isCertificate, "\(metric.name)") }
            #expect(Set(game.distributions.map(\.name)).count == game.distributions.count)
            // They stand in comma-separated files as they are.
            for text in game.distributions.flatMap({ [$0.name, $0.unit] }) {
                #expect(!text.contains { ",\"\n".contains($0) })
            }
        }
        check(try Self.game(preset, rows: 2))
    }

    @Test("shows, rewards and forfeits within what it declares", arguments: presets)
    func domains(preset: String) throws {
        let most = try Self.game(preset, rows: 1).stages.map(\.actions.count).max() ?? 1
        for space in 0..<most {
            for forfeits in [false, true] {
                let style = Playthrough.Style(space: space, forfeits: forfeits)
                #expect(try play(preset, rows: 3, Self.seeds, style).faults == [])
            }
        }
    }

    @Test("plays a row the same whatever other rows there are, and whether all are used", arguments: presets)
    func rows(preset: String) throws {
        let together = try play(preset, rows: 5, Self.seeds)
        for (row, seed) in Self.seeds.enumerated() {
            #expect(try play(preset, rows: 1, [seed]).records[0] == together.records[row])
        }
        #expect(together.records.allSatisfy { !$0.isEmpty })
    }

    @Test("plays an episode the same whatever was played before", arguments: presets)
    func episodes(preset: String) throws {
        func check(_ game: some Game) {
            var game = game
            let first = Playthrough(&game, seeds: Self.seeds)
            _ = Playthrough(&game, seeds: [99, 98, 97], .init(slots: 3, space: 1))
            #expect(Playthrough(&game, seeds: Self.seeds).records == first.records)
        }
        check(try Self.game(preset, rows: 3))
    }

    @Test("plays the same whether agents decide together or each on its own", arguments: names)
    func isolation(name: String) throws {
        let together = try play(name, rows: 2, [3, 4])
        #expect(try play(name, rows: 2, [3, 4], .init(isApart: true)).records == together.records)
    }

    @Test("measures no gain of followers that is negative, and samples what it means", arguments: presets)
    func measures(preset: String) throws {
        let game = try Self.game(preset, rows: 3)
        let names = game.metricDeclarations.map(\.name)
        let settled = try play(preset, rows: 3, Self.seeds).settled
        for row in settled where !row.isEmpty {
            let metrics = row.metrics.map(Double.init(bitPattern:))
            if let index = names.firstIndex(of: "nashConv") { #expect(metrics[index] >= 0) }
            for (distribution, samples) in zip(game.distributions, row.samples) {
                if distribution.level == .slot { #expect(samples.count == 1) }
                guard let index = names.firstIndex(of: distribution.name), metrics[index].isFinite else { continue }
                let mean = samples.reduce(0, +) / Double(samples.count)
                let scale = samples.reduce(0) { max($0, abs($1)) }
                // Sums of one slot in another order: an ulp an agent at most.
                #expect(abs(mean - metrics[index]) <= 0x1p-52 * scale * Double(samples.count), "\(distribution.name)")
            }
        }
    }

    @Test("solves its first slots with certificates that hold, and traces that change nothing", arguments: names)
    func concepts(name: String) throws {
        func check<Playing: PlayableGame>(_ type: Playing.Type, seed: UInt64) throws {
            let scenario = try GameCatalogue.scenarios.load(name).scenario
            let instance = try type.firstInstance(of: scenario, seed: seed)
            for concept in type.concepts {
                var options = SolverOptions(seed: seed)
                let solution = try instance.solve(concept.name, options) { false }
                #expect(solution.concept == concept.name && solution.trace.isEmpty)
                #expect(Set(solution.quantities.map(\.name)).count == solution.quantities.count)
                let certificate = solution.certificate
                #expect(certificate.converged == (solution.value != nil))
                // A concept that classifies the game converges without a play, so it bounds nothing either.
                let isPlayed = certificate.converged && certificate.bound != nil
                #expect(certificate.nashConv.map { $0 >= 0 } ?? !isPlayed)
                #expect(certificate.gap.map { $0 >= 0 } ?? true)
                options.wantsTrace = true
                let traced = try instance.solve(concept.name, options) { false }
                #expect(traced.quantities == solution.quantities && traced.certificate == certificate)
                #expect(traced.trace.isEmpty == (!concept.hasTrace || certificate.rounds == 0))
                for step in traced.trace { #expect(step.map(\.name) == traced.trace[0].map(\.name)) }
            }
            let error = EquilibriumError.unknownConcept("none", known: type.concepts.map(\.name))
            #expect(throws: error) { try instance.solve("none", SolverOptions()) { false } }
        }
        for seed in 0..<3 as Range<UInt64> {
            try check(GameCatalogue.game(of: try GameCatalogue.scenarios.load(name).scenario), seed: seed)
        }
    }
}
