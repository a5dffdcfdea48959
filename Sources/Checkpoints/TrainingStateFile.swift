import Records
import System

/// A file of training state, record by record.
struct TrainingStateFile: ~Copyable {
    /// Where a tensor is.
    struct Entry {
        let name: String
        let type: TrainingState.ElementType
        let count: Int
        /// Where its first chunk stands.
        let position: Int
    }

    private let path: String
    private var file: RecordReader
    private let memory: MessageMemory

    init(_ path: String) throws(CheckpointError) {
        let file = try Self.records(of: path)
        self.path = path
        self.file = file
        memory = MessageMemory(quota: 2 * TrainingState.recordLimit)
    }

    private static func records(of path: String) throws(CheckpointError) -> RecordReader {
        switch FileReplacement.target(at: path) {
        case .nothing: throw CheckpointError(path, .missing)
        case .folder, .special: throw CheckpointError(path, .notAFile)
        case .regularFile: break
        }
        do throws(SystemError) {
            return try RecordReader(path: path, limit: TrainingState.recordLimit)
        } catch {
            throw CheckpointError(path, .system(error))
        }
    }

    /// Where the next record starts.
    var position: Int {
        get { file.position }
        set { file.position = newValue }
    }

    /// Reads all of the file.
    ///
    /// - Returns: its tensors.
    mutating func entries() throws(CheckpointError) -> [Entry] {
        var entries: [Entry] = []
        var nothing: [UInt8]?
        guard case .header(let schema) = try next(appendingTo: &nothing) else {
            throw CheckpointError(path, .notTrainingState)
        }
        guard schema == TrainingState.schema else {
            throw CheckpointError(path, .schema(found: schema, known: TrainingState.schema))
        }
        var names: Set<String> = []
        while true {
            let start = file.position
            switch try next(appendingTo: &nothing) {
            case .tensor(let name, let type, let count):
                // The file must hold the elements, so no number in it makes an array larger than the file.
                guard count <= UInt64((file.length - file.position) / type.byteCount) else {
                    throw CheckpointError(path, .torn(offset: start))
                }
                guard names.insert(name).inserted, names.count <= TrainingState.tensorLimit else {
                    throw CheckpointError(path, .inconsistent("the tensor \(name) comes twice, or is one too many"))
                }
                entries.append(Entry(name: name, type: type, count: Int(count), position: file.position))
                var bytesLeft = Int(count) * type.byteCount
                while bytesLeft > 0 {
                    let start = file.position
                    guard case .chunk(let length) = try next(appendingTo: &nothing),
                        length == min(bytesLeft, TrainingState.chunkLength)
                    else {
                        throw CheckpointError(path, .inconsistent("byte \(start) is no chunk of the tensor \(name)"))
                    }
                    bytesLeft -= length
                }
            case .end(let tensors):
                guard tensors == UInt64(entries.count), file.position == file.length else {
                    throw CheckpointError(path, .inconsistent("the end at byte \(start) is not the end"))
                }
                return entries
            case .header, .chunk:
                throw CheckpointError(path, .inconsistent("the record at byte \(start) is out of place"))
            }
        }
    }

    /// The next record, its elements appended to `values`.
    mutating func next<Element: TrainingStateElement>(
        appendingTo values: inout [Element]
    ) throws(CheckpointError) -> TrainingStateRecord {
        var elements: [Element]? = values
        values = []
        defer { values = elements ?? [] }
        return try next(appendingTo: &elements)
    }

    /// The next record, its elements appended to `values` where these are wanted.
    private mutating func next<Element: TrainingStateElement>(
        appendingTo values: inout [Element]?
    ) throws(CheckpointError) -> TrainingStateRecord {
        let start = file.position
        let isThere: Bool
        do throws(RecordError) {
            isThere = try file.next()
        } catch {
            if case .system = error { throw CheckpointError(path, reading: error) }
            // What is no record from its first byte on was never one of ours.
            throw start > 0 ? CheckpointError(path, reading: error) : CheckpointError(path, .notTrainingState)
        }
        guard isThere else { throw CheckpointError(path, start > 0 ? .torn(offset: start) : .notTrainingState) }
        memory.reset()
        guard let record = TrainingStateRecord(file.message.span, memory, appendingTo: &values) else {
            throw CheckpointError(path, start == 0 ? .notTrainingState : .damaged(offset: start))
        }
        return record
    }
}
