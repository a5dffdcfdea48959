import ArgumentParser
import Experiments
import System

/// In which form a result is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

/// The flags of every command that computes.
struct OutputOptions: ParsableArguments {
    @Option(help: "How the result is printed on standard output.")
    var format = OutputFormat.text

    @Flag(help: "No progress on standard error.")
    var quiet = false

    /// Prints the document, or the text that people read.
    ///
    /// - Throws: ``Failure`` where standard output does not take it: a full disk, a closed pipe.
    func show(_ document: JSON, as text: () -> String) throws(Failure) {
        try Self.write(format == .json ? document.text(.pretty) + "\n" : text())
    }

    /// Writes a result to standard output.
    ///
    /// - Throws: ``Failure`` where it does not take it.
    static func write(_ output: String) throws(Failure) {
        do throws(SystemError) {
            try StandardOutput.write(output)
        } catch {
            // Who closes the pipe has read enough, as `head` does.
            if error.isBrokenPipe { throw Failure(.input) }
            throw Failure(.input, "cannot write the result to standard output: \(error)")
        }
    }
}

/// The flag of every command with randomness in it.
struct SeedOptions: ParsableArguments {
    @Option(help: "Episode i plays world seed SEED + i; the same seed prints the same bytes.")
    var seed: UInt64 = 0
}
