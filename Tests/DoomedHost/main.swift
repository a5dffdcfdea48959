import PluginHost
import System

// A host that is to be killed: it starts the plugins named by its arguments, says so, and waits for its end.
//
//     firstmover-doomed-host COMMAND [MISDEED]
let arguments = CommandLine.arguments
let marker = ProcessContext.environment("FIRSTMOVER_TEST") ?? ""
let plugins = (0..<2).compactMap { index in
    try? Plugin(
        PluginSpecification(
            name: "doomed-\(index)", command: Array(arguments.dropFirst()),
            environment: [("FIRSTMOVER_TEST", marker)]))
}
print(plugins.count)
StandardStreams.flush()
MonotonicInstant.sleep(.seconds(60))
plugins.forEach { $0.stop() }
