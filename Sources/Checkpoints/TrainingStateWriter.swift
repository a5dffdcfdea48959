import Records
import System

/// Writes training state, tensor by tensor; the file appears when it is finished, all or nothing.
///
/// ```swift
/// var state = try TrainingStateWriter(to: path)
/// try state.put("critic0/parameters", critic.parameters)
/// try state.put("steps", [steps])
/// try state.finish()
/// ```
public struct TrainingStateWriter: ~Copyable {
    private let path: String
    private var file: FileDraft
    private var frame = RecordFrame()
    private let memory: MessageMemory
    private var names: Set<String> = []

    /// Starts to write what is to stand at `path`.
    public init(to path: String) throws(CheckpointError) {
        file = try Self.draft(of: path)
        self.path = path
        memory = MessageMemory()
    }

    /// A file that holds a header.
    private static func draft(of path: String) throws(CheckpointError) -> FileDraft {
        var frame = RecordFrame()
        TrainingStateRecord.writeHeader(to: &frame, MessageMemory())
        do throws(SystemError) {
            var file = try FileDraft(replacing: path)
            try file.write(frame.bytes.span)
            return file
        } catch {
            throw CheckpointError(path, .system(error))
        }
    }

    /// Writes `values` under `name`, which is new in this file and at most 1024 bytes long.
    public mutating func put<Element: TrainingStateElement>(
        _ name: String, _ values: [Element]
    ) throws(CheckpointError) {
        precondition(name.utf8.count <= TrainingState.nameLimit, "the name \(name) is too long")
        precondition(names.insert(name).inserted, "\(name) is put twice")
        guard names.count <= TrainingState.tensorLimit else {
            throw CheckpointError(path, .tooManyTensors(limit: TrainingState.tensorLimit))
        }
        TrainingStateRecord.writeTensor(name, Element.elementType, count: values.count, to: &frame, memory)
        try writeFrame()
        let step = TrainingState.chunkLength / Element.elementType.byteCount
        for start in stride(from: 0, to: values.count, by: step) {
            let chunk = values.span.extracting(start..<min(start + step, values.count))
            TrainingStateRecord.writeChunk(chunk, to: &frame, memory)
            try writeFrame()
        }
    }

    /// Says that nothing is missing and puts the file in its place, once the disk has it.
    public consuming func finish() throws(CheckpointError) {
        TrainingStateRecord.writeEnd(tensors: names.count, to: &frame, memory)
        try writeFrame()
        let path = path
        do throws(SystemError) {
            try file.commit(survivingPowerLoss: true)
        } catch {
            throw CheckpointError(path, .system(error))
        }
    }

    private mutating func writeFrame() throws(CheckpointError) {
        memory.reset()
        let bytes = frame.bytes
        do throws(SystemError) {
            try file.write(bytes.span)
        } catch {
            throw CheckpointError(path, .system(error))
        }
    }
}
