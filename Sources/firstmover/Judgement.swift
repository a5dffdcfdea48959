import Experiments

/// What a judging command came to, on its way out: into the store, to whoever reads it, into files, and into an exit code.
struct Judgement {
    let document: JSON
    let outcome: StoredRun.Outcome
    /// Episodes of each arm that count; nil where all do.
    var episodes: Int?
    /// The document for people.
    let text: () -> String

    /// Takes every step whatever became of those before it, so that a full disk or a closed standard output loses nothing but
    /// its own part, and then ends the command.
    ///
    /// - Parameters:
    ///   - record: where it is stored.
    ///   - files: what is written besides.
    ///   - output: how it is shown.
    ///   - end: ends the command as the result has it.
    /// - Throws: what `end` throws, each step that failed being told; else ``Failure`` of the first step that failed.
    func deliver(
        to record: PlayRecord, _ files: ResultFiles, _ output: OutputOptions, thenEnd end: () throws(Failure) -> Void
    ) throws(Failure) {
        let shown = Result { () throws(Failure) in
            try record.finish(document, outcome, episodes: episodes) { () throws(Failure) in
                try output.show(document, as: text)
            }
        }
        record.tell(output)
        let steps = [shown, Result { () throws(Failure) in try files.write(document, quiet: output.quiet) }]
        do throws(Failure) {
            try end()
        } catch {
            for case .failure(let failure) in steps {
                if let message = failure.message { standardError("firstmover: \(message)\n") }
            }
            throw error
        }
        for step in steps { try step.get() }
    }
}
