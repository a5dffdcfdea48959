import BanditPolicy
import Foundation
import Games
import PluginHost
import PluginKit
import Policy
import Testing

@testable import Experiments

/// How a learner is reached.
enum Reach: CaseIterable {
    case inProcess
    /// Through every byte of the protocol, within this process.
    case plugin
}

/// Policies that learn and others, as a training loop takes them.
struct TrainingFixture<Playing: PlayableGame> {
    let game: Playing
    let rows: Int
    private let scenario: LoadedScenario
    private(set) var operators: [ConnectedPolicy] = []
    private(set) var followers: [ConnectedPolicy] = []
    private(set) var learners: [ConnectedPolicy?] = []
    let inbox = LearnerInbox()

    init(_ type: Playing.Type, rows: Int) throws {
        scenario = try GameCatalogue.scenarios.load(type.name)
        game = try Playing(scenario.scenario, rows: rows)
        self.rows = rows
    }

    private func session(_ role: Role, _ agents: Range<Int>, _ mode: Mode) -> Session {
        Session(
            role: role, scenario: scenario.scenario.name, scenarioHash: scenario.sha256,
            stages: game.stages.filter { $0.role == role }, agents: agents, agentCount: game.agentCount(of: role),
            rows: rows, mode: mode)
    }

    /// Adds a policy that only plays; the operator's first.
    mutating func add<Player: Policy>(_ type: Player.Type, _ role: Role) throws {
        let session = session(role, 0..<game.agentCount(of: role), .evaluate)
        add(ConnectedPolicy(try InProcessEndpoint(type, session: session), seedOption: nil), nil)
    }

    /// Adds bandits that learn: one, or one an agent.
    mutating func addBandits(_ role: Role, reach: Reach, isIsolated: Bool = false, log: RequestLog? = nil) throws {
        let count = game.agentCount(of: role)
        for agents in isIsolated ? (0..<count).map({ $0..<$0 + 1 }) : [0..<count] {
            let hear: (Notice) -> Void = { [inbox] notice in
                if case .metrics(let metrics) = notice { inbox.add(metrics, of: role) }
            }
            let session = session(role, agents, .train)
            var learner: any PolicyEndpoint
            switch reach {
            case .inProcess: learner = try InProcessEndpoint(Bandit.self, session: session, onNotice: hear)
            case .plugin:
                let plugin = try Plugin(name: "bandit", stream: LoopbackStream(Bandit.self), onNotice: hear)
                learner = try plugin.open(session, rewardComponents: game.rewardComponents(of: role))
            }
            if let log { learner = LoggedEndpoint(learner, "\(role.rawValue)\(agents.lowerBound)", log) }
            let player = try learner.openSharingWeights(self.session(role, agents, .evaluate))
            add(ConnectedPolicy(player, seedOption: nil), ConnectedPolicy(learner, seedOption: nil))
        }
    }

    private mutating func add(_ player: ConnectedPolicy, _ learner: ConnectedPolicy?) {
        if player.endpoint.session.role == .operator { operators.append(player) } else { followers.append(player) }
        learners.append(learner)
    }

    var loop: TrainingLoop<Playing> {
        TrainingLoop(game, operators: operators, followers: followers, learners: learners, rows: rows)
    }

    var evaluation: EpisodeLoop<Playing> {
        EpisodeLoop(
            game, operators: operators, followers: followers,
            fallbacks: Array(repeating: nil, count: operators.count + followers.count))
    }

    /// The files of the checkpoint of policy `index`, in the order of their names.
    func checkpoint(of index: Int) throws -> (replay: [[Substring]], weights: [Substring]) {
        let folder = try TemporaryFolder()
        try learners[index]?.endpoint.save(to: folder.path)
        func lines(_ name: String) throws -> [Substring] {
            try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8).split(separator: "\n")
        }
        return (
            try lines("replay").map { $0.split(separator: " ", omittingEmptySubsequences: false) }, try lines("weights")
        )
    }
}
