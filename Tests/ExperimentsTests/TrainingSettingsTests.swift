import Games
import Policy
import Testing

@testable import Experiments

@Suite("What a training run is asked for")
struct TrainingSettingsTests {
    @Test("is whole batches, evaluated where one passes a multiple and at the end")
    func evaluations() {
        let settings = TrainingSettings(episodes: 45, environments: 8, evaluateEvery: 10)
        #expect(settings.episodes == 48)
        #expect((1...6).map { settings.isEvaluated(after: 8 * $0) } == [false, true, true, true, true, true])
        #expect(TrainingSettings(episodes: 200, environments: 8).evaluateEvery == 10)
        #expect(TrainingSettings(episodes: 1, environments: 1).evaluateEvery == 1)
    }

    @Test("is turns of so many episodes, the operator's first, where two sides learn")
    func turns() {
        let both = Set(Role.allCases)
        let settings = TrainingSettings(episodes: 40, environments: 4, alternate: 10)
        let turns = stride(from: 0, to: 40, by: 4).map { settings.turn(after: $0, of: both) == [.operator] }
        #expect(turns == [true, true, true, false, false, true, true, true, false, false])
        #expect(settings.turn(after: 10, of: [.operator]) == [.operator])
        #expect(TrainingSettings(episodes: 40, environments: 4).turn(after: 10, of: both) == both)
    }

    @Test("is slots of each side, those of its own turns alone")
    func slots() {
        let turns = TrainingSettings(episodes: 40, environments: 4, alternate: 10)
        #expect(turns.slotsLearned(each: 100) == [.operator: 600, .followers: 400])
        let all = TrainingSettings(episodes: 40, environments: 4)
        #expect(all.slotsLearned(each: 100) == [.operator: 1000, .followers: 1000])
        let one = TrainingSettings(episodes: 40, environments: 4, learners: .followers)
        #expect(one.slotsLearned(each: 100) == [.followers: 1000])
        let committed = TrainingSettings(episodes: 40, environments: 4, commitAfter: 12)
        #expect(committed.slotsLearned(each: 100) == [.operator: 300, .followers: 1000])
    }

    @Test(
        "is turns that both sides have, or says what to ask for",
        arguments: [
            (8, 4, 8, nil, "no turn in 8 episodes; take shorter turns or train for longer"),
            (8, 8, 8, nil, "no turn in 8 episodes; train for longer"),
            (40, 8, 4, nil, "of a batch (--envs) are of one turn; take turns of 8 or more"),
            (8, 8, 4, nil, "take turns of 8 or more and train for longer"),
            (16, 4, 8, nil, nil), (16, 8, 8, nil, nil), (24, 8, 3, nil, nil),
            // The followers are alone from there on.
            (8, 4, 8, 4, nil), (8, 4, 8, 8, "take shorter turns or train for longer"), (8, 4, nil, 4, nil),
            (8, 4, nil, nil, nil),
        ] as [(Int, Int, Int?, Int?, String?)])
    func idleSide(episodes: Int, environments: Int, alternate: Int?, commitAfter: Int?, fault: String?) {
        let settings = TrainingSettings(
            episodes: episodes, environments: environments, alternate: alternate, commitAfter: commitAfter)
        #expect((settings.slotsLearned(each: 100)[.followers] == 0) == (fault != nil))
        if let fault {
            #expect(settings.faultOfTurns?.hasSuffix(fault) == true, "\(settings.faultOfTurns ?? "none")")
        } else {
            #expect(settings.faultOfTurns == nil)
        }
    }

    @Test("is in arrears with an evaluation until that is made, and not finished before")
    func evaluationDue() throws {
        let scenario = try GameCatalogue.scenarios.load("duopoly")
        var record = TrainingRecord(
            scenario: scenario, arm: try ArmReference(operator: "mine", followers: "yours"), seed: 0,
            slotsPerEpisode: 10, settings: TrainingSettings(episodes: 8, environments: 2, evaluateEvery: 4),
            options: PlayOptions(), kernels: "portable", declarations: try scenario.declarations)
        record.baselines = []
        let means = record.declarations.map { _ in 0.0 }
        #expect(!record.isEvaluationDue)
        for (episodes, isDue) in [(2, false), (4, true), (6, false), (8, true)] {
            record.episodes = episodes
            #expect(record.isEvaluationDue == isDue)
            guard isDue else { continue }
            #expect(!record.isTrained && !record.isFinished)
            #expect(try TrainingRecord(record.document, path: "train.json").isEvaluationDue)
            _ = record.note(TrainingRecord.Evaluation(episode: episodes, means: means))
            #expect(!record.isEvaluationDue)
        }
        #expect(record.isFinished)
        // Made longer, it is evaluated where a longer one is.
        record.settings.episodes = 16
        #expect(!record.isEvaluationDue && !record.isTrained)
        // Batches that pass several multiples each do not make one due before the first.
        record.episodes = 0
        #expect(!record.isEvaluationDue)
    }

    @Test("leaves learning to the followers once the operator has committed itself, turns or not")
    func commitment() {
        let both = Set(Role.allCases)
        let settings = TrainingSettings(episodes: 40, environments: 4, commitAfter: 10)
        let turns = stride(from: 0, to: 40, by: 4).map { settings.turn(after: $0, of: both) == both }
        #expect(turns == [true, true, true] + Array(repeating: false, count: 7))
        #expect(settings.turn(after: 12, of: both) == [.followers])
        let inTurns = TrainingSettings(episodes: 40, environments: 4, alternate: 4, commitAfter: 12)
        #expect(
            [0, 4, 8, 12, 16].map { inTurns.turn(after: $0, of: both) }
                == [[.operator], [.followers], [.operator], [.followers], [.followers]])
    }

    @Test("names the metric by which weights are the best, or the nearest")
    func criterion() throws {
        let declarations = try GameCatalogue.scenarios.load("pricing").declarations
        let settings = TrainingSettings(episodes: 1, environments: 1)
        func name(_ role: Role, _ learning: [Role]) throws -> String {
            declarations[try settings.criterion(of: role, learning: learning, among: declarations)].name
        }
        #expect(try name(.operator, [.operator]) == "operatorUtility")
        #expect(try name(.followers, [.followers]) == "nashConv")
        // What followers that do not answer well leave to the operator says nothing.
        #expect(try name(.operator, Role.allCases) == "nashConv")
        let named = TrainingSettings(episodes: 1, environments: 1, bestBy: "relativeGap")
        for role in Role.allCases {
            #expect(
                declarations[try named.criterion(of: role, learning: Role.allCases, among: declarations)].name
                    == "relativeGap")
        }
        let slip = TrainingSettings(episodes: 1, environments: 1, bestBy: "relatveGap")
        #expect {
            _ = try slip.criterion(of: .operator, learning: [], among: declarations)
        } throws: { "\($0)".contains("did you mean relativeGap?") }
    }

    @Test("reads back as it was written")
    func document() throws {
        for settings in [
            TrainingSettings(episodes: 45, environments: 8),
            TrainingSettings(
                episodes: 40, environments: 4, evaluateEvery: 7, evaluationEpisodes: 3, learners: .both, alternate: 12,
                commitAfter: 24, bestBy: "nashConv", isIsolated: true),
        ] {
            #expect(try TrainingSettings(JSONField(settings.document)) == settings)
        }
    }

    @Test("notes the best evaluation of either side, the first of equal ones, and one that cannot be known last")
    func best() throws {
        let scenario = try GameCatalogue.scenarios.load("duopoly")
        var record = TrainingRecord(
            scenario: scenario, arm: try ArmReference(operator: "a", followers: "b"), seed: 0, slotsPerEpisode: 10,
            settings: TrainingSettings(episodes: 9, environments: 1), options: PlayOptions(), kernels: "",
            declarations: try scenario.declarations)
        record.learning = [.operator, .followers]
        func note(_ episode: Int, utility: Double, nashConv: Double) -> [Role] {
            record.note(TrainingRecord.Evaluation(episode: episode, means: [utility, 0, nashConv, 8, 0, 0]))
        }
        #expect(note(1, utility: .nan, nashConv: 3) == [.operator, .followers])
        #expect(note(2, utility: 5, nashConv: 3) == [])
        #expect(note(3, utility: .nan, nashConv: .nan) == [])
        #expect(note(4, utility: 4, nashConv: 2) == [.operator, .followers])
        #expect(record.best[.operator]?.episode == 4 && record.best[.followers]?.episode == 4)
        let read = try TrainingRecord(record.document, path: "train.json")
        #expect(read.best == record.best && read.last?.episode == 4 && read.learning == record.learning)
    }
}
