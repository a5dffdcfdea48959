import Experiments
import Foundation
import System
import Testing

/// The built command, run as a user runs it.
struct Command {
    /// What a finished command left.
    struct Outcome {
        let code: Int32?
        let output: String
        let complaint: String
        let elapsed: Duration

        /// The result as JSON.
        var document: JSON { get throws { try JSON(parsing: output) } }

        /// The document without what every run measures anew.
        var promised: String {
            let end = output.range(of: "\"measured\"")?.lowerBound ?? output.endIndex
            return String(output[..<end])
        }

        /// What went to standard error but for progress.
        var lines: [Substring] {
            complaint.split(separator: "\n").filter { $0.hasPrefix("firstmover:") || !$0.hasSuffix(" slots") }
        }
    }

    /// The folder of the executables under test, which are built beside this one.
    static let folder = ProcessContext.executableFolder
    /// The package's own folder.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Runs `firstmover` with `arguments` in an environment of its own.
    ///
    /// - Parameters:
    ///   - arguments: what follows the command's name.
    ///   - program: what is run instead of `firstmover`.
    ///   - environment: variables besides PATH and HOME; without FIRSTMOVER_STORE, runs are stored in the scratch folder.
    ///   - output: where standard output goes instead of into the outcome.
    ///   - complaint: where standard error goes instead.
    ///   - meanwhile: is given the running process.
    /// - Returns: what it left, once it has ended.
    /// - Throws: where it cannot be started or its output cannot be read.
    static func run(
        _ arguments: [String], program: String = "\(folder)/firstmover", environment: [String] = [],
        output: String? = nil, complaint: String? = nil,
        meanwhile: (borrowing ChildProcess) throws -> Void = { _ in }
    ) throws -> Outcome {
        let scratch = try Scratch()
        let start = ContinuousClock.now
        let inherited = ["PATH", "HOME"].compactMap { name in ProcessContext.environment(name).map { "\(name)=\($0)" } }
        let hasStore = environment.contains { $0.hasPrefix("FIRSTMOVER_STORE=") }
        let store = hasStore ? [] : ["FIRSTMOVER_STORE=\(scratch.path("runs.sqlite"))"]
        let input = try System.Pipe()
        let outputFile = try Descriptor.creatingFile(output ?? scratch.path("output"))
        let complaintFile = try Descriptor.creatingFile(complaint ?? scratch.path("complaint"))
        let unused = try complaintFile.duplicate()
        let process = try ChildProcess(
            path: program, arguments: [URL(filePath: program).lastPathComponent] + arguments,
            environment: inherited + environment + store,
            descriptors: (
                input.reader.number, outputFile.number, complaintFile.number, unused.number
            ))
        try meanwhile(process)
        let code = process.wait()
        return Outcome(
            code: code, output: output == nil ? try scratch.text("output") : "",
            complaint: complaint == nil ? try scratch.text("complaint") : "",
            elapsed: ContinuousClock.now - start)
    }

    /// Runs `script` in a shell that finds `firstmover`, in the folder `folder`.
    static func shell(_ script: String, in folder: URL) throws -> Outcome {
        let start = "cd '\(folder.path)' && PATH='\(Self.folder)':$PATH\n"
        return try run(["-c", start + script], program: "/bin/sh")
    }

    /// Numbers of the living processes whose command line mentions `text`.
    static func processes(mentioning text: String) -> [String] {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return numbers.filter { number in
            guard Int(number) != nil, let line = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") else {
                return false
            }
            return String(decoding: line, as: UTF8.self).contains(text)
        }
    }
}

/// A folder that goes with its owner.
final class Scratch {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "firstmover-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        // A folder that stays behind in the system's own temporary folder harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    /// Writes a file and returns its path.
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: folder.appending(path: name))
        return path(name)
    }
}
