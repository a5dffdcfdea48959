import ArgumentParser
import Experiments
import Foundation
import Reporting
import System

/// `firstmover report`: a result as a page.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make a page of a result: the verdict in words, plots, tables, everything pinned.",
        discussion: """
            The page is one file that needs nothing beside it, for screens of any size and for print. Takes the number of a \
            stored run (firstmover runs list), or what run, ab and check print with --format json.

            Example:
              firstmover ab pricing --pairs 5 --format json --quiet \\
                --a operator=analytic,followers=best-response \\
                --b operator=constant-price,followers=best-response |
                firstmover report - -o report.html
            """)

    @Argument(
        help: ArgumentHelp("A stored run's number, a result as JSON, or - for standard input.", valueName: "result"))
    var result: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Where the page goes; - for standard output. An earlier report is replaced, nothing else is.",
            valueName: "file"))
    var output = "report.html"

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Learning curves to show, as Stable-Baselines3's monitor.csv.", valueName: "file"))
    var curves: [String] = []

    @Option(
        help: ArgumentHelp(
            "Also write the plots as SVG into DIR, a Vega-Lite specification beside each.", valueName: "dir"))
    var svg: String?

    @Option(
        help: ArgumentHelp(
            "Also write the plots as PNG into DIR, a Vega-Lite specification beside each.", valueName: "dir"))
    var png: String?

    @Option(help: ArgumentHelp("The page's title. (default: what was played)", valueName: "text"))
    var title: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var form: OutputOptions

    func validate() throws {
        guard !output.isEmpty else { throw ValidationError("--output takes the name of a file") }
        guard svg != "" else { throw ValidationError("--svg takes the name of a folder") }
        guard png != "" else { throw ValidationError("--png takes the name of a folder") }
        guard output != "-" || form.format == .text else {
            throw ValidationError("with --output - the page is on standard output, and --format json has no place")
        }
    }

    func run() throws {
        let target = output == "-" ? nil : try OutputFile.report(output, option: "-o", inputs: [result] + curves)
        let svgFolder = try svg.map { path throws(Failure) in try OutputFolder(path, option: "--svg") }
        let pngFolder = try png.map { path throws(Failure) in try OutputFolder(path, option: "--png") }
        let document = try load()
        let learning = try curves.map { path throws(Failure) in try Self.loadCurve(path) }
        let report = Report(document, curves: learning, title: title)
        let renderer = try Surroundings.pictureRenderer
        let progress = Progress(
            "report", of: "pictures", total: report.pictureCount(svg: svg != nil, png: png != nil), quiet: form.quiet)
        let drawn: Report.Drawn
        do throws(ReportingError) {
            drawn = try report.draw(with: renderer, svg: svg != nil, png: png != nil) { progress.update($0) }
            progress.finish()
        } catch {
            progress.finish()
            throw Failure(.input, "\(error)")
        }
        for file in drawn.files {
            if file.isForSVG { try svgFolder?.write(file.bytes, to: file.name) }
            if file.isForPNG { try pngFolder?.write(file.bytes, to: file.name) }
        }
        guard let target else {
            try form.show(nil) { drawn.page }
            return
        }
        try target.write(drawn.page)
        try form.show([
            "schema": "firstmover.report/1", "report": JSON(output), "bytes": JSON(drawn.page.utf8.count),
            "pictures": .array(drawn.files.map { JSON($0.name) }),
            "verdict": document.verdict.map { JSON($0.name) } ?? .null, "sentence": JSON(document.sentence),
        ]) { "\(document.sentence)\n\(output)\n" }
    }

    /// The result that is named: a file before a run, where there is one called like a number.
    private func load() throws(Failure) -> ResultDocument {
        let isFile = FileManager.default.fileExists(atPath: result)
        let id = isFile ? nil : Int(result)
        let json: JSON
        if let id {
            json = try stored(id)
        } else {
            json = try readingInput { () throws(ExperimentsError) in try InputFile.json(result) }
        }
        do throws(ReportingError) {
            return try ResultDocument(json)
        } catch {
            let name = id.map { "run \($0)" } ?? (result == "-" ? "standard input" : result)
            throw Failure(.input, "\(name): \(error)")
        }
    }

    /// The document of run `id`.
    private func stored(_ id: Int) throws(Failure) -> JSON {
        let run = try store.run(id)
        guard let text = run.document else {
            throw Failure(
                .input,
                "run \(id) \(run.state == .running ? "is still running" : "\(run.state.rawValue) without a result"); "
                    + "its episodes are in firstmover runs export \(id)")
        }
        return try readingInput { () throws(ExperimentsError) in try JSON(parsing: text) }
    }

    private static func loadCurve(_ path: String) throws(Failure) -> LearningCurve {
        let bytes = try readingInput { () throws(ExperimentsError) in
            try InputFile.read(path, limit: InputFile.dataLimit)
        }
        do throws(ReportingError) {
            return try LearningCurve(monitor: String(decoding: bytes, as: UTF8.self), path: path)
        } catch {
            throw Failure(.input, "\(error)")
        }
    }
}

extension Surroundings {
    /// What draws plots, on the Python that plugins in Python run on.
    static var pictureRenderer: PictureRenderer {
        get throws(Failure) {
            let python = try readingInput { () throws(ExperimentsError) in try catalogue.places.pythonProgram }
            return PictureRenderer(python: python)
        }
    }
}
