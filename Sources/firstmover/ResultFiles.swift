import ArgumentParser
import Experiments
import Foundation
import Reporting
import System

/// What a judging command writes besides its result, for people and for CI.
struct ResultFiles: ParsableArguments {
    @Option(help: ArgumentHelp("Also write a page with plots; an earlier report is replaced.", valueName: "file.html"))
    var report: String?

    @Option(help: ArgumentHelp("Also write the verdicts as JUnit XML, a test case a metric.", valueName: "file"))
    var junit: String?

    @Option(help: ArgumentHelp("Also write a summary in Markdown.", valueName: "file"))
    var markdown: String?

    func validate() throws {
        for (name, value) in [("--report", report), ("--junit", junit), ("--markdown", markdown)] where value == "" {
            throw ValidationError("\(name) takes the name of a file")
        }
        let paths = [report, junit, markdown].compactMap { $0.map { URL(filePath: $0).standardizedFileURL } }
        guard Set(paths).count == paths.count else {
            throw ValidationError("--report, --junit and --markdown take a file each, not the same one")
        }
    }

    /// Looks whether everything can be written, before anything is played in vain.
    ///
    /// - Parameter others: files that the command reads, or writes otherwise.
    /// - Throws: ``Failure`` naming the file that cannot.
    func check(besides others: [String?]) throws(Failure) {
        let others = others.compactMap { $0 }
        if let report {
            _ = try OutputFile.report(report, option: "--report", inputs: others)
            let renderer = try Surroundings.pictureRenderer
            do throws(ReportingError) {
                _ = try renderer.version()
            } catch {
                throw Failure(.input, "\(error)")
            }
        }
        if let junit { _ = try OutputFile(junit, option: "--junit", inputs: others) }
        if let markdown { _ = try OutputFile(markdown, option: "--markdown", inputs: others) }
    }

    /// Writes what was asked for, and what a GitHub workflow shows: annotations, and its step summary.
    ///
    /// - Parameters:
    ///   - json: the result's document.
    ///   - quiet: whether nobody wants to know where it went.
    /// - Throws: ``Failure`` of the first file that cannot be written.
    func write(_ json: JSON, quiet: Bool) throws(Failure) {
        let document: ResultDocument
        do throws(ReportingError) {
            document = try ResultDocument(json)
        } catch {
            throw Failure(.ours, "the result cannot be reported: \(error)")
        }
        if let junit { try OutputFile(junit, option: "--junit").write(JUnit.text(of: document)) }
        let summary = MarkdownSummary.text(of: document)
        if let markdown { try OutputFile(markdown, option: "--markdown").write(summary) }
        if ProcessContext.environment("GITHUB_ACTIONS") == "true" {
            // A workflow reads commands on either stream, and results have standard output to themselves.
            standardError(GitHubAnnotations.text(of: document))
            if let path = ProcessContext.environment("GITHUB_STEP_SUMMARY"), !path.isEmpty { append(summary, to: path) }
        }
        if let report {
            try OutputFile.report(report, option: "--report", inputs: []).write(try page(of: document))
        }
        for path in [junit, markdown, report].compactMap({ $0 }) where !quiet { standardError("wrote \(path)\n") }
    }

    private func page(of document: ResultDocument) throws(Failure) -> String {
        let renderer = try Surroundings.pictureRenderer
        do throws(ReportingError) {
            return try Report(document).draw(with: renderer).page
        } catch {
            throw Failure(.input, "\(error)")
        }
    }

    /// Adds to the step summary; a workflow that has no place for it gets its answer all the same.
    private func append(_ text: String, to path: String) {
        do throws(SystemError) {
            _ = try Descriptor.appendingFile(path).writeAll(Array(text.utf8).span)
        } catch {
            standardError("firstmover: cannot add to the step summary \(path): \(error.message)\n")
        }
    }
}
