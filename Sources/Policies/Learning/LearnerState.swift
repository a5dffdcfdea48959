import Checkpoints
import Learners
import Policy
import System

/// What the learners of one session need beside their policies to go on where they stopped, in one file.
enum LearnerState {
    /// The file in a checkpoint's folder.
    static let file = "training.state"

    /// Writes the learners of `agents`, called by their numbers in the game, and how many gradient steps they had behind them
    /// when their training began.
    static func write(
        _ learners: [some OffPolicyLearner], of agents: Range<Int>, stepsBefore: UInt64, to path: String
    ) throws(PolicyError) {
        try checkpoint { () throws(CheckpointError) in
            var visitor = Writing(writer: try TrainingStateWriter(to: path))
            try visitor.writer.put("stepsBefore", [stepsBefore])
            for (n, learner) in zip(agents, learners) {
                visitor.prefix = "agent\(n)/"
                try learner.visit(&visitor)
            }
            try visitor.writer.finish()
        }
    }

    /// Puts what the file at `path` holds of `agents` into their learners.
    static func read(
        into learners: [some OffPolicyLearner], of agents: Range<Int>, from path: String
    ) throws(PolicyError) {
        let unknown = try checkpoint { () throws(CheckpointError) in
            var visitor = Reading(reader: try TrainingStateReader(of: path))
            for (n, learner) in zip(agents, learners) {
                visitor.prefix = "agent\(n)/"
                try learner.visit(&visitor)
            }
            let prefix = "agent\(agents.lowerBound)/"
            return visitor.reader.remaining.first { $0.hasPrefix(prefix) }
        }
        guard let unknown else { return }
        throw PolicyError(
            "\(path) holds \(unknown), which learners with these options have not; name those of its training")
    }

    /// Gradient steps that agent `n` has behind it in the checkpoint's folder at `path`.
    static func steps(of n: Int, in path: String) throws(PolicyError) -> UInt64 {
        try number("agent\(n)/steps", in: path)
    }

    /// Gradient steps that agents had behind them when the training began that saved the checkpoint at `path`.
    static func stepsBefore(in path: String) throws(PolicyError) -> UInt64 { try number("stepsBefore", in: path) }

    private static func number(_ name: String, in path: String) throws(PolicyError) -> UInt64 {
        guard FileReplacement.target(at: path) == .folder else {
            throw PolicyError("\(path) is no folder with \(file) in it; name the folder of a checkpoint to go on from")
        }
        return try checkpoint { () throws(CheckpointError) in
            var reader = try TrainingStateReader(of: "\(path)/\(file)")
            return try reader.take(name, count: 1)[0]
        }
    }

    private struct Writing: StateVisitor, ~Copyable {
        var writer: TrainingStateWriter
        var prefix = ""

        mutating func visit(_ name: String, _ numbers: Matrix, first count: Int) throws(CheckpointError) {
            try writer.put(prefix + name, (0..<count).map { numbers[$0] })
        }

        mutating func visit(_ name: String, _ number: inout UInt64) throws(CheckpointError) {
            try writer.put(prefix + name, [number])
        }

        mutating func visit(_ name: String, _ number: inout Double) throws(CheckpointError) {
            try writer.put(prefix + name, [number])
        }
    }

    private struct Reading: StateVisitor, ~Copyable {
        var reader: TrainingStateReader
        var prefix = ""

        mutating func visit(_ name: String, _ numbers: Matrix, first count: Int) throws(CheckpointError) {
            let values: [Float] = try reader.take(prefix + name, count: count)
            for (index, value) in values.enumerated() { numbers[index] = value }
        }

        mutating func visit(_ name: String, _ number: inout UInt64) throws(CheckpointError) {
            number = try reader.take(prefix + name, count: 1)[0]
        }

        mutating func visit(_ name: String, _ number: inout Double) throws(CheckpointError) {
            number = try reader.take(prefix + name, count: 1)[0]
        }
    }
}
