import ArgumentParser
import Experiments

/// The flag of every command that judges differences.
struct MarginFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The smallest difference that matters: in each metric's unit, or of one as METRIC=X; may be repeated. (default: \
            the game's, for most 1 % of |a|; check: a tenth of that)
            """, valueName: "x"))
    var margin: [String] = []

    func validate() throws {
        do {
            _ = try MarginOverrides(parsing: margin)
        } catch {
            throw ValidationError("--margin: \(error)")
        }
        let metrics = margin.map { $0.contains("=") ? String($0.prefix { $0 != "=" }) : "" }
        guard Set(metrics).count == metrics.count else {
            throw ValidationError("--margin takes one value for all metrics, and one a metric as METRIC=X")
        }
    }

    var overrides: MarginOverrides {
        get throws(ExperimentsError) { try MarginOverrides(parsing: margin) }
    }
}
