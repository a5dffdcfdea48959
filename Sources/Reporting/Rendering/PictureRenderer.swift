import Experiments
import Foundation
import System

/// Draws Vega-Lite specifications: vl-convert in a Python process, one for all pictures, without files in between.
///
/// The process has until a deadline, and never outlives the call.
public struct PictureRenderer: Sendable {
    /// What is installed for it, as in `requirements.txt` of this module.
    public static let requirement = "vl-convert-python>=1.8,<2"

    private let python: String
    private let limit: Duration

    /// - Parameters:
    ///   - python: the absolute path of the interpreter.
    ///   - limit: time for all pictures together.
    public init(python: String, limit: Duration = .seconds(120)) {
        self.python = python
        self.limit = limit
    }

    /// A picture to be drawn.
    struct Order: Sendable {
        enum Format: String {
            case svg
            case png
        }

        let spec: JSON
        let format: Format
    }

    /// Draws `orders`, all in one process.
    ///
    /// - Parameters:
    ///   - orders: what to draw.
    ///   - progress: is told how many are finished.
    /// - Returns: the bytes of each, in the order given; SVG is UTF-8.
    /// - Throws: ``ReportingError`` where the package is missing, the time is up, or a specification cannot be drawn.
    func draw(_ orders: [Order], progress: (Int) -> Void = { _ in }) throws(ReportingError) -> [[UInt8]] {
        guard !orders.isEmpty else { return [] }
        var pictures: [[UInt8]] = []
        let request: JSON = .array(orders.map { ["spec": $0.spec, "format": JSON($0.format.rawValue)] })
        try converse(request) { reply throws(ReportingError) in
            guard pictures.count < orders.count, case .string(let content)? = reply["content"] else {
                throw .rendererFailed(reason: "it answered what was not asked")
            }
            switch orders[pictures.count].format {
            case .svg: pictures.append(Array(content.utf8))
            case .png:
                guard let data = Data(base64Encoded: content) else {
                    throw .rendererFailed(reason: "a picture arrived broken")
                }
                pictures.append(Array(data))
            }
            progress(pictures.count)
        }
        guard pictures.count == orders.count else {
            throw .rendererFailed(reason: "it ended after \(pictures.count) of \(orders.count)")
        }
        return pictures
    }

    /// The version of the package that draws.
    ///
    /// - Throws: ``ReportingError`` where there is none.
    public func version() throws(ReportingError) -> String {
        var version: String?
        try converse([]) { reply throws(ReportingError) in
            if case .string(let text)? = reply["version"] { version = text }
        }
        guard let version else { throw .rendererFailed(reason: "it does not say its version") }
        return version
    }

    /// Starts the process, gives it `request`, and hands every line that it answers with to `onReply`.
    private func converse(_ request: JSON, onReply: (JSON) throws(ReportingError) -> Void) throws(ReportingError) {
        let deadline = MonotonicInstant.after(limit)
        let child: RendererProcess
        do throws(SystemError) {
            child = try RendererProcess(python: python)
        } catch {
            throw .rendererUnstartable(python: python, error)
        }
        var failure: ReportingError?
        do throws(ReportingError) {
            let isInTime = try child.exchange(request.text() + "\n", until: deadline) { line throws(ReportingError) in
                try onReply(try read(line))
            }
            if !isInTime { failure = .rendererTimedOut(limit: limit) }
        } catch {
            failure = error
        }
        child.end()
        if let failure { throw failure }
    }

    private func read(_ line: [UInt8]) throws(ReportingError) -> JSON {
        guard let reply = try? JSON(parsing: String(decoding: line, as: UTF8.self)) else {
            throw .rendererFailed(reason: "it answered what is no JSON")
        }
        if reply["missing"] != nil { throw .rendererMissing(python: python) }
        if case .string(let reason)? = reply["error"] {
            throw .rendererFailed(reason: plainLine(reason, limit: 300))
        }
        return reply
    }
}
