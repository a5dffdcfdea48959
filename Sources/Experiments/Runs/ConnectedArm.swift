import Games
import PluginHost
import Policies
import Policy

/// The policies of one arm, started and connected; the thread that starts them is the one that plays.
///
/// Whoever starts it stops it: a plugin that is let go of without being stopped is killed. All of them play in evaluate
/// mode; one that learns has a second session for that, whose weights it plays with.
struct ConnectedArm {
    private(set) var operators: [ConnectedPolicy] = []
    private(set) var followers: [ConnectedPolicy] = []
    /// Per policy, operator first, the session in which it learns; nil where it does not.
    private(set) var learners: [ConnectedPolicy?] = []
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
    ///   - learning: the roles whose policies learn if they can, and the slots that the whole of the training brings each.
    ///   - resuming: the roles whose learners are loaded before anything else.
    ///   - ears: who is told what plugins say.
    /// - Throws: ``PluginFailure`` of the first that does not start, or cannot play this.
    mutating func connect(
        _ arm: Arm, game: some PlayableGame, _ loaded: LoadedScenario, rows: Int, options: PlayOptions,
        recording: RecordingWriter?, learning: [Role: Int] = [:], resuming: Set<Role> = [],
        _ ears: Ears
    ) throws(PluginFailure) {
        for part in [arm.operator, arm.followers] {
            let fallback = arm.fallbacks[part.role]
            var rules = options.rules
            if case .fallback = options.onMiss, fallback == nil {
                rules.onMiss = .abort
                withoutStandIn[part.program.name] = part.role
            }
            for agents in Self.shares(of: part.role, game, options) {
                func session(_ part: Arm.Part, _ mode: Mode) -> Session {
                    Session(
                        role: part.role, scenario: loaded.scenario.name, scenarioHash: loaded.sha256,
                        stages: game.stages.filter { $0.role == part.role }, agents: agents,
                        agentCount: game.agentCount(of: part.role), rows: rows, mode: mode,
                        options: part.program.options, trainingSlots: mode == .train ? learning[part.role] ?? 0 : 0,
                        isResumed: mode == .train && resuming.contains(part.role))
                }
                func connect(
                    _ part: Arm.Part, _ rules: DecisionRules, learning: [Role: Int] = [:]
                ) throws(PluginFailure) -> (policy: ConnectedPolicy, learner: ConnectedPolicy?) {
                    let started = try start(
                        part, rules, options, recording,
                        competes: learning.count > 1 || !learning.isEmpty && options.isIsolated,
                        ears)
                    let seed = session(part, .evaluate).option("seed")
                    if learning[part.role] != nil, started.learns {
                        let learner = try started.open(session(part, .train), game.rewardComponents(of: part.role))
                        if learner.acceptance.wantsFeedback {
                            let policy = try learner.openSharingWeights(session(part, .evaluate))
                            return (
                                ConnectedPolicy(policy, seedOption: seed), ConnectedPolicy(learner, seedOption: seed)
                            )
                        }
                    }
                    let policy = try started.open(session(part, .evaluate), [])
                    return (ConnectedPolicy(policy, seedOption: seed), nil)
                }
                let (policy, learner) = try connect(part, rules, learning: learning)
                learners.append(learner)
                if agents.lowerBound == 0 {
                    descriptions.append(PluginDescription(part, policy.endpoint, standsIn: false))
                }
                if part.role == .operator { operators.append(policy) } else { followers.append(policy) }
                let standIn = try fallback.map { part throws(PluginFailure) in
                    try connect(part, DecisionRules(budget: options.budget, onMiss: .abort)).policy
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

    /// Starts a part's process; our own policies need none.
    private mutating func start(
        _ part: Arm.Part, _ rules: DecisionRules, _ options: PlayOptions, _ recording: RecordingWriter?,
        competes: Bool, _ ears: Ears
    ) throws(PluginFailure) -> StartedPolicy {
        let (name, role) = (part.program.name, part.role)
        if options.isInProcess, let policy = PolicyCatalogue.policy(named: name) {
            return inProcess(policy) { ears.hear($0, from: name, role) }
        }
        var specification = PluginSpecification(part.program, handshakeLimit: options.handshakeLimit)
        // Learners learn at the same time, which they could not on the host's own core.
        if competes { specification.threads = max(2, specification.threads) }
        let onStandardErrorLine = ears.onStandardErrorLine
        let plugin = try Plugin(
            specification, rules: rules, placement: options.placement, recording: recording,
            onStandardErrorLine: { onStandardErrorLine(name, $0) },
            onNotice: { ears.hear($0, from: name, role) })
        plugins.append(plugin)
        return StartedPolicy(learns: plugin.welcome.learns) { (session, components) throws(PluginFailure) in
            try plugin.open(session, rewardComponents: components)
        }
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

    /// Per side that learns, the sessions in which it does.
    var learnersByRole: [Role: [ConnectedPolicy]] {
        Dictionary(grouping: learners.compactMap(\.self)) { $0.endpoint.session.role }
    }

    /// Who is told what plugins say.
    struct Ears {
        /// A plugin's name and a line it wrote to standard error or its log.
        let onStandardErrorLine: @Sendable (String, String) -> Void
        /// What the learner of a role says about learning; one that plays only has nothing to say.
        var onMetrics: (Role, LearningMetrics) -> Void = { _, _ in }

        fileprivate func hear(_ notice: Notice, from plugin: String, _ role: Role) {
            switch notice {
            case .log(let line): onStandardErrorLine(plugin, "\(line.level): \(line.message)")
            case .metrics(let metrics): onMetrics(role, metrics)
            }
        }
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

/// A policy that can be asked to play.
private struct StartedPolicy {
    let learns: Bool
    /// Opens a session; a learner is told the names of the reward's components.
    let open: (Session, [String]) throws(PluginFailure) -> any PolicyEndpoint
}

/// A policy of `type` in this process.
private func inProcess<Player: Policy>(
    _ type: Player.Type, onNotice: @escaping (Notice) -> Void
) -> StartedPolicy {
    StartedPolicy(learns: Player.learns) { (session, _) throws(PluginFailure) in
        try InProcessEndpoint(type, session: session, onNotice: onNotice)
    }
}

extension PluginDescription {
    /// What is known of `part` once it plays.
    fileprivate init(_ part: Arm.Part, _ endpoint: any PolicyEndpoint, standsIn: Bool) {
        self.init(
            role: part.role, name: part.program.name, version: part.program.version ?? endpoint.identity.version,
            sha256: part.sha256, hasFullInformation: endpoint.acceptance.wantsInstance, standsIn: standsIn)
    }
}
