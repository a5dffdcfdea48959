import Foundation
import PluginHost
import System

/// Looks at the machine for everything that a run needs or profits from.
public struct Doctor {
    private let catalogue: PluginCatalogue

    public init(_ catalogue: PluginCatalogue) {
        self.catalogue = catalogue
    }

    /// One thing looked for.
    public struct Finding: Sendable, Hashable {
        /// Whether it is there, and whether a run needs it.
        public enum State: String, Sendable {
            case fine = "ok"
            /// A run goes on without it, with less.
            case absent
            case missing = "MISSING"
        }

        public let state: State
        public let subject: String
        public let found: String
        /// What to do about it; nil where it is fine.
        public let remedy: String?

        public init(state: State, subject: String, found: String, remedy: String?) {
            self.state = state
            self.subject = subject
            self.found = found
            self.remedy = remedy
        }

        /// The finding as a member of `firstmover.doctor/1`.
        public var document: JSON {
            [
                "subject": JSON(subject), "state": JSON("\(state)"), "found": JSON(found),
                "remedy": remedy.map { JSON($0) } ?? .null,
            ]
        }
    }

    /// Everything looked for, what a run needs first.
    public func findings() -> [Finding] {
        [launcher, cores, kernels] + plugins + [sandbox, store]
    }

    private var launcher: Finding {
        let path = "\(catalogue.places.bin)/firstmover-launcher"
        let isThere = FileManager.default.isExecutableFile(atPath: path)
        return Finding(
            state: isThere ? .fine : .missing, subject: "launcher", found: isThere ? path : "not at \(path)",
            remedy: isThere ? nil : "build it with make build; it belongs beside the firstmover executable")
    }

    private var cores: Finding {
        let cores = HostFacts.current.cores
        return Finding(
            state: cores > 1 ? .fine : .absent, subject: "processor cores",
            found: "\(cores) for this process",
            remedy: cores > 1 ? nil : "with one core the two arms of ab take turns; give this process a second one")
    }

    private var kernels: Finding {
        Finding(state: .fine, subject: "vector kernels", found: HostFacts.current.vectorKernels, remedy: nil)
    }

    private var plugins: [Finding] {
        let broken = catalogue.faults.map { fault in
            Finding(
                state: .missing, subject: "plugin in \(fault.folder)", found: "cannot be read",
                remedy: "\(fault.error)")
        }
        guard !catalogue.manifests.isEmpty else {
            let places = catalogue.places.folders.joined(separator: ", ")
            return broken + [
                Finding(
                    state: .missing, subject: "plugins", found: "none in \(places)",
                    remedy: "build them with make build, or name their folder in FIRSTMOVER_PLUGIN_PATH")
            ]
        }
        return broken + catalogue.manifests.map(finding)
    }

    /// Starts the plugin of `manifest`, shakes hands with it and stops it again.
    private func finding(_ manifest: PluginManifest) -> Finding {
        let subject = "plugin \(manifest.name)"
        do {
            let program = try catalogue.anyProgram(of: manifest)
            let start = MonotonicInstant.now
            let plugin = try Plugin(PluginSpecification(program, handshakeLimit: .seconds(20)))
            let milliseconds = Int((start.elapsed / .milliseconds(1)).rounded())
            plugin.stop()
            return Finding(
                state: .fine, subject: subject,
                found: "\(manifest.version), \(plugin.welcome.identity.language), starts in \(milliseconds) ms",
                remedy: nil)
        } catch {
            return Finding(state: .missing, subject: subject, found: "does not start", remedy: "\(error)")
        }
    }

    /// Whether runs can be stored where they go by default.
    private var store: Finding {
        let subject = "run store"
        do {
            let path = try StorePlace.path(in: ProcessInfo.processInfo.environment)
            guard let store = try RunStore(existingAt: path) else {
                return Finding(state: .fine, subject: subject, found: "none yet at \(path)", remedy: nil)
            }
            let count = try store.runs().count
            return Finding(state: .fine, subject: subject, found: "\(count) runs in \(path)", remedy: nil)
        } catch {
            return Finding(state: .absent, subject: subject, found: "cannot be used", remedy: "\(error)")
        }
    }

    private var sandbox: Finding {
        let folders = catalogue.places.programFolders
        let path = folders.map { "\($0)/bwrap" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        return Finding(
            state: path == nil ? .absent : .fine, subject: "bubblewrap", found: path ?? "not installed",
            remedy: path == nil ? "to start plugins in a sandbox of your own: apt-get install bubblewrap" : nil)
    }
}
