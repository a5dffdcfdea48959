import Experiments
import System

/// Why there is no report, in one line with the remedy.
public enum ReportingError: Error, Equatable, Sendable {
    /// The document is not what it should be.
    case document(ExperimentsError)
    /// A document of another schema, or of none.
    case schema(found: String?, known: [String])
    /// A file of learning curves that is none, at a line counted from 1.
    case curves(path: String, line: Int, reason: String)
    /// The Python found cannot draw: the package is missing there.
    case rendererMissing(python: String)
    /// The process that draws could not be started.
    case rendererUnstartable(python: String, SystemError)
    /// It drew nothing within its time and was ended.
    case rendererTimedOut(limit: Duration)
    /// It ended early, or said why it cannot draw.
    case rendererFailed(reason: String)
    /// A file for TensorBoard that cannot be written.
    case events(path: String, SystemError)
}

extension ReportingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .document(let error): "\(error)"
        case .schema(let found, let known):
            (found.map { "a document of schema \($0) has no report" } ?? "the document names no schema")
                + "; a report is made of \(known.joined(separator: ", "))"
        case .curves(let path, let line, let reason):
            "\(path): line \(line): \(reason); --curves takes monitor.csv files: #{...}, then r,l,t, then numbers"
        case .rendererMissing(let python):
            "\(python) lacks vl-convert-python, which draws the plots; "
                + "install it: \(python) -m pip install '\(PictureRenderer.requirement)'"
        case .rendererUnstartable(let python, let error):
            "cannot start \(python) to draw the plots: \(error.message); name a Python in FIRSTMOVER_PYTHON"
        case .rendererTimedOut(let limit):
            "the plots were not drawn within \(limit.components.seconds) s; try again on a machine with less to do"
        case .rendererFailed(let reason):
            "cannot draw the plots: \(reason); reinstall the package: pip install '\(PictureRenderer.requirement)'"
        case .events(let path, let error):
            "\(path): \(error); name a folder that can be written to and has room"
        }
    }
}
