import Checkpoints
import Learners
import Policy

/// What the learners of one session need beside their policies to go on where they stopped, in one file.
enum LearnerState {
    /// The file in a checkpoint's folder.
    static let file = "training.state"

    /// Writes the learners of `agents`, called by their numbers in the game.
    static func write(
        _ learners: [some OffPolicyLearner], of agents: Range<Int>, to path: String
    ) throws(PolicyError) {
        try checkpoint { () throws(CheckpointError) in
            var visitor = Writing(writer: try TrainingStateWriter(to: path))
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
        try checkpoint { () throws(CheckpointError) in
            var visitor = Reading(reader: try TrainingStateReader(of: path))
            for (n, learner) in zip(agents, learners) {
                visitor.prefix = "agent\(n)/"
                try learner.visit(&visitor)
            }
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
