import Foundation
import PluginHost
import Policy
import System

/// The checkpoints in a training run's folder: `operator/last`, `operator/best`, `followers/last`, `followers/best`, and with
/// a process a follower a folder in each of these, `followers/last/0`.
///
/// A checkpoint is written beside its place, recorded by its hash, and put into place only then: whoever dies in between
/// leaves one that is recorded, in place or beside it, and ``recover(_:of:sha256:)`` finds it.
struct CheckpointFolders {
    /// The run's folder, an absolute path: plugins may run elsewhere.
    let folder: String
    /// Whether every follower has a checkpoint of its own.
    let isIsolated: Bool

    /// Which weights a checkpoint holds.
    enum Kind: String, CaseIterable {
        /// Those that training goes on from.
        case last
        /// Those of the best evaluation.
        case best
    }

    /// Where a checkpoint is.
    func path(_ kind: Kind, of role: Role) -> String { "\(folder)/\(role.rawValue)/\(kind.rawValue)" }

    /// Where it is written before it is put into place.
    private func draft(_ kind: Kind, of role: Role) -> String { path(kind, of: role) + ".new" }

    /// The folder of the checkpoint of policy `index` within `checkpoint`.
    private func part(_ index: Int, of checkpoint: String, _ role: Role) -> String {
        isIsolated && role == .followers ? "\(checkpoint)/\(index)" : checkpoint
    }

    /// Lets the learners of `role` write their checkpoint beside its place.
    ///
    /// - Returns: its hash.
    func write(_ learners: [ConnectedPolicy], of role: Role) throws(RunError) -> String {
        let draft = draft(.last, of: role)
        try remove(draft)
        for (index, learner) in learners.enumerated() {
            let path = part(index, of: draft, role)
            try attempt(path) {
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            }
            do throws(PluginFailure) {
                try learner.endpoint.save(to: path)
            } catch {
                throw .plugin(error)
            }
        }
        return try configured { () throws(ExperimentsError) in try Self.sha256(ofFolder: draft) }
    }

    /// Copies what ``write(_:of:)`` wrote as the best, beside its place too.
    func copyAsBest(_ role: Role) throws(RunError) {
        let (last, best) = (draft(.last, of: role), draft(.best, of: role))
        try remove(best)
        try attempt(best) { try FileManager.default.copyItem(atPath: last, toPath: best) }
    }

    /// Puts what was written beside its place into it, once it is recorded.
    func publish(_ kind: Kind, of role: Role) throws(RunError) {
        let draft = draft(kind, of: role)
        try remove(draft + "~")
        do throws(SystemError) {
            try FolderReplacement.exchange(draft, with: path(kind, of: role))
        } catch {
            throw .output(path: path(kind, of: role), reason: error.message)
        }
        try remove(draft)
    }

    /// Finds the checkpoint that was recorded with the hash `sha256`, in place or beside it, and leaves it in place.
    func recover(_ kind: Kind, of role: Role, sha256: String) throws(RunError) {
        let (path, draft) = (path(kind, of: role), draft(kind, of: role))
        if (try? Self.sha256(ofFolder: path)) != sha256 {
            guard (try? Self.sha256(ofFolder: draft)) == sha256 else {
                throw .configuration(
                    .notResumable(
                        path: folder,
                        reason:
                            "\(path) is not the checkpoint that train.json records; put it back, or train into another "
                            + "folder"))
            }
            try publish(kind, of: role)
        }
        try remove(draft)
    }

    /// Lets the learners of `role` read their last checkpoint.
    func load(_ learners: [ConnectedPolicy], of role: Role) throws(PluginFailure) {
        for (index, learner) in learners.enumerated() {
            try learner.endpoint.load(from: part(index, of: path(.last, of: role), role))
        }
    }

    /// What identifies a checkpoint: the SHA-256 of the lines `sha256  name`, one a file, in the order of their names.
    static func sha256(ofFolder path: String) throws(ExperimentsError) -> String {
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: path) else {
            throw .unreadable(path: path, reason: "it is to be hashed, but is no folder that may be read")
        }
        var lines = ""
        for name in names.sorted() where !InputFile.isFolder("\(path)/\(name)") {
            lines += "\(try Experiments.sha256(ofFile: "\(path)/\(name)"))  \(name)\n"
        }
        return Experiments.sha256(of: Array(lines.utf8))
    }

    private func remove(_ path: String) throws(RunError) {
        guard FileReplacement.target(at: path) != .nothing else { return }
        try attempt(path) { try FileManager.default.removeItem(atPath: path) }
    }

    private func attempt(_ path: String, _ body: () throws -> Void) throws(RunError) {
        do {
            try body()
        } catch {
            throw .output(path: path, reason: error.localizedDescription)
        }
    }
}

/// Runs `body`, whose errors are about what was named.
func configured<Value>(_ body: () throws(ExperimentsError) -> Value) throws(RunError) -> Value {
    do throws(ExperimentsError) {
        return try body()
    } catch {
        throw .configuration(error)
    }
}
