import ArgumentParser
import Experiments
import Foundation
import System

/// `firstmover runs`: what was played on this machine.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List, show, compare and export the runs that are stored.",
        discussion: """
            Runs are stored in $FIRSTMOVER_STORE, else in firstmover/runs.sqlite of $XDG_DATA_HOME or of \
            $HOME/.local/share. A run whose process was killed is shown as died, with what it had played.

            Example:
              firstmover runs list
            """,
        subcommands: [RunsListCommand.self, RunsShowCommand.self, RunsDiffCommand.self, RunsExportCommand.self])
}

/// Which store is meant.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The store of runs. (default: $FIRSTMOVER_STORE, else runs.sqlite in the user's data folder)",
            valueName: "file"))
    var store: String?

    func validate() throws {
        guard store != "" else { throw ValidationError("--store takes the name of a file") }
    }

    /// Whether somebody said which.
    var isNamed: Bool { store != nil || ProcessContext.environment("FIRSTMOVER_STORE") != nil }

    /// Where the store is, or would be.
    var path: String {
        get throws(Failure) {
            if let store { return store }
            return try readingStore { () throws(StoreError) in
                try StorePlace.path(in: ProcessInfo.processInfo.environment)
            }
        }
    }

    /// The store; nil where nothing was stored yet.
    ///
    /// - Throws: ``Failure`` where it cannot be read, or was named and is not there.
    func open() throws(Failure) -> RunStore? {
        let path = try path
        let opened = try readingStore { () throws(StoreError) in try RunStore(existingAt: path) }
        if opened == nil, store != nil { throw Failure(.input, "there is no run store \(path); check --store") }
        return opened
    }

    /// Run `id` with everything it played.
    ///
    /// - Throws: ``Failure`` where there is none.
    func run(_ id: Int) throws(Failure) -> StoredRun {
        let store = try open()
        return try readingStore { () throws(StoreError) in
            guard let store else { throw StoreError.unknownRun(id) }
            return try store.run(id)
        }
    }
}

/// Runs `body`, whose errors are the user's to mend.
func readingStore<Value>(_ body: () throws(StoreError) -> Value) throws(Failure) -> Value {
    do throws(StoreError) {
        return try body()
    } catch {
        throw Failure(.input, "\(error)")
    }
}
