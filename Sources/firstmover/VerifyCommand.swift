import ArgumentParser
import Experiments

/// `firstmover verify`: whether the reference cases still hold.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute reference cases, each to the tolerance its file states.",
        discussion: """
            Takes a file of cases or a folder of such files; exits with 1 if any case is off.

            Example:
              firstmover verify Tests/Golden/pricing
            """)

    @Argument(help: "A file of reference cases, or a folder with such files in it.")
    var path: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        var bar: Progress?
        let result = try readingInput { () throws(ExperimentsError) in
            try GameCatalogue.verification.run(path) { progress in
                let shownBar = bar ?? Progress("verify", of: "cases", total: progress.count, quiet: output.quiet)
                bar = shownBar
                shownBar.update(progress.done)
            }
        }
        bar?.finish()
        try output.show(result.document) { result.text }
        if result.off > 0 { throw Failure(.no) }
    }
}

extension Verification.Result {
    /// The result for people: what is off, a line each, then the counts.
    fileprivate var text: String {
        var text = ""
        if !findings.isEmpty {
            var table = TextTable(["file", "case", "field", "expected", "actual", "error", "tolerance"])
            for finding in findings {
                let comparison = finding.comparison
                table.add([
                    finding.file, finding.caseName, comparison.field, comparison.expected.text(),
                    comparison.actual.text(),
                    shown(comparison.error), shown(comparison.tolerance),
                ])
            }
            text += table.text + "\n"
        }
        text += "\(held) held, \(off) off"
        if let worst {
            text += "; worst error \(shown(worst.comparison.error)) of \(shown(worst.comparison.tolerance)) allowed, "
            text += "\(worst.comparison.field) of \(worst.caseName) in \(worst.file)"
        }
        return text + "\n"
    }
}
