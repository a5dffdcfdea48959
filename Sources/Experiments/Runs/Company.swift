import Games
import PluginHost
import Policies
import Policy
import System

/// The processes of one arm, started and seated; the thread that starts them is the one that plays.
///
/// Whoever starts it stops it: a plugin that is let go of without being stopped is killed.
struct Company {
    private(set) var operators: [Seat] = []
    private(set) var followers: [Seat] = []
    /// Per seat, operator first, who stands in.
    private(set) var fallbacks: [Seat?] = []
    private var plugins: [Plugin] = []
    private(set) var descriptions: [PluginDescription] = []

    /// Starts everybody and opens their sessions.
    ///
    /// - Parameters:
    ///   - cast: who plays.
    ///   - game: what is played, for its stages.
    ///   - loaded: its scenario and hash.
    ///   - rows: environments side by side.
    ///   - options: how.
    ///   - recording: where frames go.
    ///   - onStandardErrorLine: is given the plugin's name and each line it writes to standard error.
    /// - Throws: ``PluginFailure`` of the first that does not start, or cannot play this.
    init(
        _ cast: Cast, game: some PlayableGame, _ loaded: LoadedScenario, rows: Int, options: PlayOptions,
        recording: RecordingWriter?, onStandardErrorLine: @escaping @Sendable (String, String) -> Void
    ) throws(PluginFailure) {
        for (index, part) in [cast.operator, cast.followers].enumerated() {
            let count = game.agentCount(of: part.role)
            let isolates = options.isIsolated && part.role == .followers
            let shares = isolates ? (0..<count).map { $0..<$0 + 1 } : [0..<count]
            for agents in shares {
                func seat(_ part: Cast.Part, _ rules: DecisionRules) throws(PluginFailure) -> Seat {
                    let session = Session(
                        role: part.role, scenario: loaded.scenario.name, scenarioHash: loaded.sha256,
                        stages: game.stages.filter { $0.role == part.role }, agents: agents, agentCount: count,
                        rows: rows, mode: .evaluate, options: part.program.options)
                    let endpoint = try self.endpoint(
                        part, session, game.rewardComponents(of: part.role), rules, options, recording,
                        onStandardErrorLine)
                    return Seat(endpoint, seedOption: session.option("seed"))
                }
                let played = try seat(part, options.rules)
                if agents.lowerBound == 0 {
                    descriptions.append(
                        PluginDescription(
                            role: part.role, name: part.program.name,
                            version: part.program.version ?? played.endpoint.identity.version, sha256: part.sha256,
                            hasFullInformation: played.endpoint.acceptance.wantsInstance))
                }
                if part.role == .operator { operators.append(played) } else { followers.append(played) }
                fallbacks.append(
                    cast.fallbacks.isEmpty
                        ? nil : try seat(cast.fallbacks[index], DecisionRules(budget: options.budget, onMiss: .abort)))
            }
        }
    }

    private mutating func endpoint(
        _ part: Cast.Part, _ session: Session, _ rewardComponents: [String], _ rules: DecisionRules,
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
            onStandardErrorLine: { onStandardErrorLine(name, $0) })
        plugins.append(plugin)
        return try plugin.open(session, rewardComponents: rewardComponents)
    }

    /// How long everybody's decisions took.
    var latencies: DecisionLatencies {
        (operators + followers).reduce(into: DecisionLatencies()) { $0.add($1.endpoint.latencies) }
    }

    /// Ends every process by the shutdown ladder.
    ///
    /// - Returns: the plugins that had to be forced, with the fault.
    func stop() -> [PluginFailure] {
        plugins.compactMap { plugin in
            guard let stopped = plugin.stop(), let fault = stopped.fault else { return nil }
            return PluginFailure(
                plugin: plugin.name, fault, standardError: stopped.standardError, ending: stopped.ending)
        }
    }
}

/// What a record says of a policy that played.
public struct PluginDescription: Sendable, Hashable {
    public let role: Role
    public let name: String
    public let version: String
    public let sha256: String
    /// Whether it was sent the static instance, which no learner gets by accident.
    public let hasFullInformation: Bool
}

/// A session with a policy of `type` in this process.
private func inProcess<Player: Policy>(
    _ type: Player.Type, _ session: Session
) throws(PluginFailure) -> any PolicyEndpoint {
    try InProcessEndpoint(type, session: session)
}

extension PluginSpecification {
    /// How to start `program`.
    init(_ program: PluginProgram, handshakeLimit: Duration) {
        let limits = program.limits
        self.init(
            name: program.name, command: [program.executable] + program.arguments.dropFirst(),
            environment: program.environment.compactMap { name in
                ProcessContext.environment(name).map { (name, $0) }
            },
            limits: ResourceLimits(
                addressSpace: limits.memoryMB.map { UInt64($0) * 1_000_000 },
                processorSeconds: limits.cpuSeconds.map { UInt64($0) },
                openFiles: limits.files.map { UInt64($0) } ?? 1024,
                processes: limits.processes.map { UInt64($0) }),
            // Nobody says how many threads an unknown program has; pinning one that computes in parallel is the worse
            // mistake.
            threads: program.threads ?? 2, handshakeLimit: handshakeLimit)
    }
}
