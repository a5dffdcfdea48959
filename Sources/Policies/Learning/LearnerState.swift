import Checkpoints
import Learners
import Policy

/// What the learners of one session need beside their policies to go on where they stopped, in one file.
enum LearnerState {
    /// The file in a checkpoint's folder.
    static let file = "training.state"

    static func write(_ learners: [some OffPolicyLearner], to path: String) throws(PolicyError) {
        try checkpoint { () throws(CheckpointError) in
            var visitor = Writing(writer: try TrainingStateWriter(to: path))
            for (index, learner) in learners.enumerated() {
                visitor.prefix = "agent\(index)/"
                try learner.visit(&visitor)
            }
            try visitor.writer.finish()
        }
    }

    static func read(into learners: [some OffPolicyLearner], from path: String) throws(PolicyError) {
        try checkpoint { () throws(CheckpointError) in
            var visitor = Reading(reader: try TrainingStateReader(of: path))
            for (index, learner) in learners.enumerated() {
                visitor.prefix = "agent\(index)/"
                try learner.visit(&visitor)
            }
        }
    }

    private struct Writing: StateVisitor, ~Copyable {
        var writer: TrainingStateWriter
        var prefix = ""

        mutating func visit(_ name: String, _ numbers: Matrix) throws(CheckpointError) {
            try writer.put(prefix + name, (0..<numbers.count).map { numbers[$0] })
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

        mutating func visit(_ name: String, _ numbers: Matrix) throws(CheckpointError) {
            let values: [Float] = try reader.take(prefix + name, count: numbers.count)
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
