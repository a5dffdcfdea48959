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
        let unknown = try checkpoint { () throws(CheckpointError) in
            var visitor = Reading(reader: try TrainingStateReader(of: path))
            var unknown: String?
            for (n, learner) in zip(agents, learners) {
                visitor.prefix = "agent\(n)/"
                try learner.visit(&visitor)
                unknown = unknown ?? visitor.reader.remaining.first { $0.hasPrefix(visitor.prefix) }
            }
            return unknown
        }
        guard let unknown else { return }
        throw PolicyError(
            "\(path) holds \(unknown), which learners with these options have not; name those of its training")
    }

    /// Gradient steps that agent `n` has behind it in the checkpoint's folder at `path`.
    static func steps(of n: Int, in path: String) throws(PolicyError) -> UInt64 {
        try checkpoint { () throws(CheckpointError) in
            var reader = try TrainingStateReader(of: "\(path)/\(file)")
            return try reader.take("agent\(n)/steps", count: 1)[0]
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
