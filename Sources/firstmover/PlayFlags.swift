import ArgumentParser
import Experiments
import PluginHost
import System

/// The flags of every command that plays.
///
/// What is not given is nil, so that a training run that goes on takes what it began with.
struct PlayFlags: ParsableArguments {
    @Option(help: "Environments side by side; changes no result but a learner's. (default: 1, train: 8)")
    var envs: Int?

    @Option(
        help: ArgumentHelp(
            "Time for a plugin to start and introduce itself: 500ms, 10s, 2m. (default: 10s)", valueName: "time"))
    var handshakeTimeout: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "Time for one decision: 50us, 100ms, 10s. Policies in this process have no deadline. (default: 10s)",
            valueName: "time"))
    var budget: DurationArgument?

    @Option(
        help: ArgumentHelp(
            """
            What a missed deadline means: abort, wait, forfeit (the game's: no sale, no offloading) or fallback=POLICY. After the last \
            two, a policy that does not answer the cancelled request within 0.5 s ends the run. (default: abort)
            """, valueName: "policy"))
    var onMiss: String?

    @Flag(help: "Play our own policies within this process.")
    var inProcess = false

    @Flag(help: "One process a follower, each seeing its own observation only; up to 100 followers.")
    var isolate = false

    @Option(help: "Cores for plugins: auto, same (the host's) or spread. (default: auto)")
    var placement: Placement?

    @Option(
        help: ArgumentHelp(
            "Vector kernels, here and in our own plugins: auto takes this processor's widest, portable what every one has.",
            valueName: "kind"))
    var kernels = KernelChoice.auto

    @Option(help: ArgumentHelp("Record every frame in the new file FILE (ab: FILE.a, FILE.b, ...).", valueName: "file"))
    var record: String?

    func validate() throws {
        guard (1...65_536).contains(envs ?? 1) else { throw ValidationError("--envs takes 1 to 65536") }
        guard record != "" else { throw ValidationError("--record takes the name of a file") }
        do {
            _ = try missPolicy
        } catch {
            throw ValidationError("--on-miss: \(error)")
        }
    }

    private var missPolicy: MissPolicy { get throws(ExperimentsError) { try MissPolicy(parsing: onMiss ?? "abort") } }

    /// Holds the kernels to what was asked for; before a game is made.
    ///
    /// - Parameter pinned: the kernels of a baseline to be compared with.
    func chooseKernels(pinned: String? = nil) {
        guard kernels == .portable || pinned == KernelChoice.portable.rawValue else { return }
        ProcessContext.setEnvironment("FIRSTMOVER_KERNELS", to: KernelChoice.portable.rawValue)
    }

    var options: PlayOptions { get throws(ExperimentsError) { try options(over: PlayOptions()) } }

    /// `base` with what was given in place of its own.
    func options(over base: PlayOptions) throws(ExperimentsError) -> PlayOptions {
        var options = base
        if let handshakeTimeout { options.handshakeLimit = handshakeTimeout.duration }
        if let budget { options.budget = budget.duration }
        if onMiss != nil { options.onMiss = try missPolicy }
        if inProcess { options.isInProcess = true }
        if isolate { options.isIsolated = true }
        if let placement { options.placement = placement }
        if let envs { options.environments = envs }
        options.recording = record
        return options
    }
}

extension Placement: ExpressibleByArgument {}

/// Which vector kernels compute.
enum KernelChoice: String, ExpressibleByArgument, CaseIterable {
    case auto
    case portable
}

/// Refuses an option that has one value and was given several.
func requireOne(_ option: String, _ values: [String]) throws {
    guard values.count == 1 else {
        throw ValidationError("\(option) is given \(values.count) times; it takes one value")
    }
}
