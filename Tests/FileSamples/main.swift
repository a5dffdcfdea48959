import Checkpoints
import Reporting

// Writes into the folder it is given what the tests in Python read.
let folder = CommandLine.arguments[1]
try AgentNetworks().sample().write(to: folder)

/// Two files of one run: the second goes on where the first was stopped.
for (start, wallTime) in [(0, 1_700_000_000.0), (3, 1_700_000_100.5)] {
    var events = try EventFileWriter(in: folder, host: "sample", wallTime: wallTime)
    for step in start..<start + 3 {
        try events.write(
            [.init("reward/mean", Double(step) / 4), .init("loss", -1e-3 * Double(step))], step: Int64(step) * 1000,
            wallTime: wallTime + Double(step))
    }
}
