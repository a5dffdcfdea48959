import Statistics

/// A result as workflow commands, which GitHub shows beside a change: a line a comparison, and one a guardrail.
public enum GitHubAnnotations {
    /// The commands, each on a line of its own; empty for a run, which asks nothing.
    public static func text(of document: ResultDocument) -> String {
        let lines = document.comparisons.flatMap { comparison in
            [
                command(
                    level(of: comparison, in: document), title: title(of: comparison, in: document),
                    document.sentence(of: comparison))
            ]
                + document.guardrailSentences(of: comparison).map {
                    command(document.worseLevel, title: "\(document.scenario): guardrail", $0)
                }
        }
        return lines.map { "\($0)\n" }.joined()
    }

    /// A command that ended without a result, as an error of its own.
    public static func text(of complaint: String) -> String { command("error", title: "firstmover", complaint) + "\n" }

    private static func level(of comparison: ComparisonRecord, in document: ResultDocument) -> String {
        switch comparison.verdict {
        case .worse: document.worseLevel
        case .invalid: "error"
        case .inconclusive: "warning"
        // The command fails on a check that cannot be judged.
        case nil: document.kind == .check ? "error" : "warning"
        case .better, .equivalent: document.exactness?.isEqual == false ? "error" : "notice"
        }
    }

    private static func title(of comparison: ComparisonRecord, in document: ResultDocument) -> String {
        "\(document.scenario): \(comparison.verdict?.name ?? "not judged")"
    }

    private static func command(_ level: String, title: String, _ message: String) -> String {
        "::\(level) title=\(escapedProperty(title))::\(escaped(message))"
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "%": escaped += "%25"
            case "\r": escaped += "%0D"
            case "\n": escaped += "%0A"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }

    /// `text` in the place of a property's value, which ends at a colon or a comma.
    private static func escapedProperty(_ text: String) -> String {
        escaped(plainLine(text)).unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case ":": escaped += "%3A"
            case ",": escaped += "%2C"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}

extension ResultDocument {
    /// How loud something that got worse is: a check fails on it, a comparison only tells.
    fileprivate var worseLevel: String { kind == .check ? "error" : "warning" }
}
