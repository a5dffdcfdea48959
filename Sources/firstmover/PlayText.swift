import Experiments
import PluginHost

extension [PluginDescription] {
    /// Who played, a line each.
    var text: String {
        var table = TextTable(["role", "policy", "version", "information", "sha256"])
        for plugin in self {
            table.add([
                plugin.role.rawValue + (plugin.standsIn ? " on a miss" : ""), plugin.name, plugin.version,
                plugin.hasFullInformation ? "full" : "observation",
                String(plugin.sha256.prefix(12)),
            ])
        }
        return table.text
    }
}

extension DecisionLatencies {
    /// How long decisions took, on one line.
    var text: String {
        func pair(_ value: (Double) -> Double?) -> String {
            "\(shown(value(50))) µs median, \(shown(value(99))) µs p99"
        }
        return "\(count) decisions, \(missed) missed; round trip \(pair(roundTripMicroseconds)); "
            + "own time \(pair(computeMicroseconds))\n"
    }
}
