import ArgumentParser
import Experiments
import Foundation
import System

/// `firstmover runs export`: stored episodes for other tools.
struct RunsExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write stored episodes as comma-separated values for other tools.",
        discussion: """
            csv: a row an episode of an arm, a column a metric; pandas.read_csv(FILE) reads it. monitor: a file an arm in \
            the format of Stable-Baselines3's Monitor, run-ID.ARM.monitor.csv in a folder; r is the mean of the primary \
            metric times the slots of an episode, negated where lower is better.

            Example:
              firstmover runs export --format csv
            """)

    /// What is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv
        case monitor
    }

    @Argument(help: "The runs' numbers; all runs where none is given.")
    var runs: [Int] = []

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            "A file that is not there yet, or for monitor a folder. (default: standard output)", valueName: "file"))
    var output: String?

    @Option(help: "What is written.")
    var format = Format.csv

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard output != "" else { throw ValidationError("--output takes the name of a file or folder") }
        guard format == .csv || output != nil else {
            throw ValidationError("--format monitor writes a file an arm; name a folder for them with -o")
        }
        guard Set(runs).count == runs.count else { throw ValidationError("a run is named twice") }
    }

    func run() throws {
        let opened = try store.open()
        let chosen = try choose(opened)
        switch format {
        case .csv: try writeTable(of: chosen, opened)
        case .monitor: try writeMonitors(of: chosen, opened)
        }
    }

    /// The runs asked for, the oldest first where all are.
    private func choose(_ store: RunStore?) throws(Failure) -> [StoredRun.Summary] {
        let all = try readingStore { () throws(StoreError) in try store?.runs() ?? [] }
        guard !runs.isEmpty else { return all.reversed() }
        return try readingStore { () throws(StoreError) in
            var chosen: [StoredRun.Summary] = []
            for id in runs {
                guard let run = all.first(where: { $0.id == id }) else { throw StoreError.unknownRun(id) }
                chosen.append(run)
            }
            return chosen
        }
    }

    private func writeTable(of runs: [StoredRun.Summary], _ store: RunStore?) throws(Failure) {
        let table = EpisodeTable(of: runs)
        let target = try output.map { path throws(Failure) in try ExportFile(path) }
        func write(_ text: String) throws(Failure) {
            if let target { try target.write(text) } else { try OutputOptions.write(text) }
        }
        try write(table.head)
        guard let store else { return }
        for run in runs {
            try write(table.rows(of: try readingStore { () throws(StoreError) in try store.run(run.id) }))
        }
    }

    private func writeMonitors(of runs: [StoredRun.Summary], _ store: RunStore?) throws(Failure) {
        guard let folder = output else { return }
        guard let store else {
            standardError("firstmover: no run is stored yet\n")
            return
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(.input, "cannot make the folder \(folder); name one that can be written to")
        }
        for summary in runs {
            let run = try readingStore { () throws(StoreError) in try store.run(summary.id) }
            for arm in run.start.arms.indices {
                let name = "run-\(run.id).\(Comparison.letter(ofArm: arm)).monitor.csv"
                try ExportFile("\(folder)/\(name)").write(EpisodeTable.monitor(of: run, arm: arm))
            }
        }
    }
}

/// A new file that is written piece by piece.
private final class ExportFile {
    private let path: String
    private let descriptor: Descriptor

    init(_ path: String) throws(Failure) {
        self.path = path
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Failure(.input, "\(path) is there already; name another with -o")
        }
        do throws(SystemError) {
            descriptor = try Descriptor.creatingNewFile(path)
        } catch {
            throw Failure(.input, "cannot write \(path): \(error.message)")
        }
    }

    func write(_ text: String) throws(Failure) {
        do throws(SystemError) {
            _ = try descriptor.writeAll(Array(text.utf8).span)
        } catch {
            // Half a table reads like a whole one.
            try? FileManager.default.removeItem(atPath: path)
            throw Failure(.input, "cannot write \(path): \(error.message)")
        }
    }
}
