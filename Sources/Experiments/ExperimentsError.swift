import Games

/// What is wrong with something the user named or wrote, in one line with the remedy.
///
/// All of these are found before a plugin starts.
public enum ExperimentsError: Error, Equatable, Sendable {
    /// A file cannot be read; `reason` says why.
    case unreadable(path: String, reason: String)
    /// Text that is not JSON or YAML.
    case malformed(line: Int, column: Int, reason: String)
    /// A field, named by the path that leads to it, that is missing or of the wrong kind.
    case field(path: String, reason: String)
    /// Any of the others, found in a file.
    indirect case inFile(String, ExperimentsError)
}

extension ExperimentsError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .malformed(let line, let column, let reason): "line \(line), column \(column): \(reason)"
        case .field(let path, let reason): "\(path) \(reason)"
        case .inFile(let path, let error): "\(path): \(error)"
        }
    }
}
