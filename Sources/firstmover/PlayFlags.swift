import ArgumentParser
import Experiments
import Foundation
import PluginHost
import System

/// The flags of every command that plays.
struct PlayFlags: ParsableArguments {
    @Option(help: "Environments side by side; changes no result.")
    var envs = 1

    @Option(help: ArgumentHelp("Time for a plugin to start and introduce itself.", valueName: "time"))
    var handshakeTimeout = DurationArgument(seconds: 10)

    @Option(help: ArgumentHelp("Time for one decision.", valueName: "time"))
    var budget = DurationArgument(seconds: 10)

    @Option(
        help: ArgumentHelp(
            "What a missed deadline means: abort, wait, forfeit (no sale, no offloading) or fallback=POLICY.",
            valueName: "policy"))
    var onMiss = "abort"

    @Flag(help: "Play our own policies within this process.")
    var inProcess = false

    @Flag(help: "One process a follower, each seeing its own observation only.")
    var isolate = false

    @Option(help: "Cores for plugins: auto, same (the host's) or spread.")
    var placement = Placement.auto

    @Option(help: ArgumentHelp("Record every frame in FILE (ab: FILE.a and FILE.b).", valueName: "file"))
    var record: String?

    func validate() throws {
        guard envs >= 1, envs <= 65_536 else { throw ValidationError("--envs takes 1 to 65536") }
        do {
            _ = try MissPolicy(parsing: onMiss)
        } catch {
            throw ValidationError("--on-miss: \(error)")
        }
    }

    var options: PlayOptions {
        get throws(ExperimentsError) {
            var options = PlayOptions()
            options.handshakeLimit = handshakeTimeout.duration
            options.budget = budget.duration
            options.onMiss = try MissPolicy(parsing: onMiss)
            options.isInProcess = inProcess
            options.isIsolated = isolate
            options.placement = placement
            options.environments = envs
            options.recording = record
            return options
        }
    }
}

extension Placement: ExpressibleByArgument {}

/// Where this command finds plugins, and what relative paths are relative to.
enum Surroundings {
    static var catalogue: PluginCatalogue {
        PluginCatalogue(
            PluginPlaces(bin: ProcessContext.executableFolder, environment: ProcessInfo.processInfo.environment))
    }

    static var folder: String { FileManager.default.currentDirectoryPath }
}
