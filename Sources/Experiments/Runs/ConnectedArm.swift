import Games
import PluginHost
import Policies
import Policy

/// The policies of one arm, started and connected; the thread that starts them is the one that plays.
///
/// Whoever starts it stops it: a plugin that is let go of without being stopped is killed.
struct ConnectedArm {
    private(set) var operators: [ConnectedPolicy] = []
    private(set) var followers: [ConnectedPolicy] = []
    /// Per policy, operator first, who stands in where it misses its deadline.
    private(set) var fallbacks: [ConnectedPolicy?] = []
    /// Plugins that nobody stands in for, although the user declared somebody: who that is does not serve their role.
    private var withoutStandIn: [String: Role] = [:]
    private var plugins: [Plugin] = []
    private(set) var descriptions: [PluginDescription] = []

    /// Starts everybody and opens their sessions; where one fails, those before it are connected and must be stopped.
    ///
    /// - Parameters:
    ///   - arm: who plays.
    ///   - game: what is played, for its stages.
    ///   - loaded: its scenario and hash.
    ///   - rows: environments side by side.
    ///   - options: how.
    ///   - recording: where frames go.
    ///   - onStandardErrorLine: is given the plugin's name and each line it writes to standard error.
    /// - Throws: ``PluginFailure`` of the first that does not start, or cannot play this.
    mutating func connect(
        _ arm: Arm, game: some PlayableGame, _ loaded: LoadedScenario, rows: Int, options: PlayOptions,
        recording: RecordingWriter?, onStandardErrorLine: @escaping @Sendable (String, String) -> Void
    ) throws(PluginFailure) {
        for part in [arm.operator, arm.followers] {
            let fallback = arm.fallbacks[part.role]
            var rules = options.rules
            if case .fallback = options.onMiss, fallback == nil {
                rules.onMiss = .abort
                withoutStandIn[part.program.name] = part.role
            }
            for agents in Self.shares(of: part.role, game, options) {
                func connect(_ part: Arm.Part, _ rules: DecisionRules) throws(PluginFailure) -> ConnectedPolicy {
                    let session = Session(
                        role: part.role, scenario: loaded.scenario.name, scenarioHash: loaded.sha256,
                        stages: game.stages.filter { $0.role == part.role }, agents: agents,
                        agentCount: game.agentCount(of: part.role), rows: rows, mode: .evaluate,
                        options: part.program.options)
                    let endpoint = try endpoint(
                        part, session, game.rewardComponents(of: part.role), rules, options, recording,
                        onStandardErrorLine)
                    return ConnectedPolicy(endpoint, seedOption: session.option("seed"))
                }
                let policy = try connect(part, rules)
                if agents.lowerBound == 0 {
                    descriptions.append(PluginDescription(part, policy.endpoint, standsIn: false))
                }
                if part.role == .operator { operators.append(policy) } else { followers.append(policy) }
                let standIn = try fallback.map { part throws(PluginFailure) in
                    try connect(part, DecisionRules(budget: options.budget, onMiss: .abort))
                }
                fallbacks.append(standIn)
                if let fallback, let standIn, agents.lowerBound == 0 {
                    descriptions.append(PluginDescription(fallback, standIn.endpoint, standsIn: true))
                }
            }
        }
    }

    /// The agents that each process of `role` serves.
    private static func shares(of role: Role, _ game: some PlayableGame, _ options: PlayOptions) -> [Range<Int>] {
        let count = game.agentCount(of: role)
        return options.isIsolated && role == .followers ? (0..<count).map { $0..<$0 + 1 } : [0..<count]
    }

    private mutating func endpoint(
        _ part: Arm.Part, _ session: Session, _ rewardComponents: [String], _ rules: DecisionRules,
        _ options: PlayOptions, _ recording: RecordingWriter?,
        _ onStandardErrorLine: @escaping @Sendable (String, String) -> Void
    ) throws(PluginFailure) -> any PolicyEndpoint {
        if options.isInProcess, let policy = PolicyCatalogue.policy(named: part.program.name) {
            return try inProcess(policy, session)
        }
        let name = part.program.name
        let plugin = try Plugin(
            PluginSpecification(part.program, handshakeLimit: options.handshakeLimit), rules: rules,
            placement: options.placement, recording: recording,
            onStandardErrorLine: { onStandardErrorLine(name, $0) },
            onNotice: { notice in
                // Metrics belong to learning, which a run does not do.
                if case .log(let line) = notice { onStandardErrorLine(name, "\(line.level): \(line.message)") }
            })
        plugins.append(plugin)
        return try plugin.open(session, rewardComponents: rewardComponents)
    }

    /// `failure` with the remedy for a miss that nobody stands in for, although the user declared `onMiss`.
    func explained(_ failure: PluginFailure, _ onMiss: MissPolicy) -> PluginFailure {
        guard case .deadlineMissed(.decide, _, _) = failure.fault, case .fallback = onMiss,
            let role = withoutStandIn[failure.plugin]
        else { return failure }
        var failure = failure
        failure.remedy = "raise --budget; the policy of --on-miss \(onMiss) does not serve the \(role.rawValue)"
        return failure
    }

    /// How long the operator's and the followers' decisions took.
    var latencies: [(role: Role, latencies: DecisionLatencies)] {
        [(Role.operator, operators), (.followers, followers)].map { role, policies in
            (role, policies.reduce(into: DecisionLatencies()) { $0.add($1.endpoint.latencies) })
        }
    }

    /// Ends every process by the shutdown ladder.
    ///
    /// - Returns: the plugins that had to be forced, with the fault.
    @discardableResult
    func stop() -> [PluginFailure] {
        zip(plugins, Plugin.stopAll(plugins)).compactMap { plugin, stopped in
            guard let stopped, let fault = stopped.fault else { return nil }
            return PluginFailure(
                plugin: plugin.name, fault, standardError: stopped.standardError, ending: stopped.ending)
        }
    }
}

/// A session with a policy of `type` in this process.
private func inProcess<Player: Policy>(
    _ type: Player.Type, _ session: Session
) throws(PluginFailure) -> any PolicyEndpoint {
    try InProcessEndpoint(type, session: session)
}

extension PluginDescription {
    /// What is known of `part` once it plays.
    fileprivate init(_ part: Arm.Part, _ endpoint: any PolicyEndpoint, standsIn: Bool) {
        self.init(
            role: part.role, name: part.program.name, version: part.program.version ?? endpoint.identity.version,
            sha256: part.sha256, hasFullInformation: endpoint.acceptance.wantsInstance, standsIn: standsIn)
    }
}
