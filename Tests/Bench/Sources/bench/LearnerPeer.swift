import Foundation

/// A library in Python that trains in turns with us: `learner_peers.py`, one process for all its rows.
final class LearnerPeer {
    enum Library: String, CaseIterable {
        case stableBaselines = "sb3"
        case sbx

        var title: String { rawValue.uppercased() }
    }

    /// Of it, and of what it is built on.
    private(set) var versions = ""
    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())
    private var unread = Data()

    /// Starts it.
    ///
    /// - Parameters:
    ///   - library: which.
    ///   - python: one that has it.
    ///   - blockSeconds: of processor time a block.
    /// - Throws: ``Disagreement`` where it ends at once, as without the library.
    init(_ library: Library, python: String, blockSeconds: Double) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            python, Bench.folder.appending(path: "learner_peers.py").path, library.rawValue, "\(blockSeconds)",
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        versions = "\(library.title) \(try readLine())"
    }

    deinit {
        // The end of its input is the end of it.
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Has it train until everything is compiled; `blocks` blocks must follow.
    func warmUp(_ algorithm: MeasuredAlgorithm, hidden: Int, blocks: Int) throws {
        try write("\(algorithm.rawValue) \(hidden) \(blocks)")
        guard try readLine() == "ready" else { throw Disagreement(what: "learner_peers.py was not ready") }
    }

    /// Steps of the environment a second in its next block.
    func block() throws -> Double {
        try write("")
        let line = try readLine()
        guard let rate = Double(line) else { throw Disagreement(what: "learner_peers.py printed \(line)") }
        return rate
    }

    private func write(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
    }

    private func readLine() throws -> String {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread = Data(unread[(end + 1)...]) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Disagreement(what: "learner_peers.py ended") }
            unread += more
        }
    }
}
