import Experiments

/// A result as a page, and its plots as pictures.
///
/// ```swift
/// let drawn = try Report(document, curves: curves).draw(with: PictureRenderer(python: python))
/// ```
public struct Report: Sendable {
    let document: ResultDocument
    let title: String
    /// One list a comparison.
    let comparisonPlots: [[Plot]]
    let distributionPlots: [Plot]
    let learningPlots: [Plot]
    let latencyPlots: [Plot]

    /// - Parameters:
    ///   - document: the result.
    ///   - curves: what learners earned while they were trained.
    ///   - title: of the page; nil takes what was compared.
    public init(_ document: ResultDocument, curves: [LearningCurve] = [], title: String? = nil) {
        self.document = document
        self.title = title ?? Self.title(of: document)
        comparisonPlots = document.comparisons.enumerated().map { index, comparison in
            let suffix = document.comparisons.count > 1 ? "-b\(index + 1)" : ""
            return [
                Plot.intervals(of: comparison, in: document, id: "intervals\(suffix)"),
                Plot.pairs(of: comparison, in: document, id: "pairs\(suffix)"),
            ].compactMap { $0 }
        }
        distributionPlots = [Plot.distributions(of: document)].compactMap { $0 }
        learningPlots = [Plot.learning(curves)].compactMap { $0 }
        latencyPlots = Plot.latencies(of: document)
    }

    var plots: [Plot] { comparisonPlots.flatMap { $0 } + distributionPlots + learningPlots + latencyPlots }

    /// Pictures that ``draw(with:svg:png:progress:)`` orders.
    public func pictureCount(svg: Bool = false, png: Bool = false) -> Int {
        plots.count * (2 + (svg ? 1 : 0) + (png ? 1 : 0))
    }

    /// A report that is finished, ready to be written.
    public struct Drawn: Sendable {
        /// The page, complete and with no need of anything beside it.
        public let page: String
        /// Pictures that were asked for, on white, and the specification of each: `intervals.svg`, `intervals.vl.json`.
        public let files: [File]
    }

    public struct File: Sendable {
        public let name: String
        public let bytes: [UInt8]
        /// Where it belongs: with the SVG pictures, the PNG pictures, or both.
        public let isForSVG: Bool
        public let isForPNG: Bool
    }

    /// Draws every plot in one process, and composes the page.
    ///
    /// - Parameters:
    ///   - renderer: what draws.
    ///   - svg: whether plots are wanted as SVG files, too.
    ///   - png: whether plots are wanted as PNG files, too.
    ///   - progress: is told how many pictures are finished.
    /// - Returns: the page and the files that were asked for.
    /// - Throws: ``ReportingError`` where they cannot be drawn.
    public func draw(
        with renderer: PictureRenderer, svg: Bool = false, png: Bool = false, progress: (Int) -> Void = { _ in }
    ) throws(ReportingError) -> Drawn {
        let plots = plots
        var orders: [PictureRenderer.Order] = []
        for plot in plots {
            for width in [plot.width, Plot.narrowWidth] {
                orders.append(.init(spec: plot.spec(.init(theme: .page, width: width)), format: .svg))
            }
            if svg { orders.append(.init(spec: plot.lightSpec, format: .svg)) }
            if png { orders.append(.init(spec: plot.lightSpec, format: .png)) }
        }
        var pictures = try renderer.draw(orders, progress: progress)[...]
        var figures: [String: Markup] = [:]
        var files: [File] = []
        for plot in plots {
            let wide = String(decoding: pictures.removeFirst(), as: UTF8.self)
            let narrow = String(decoding: pictures.removeFirst(), as: UTF8.self)
            figures[plot.id] = Figure(plot: plot, wide: wide, narrow: narrow).markup
            if svg {
                files.append(
                    File(name: "\(plot.id).svg", bytes: pictures.removeFirst(), isForSVG: true, isForPNG: false))
            }
            if png {
                files.append(
                    File(name: "\(plot.id).png", bytes: pictures.removeFirst(), isForSVG: false, isForPNG: true))
            }
            if svg || png {
                let spec = plot.lightSpec.text(.pretty) + "\n"
                files.append(File(name: "\(plot.id).vl.json", bytes: Array(spec.utf8), isForSVG: svg, isForPNG: png))
            }
        }
        return Drawn(page: page(figures), files: files)
    }

    private static func title(of document: ResultDocument) -> String {
        let labels = ArmLabels(document)
        switch document.kind {
        case .run: return "\(plainLine(document.scenario)): \(labels[0])"
        case .check: return "\(plainLine(document.scenario)): this version against its baseline"
        case .comparison:
            let others = document.comparisons.map { labels[$0.arm] }
            return "\(plainLine(document.scenario)): \(others.joined(separator: ", ")) against \(labels[0])"
        }
    }
}
