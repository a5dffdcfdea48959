/// Reads training state, tensor by tensor, from a file known to be whole.
///
/// Opening it reads the file to its end, so that one that is cut off or damaged is refused before anything of it is used.
///
/// ```swift
/// var state = try TrainingStateReader(of: path)
/// critic.parameters = try state.take("critic0/parameters", count: critic.parameters.count)
/// steps = try state.take("steps", count: 1)[0]
/// ```
public struct TrainingStateReader: ~Copyable {
    private let path: String
    private var file: TrainingStateFile
    private let entries: [TrainingStateFile.Entry]
    /// Where each name stands among them.
    private let places: [String: Int]
    private var taken: Set<String> = []

    /// Opens the file at `path` and checks all of it: every record's checksums, their order, and that none is missing.
    ///
    /// - Throws: what is wrong with the file, and the remedy.
    /// - Complexity: O(bytes in the file), a mebibyte of it in memory.
    public init(of path: String) throws(CheckpointError) {
        var file = try TrainingStateFile(path)
        entries = try file.entries()
        places = Dictionary(uniqueKeysWithValues: zip(entries.map(\.name), entries.indices))
        self.path = path
        self.file = file
    }

    /// The tensors in the file, in the order in which they were put.
    public var names: [String] { entries.map(\.name) }

    /// Those that nobody has taken yet.
    public var remaining: [String] { names.filter { !taken.contains($0) } }

    /// The tensor `name`.
    ///
    /// - Throws: what is wrong with it: it is not there, or holds something else.
    public mutating func take<Element: TrainingStateElement>(
        _ name: String, as type: Element.Type = Element.self
    ) throws(CheckpointError) -> [Element] {
        let entry = try entry(name, of: Element.elementType)
        var values: [Element] = []
        try append(entry, to: &values)
        return values
    }

    /// The tensor `name`, which has `count` elements.
    ///
    /// - Throws: what is wrong with it: it is not there, or holds something else.
    public mutating func take<Element: TrainingStateElement>(
        _ name: String, as type: Element.Type = Element.self, count: Int
    ) throws(CheckpointError) -> [Element] {
        var values: [Element] = []
        try take(name, count: count, into: &values)
        return values
    }

    /// Replaces `values` by the tensor `name`, which has `count` elements, in the storage that the array has.
    ///
    /// - Throws: what is wrong with it: it is not there, or holds something else.
    public mutating func take<Element: TrainingStateElement>(
        _ name: String, count: Int, into values: inout [Element]
    ) throws(CheckpointError) {
        let entry = try entry(name, of: Element.elementType)
        guard entry.count == count else {
            throw CheckpointError(path, .wrongShape(name, found: [entry.count], expected: [count]))
        }
        try append(entry, to: &values)
    }

    private func entry(_ name: String, of type: TrainingState.ElementType) throws(CheckpointError)
        -> TrainingStateFile.Entry
    {
        guard let place = places[name] else {
            throw CheckpointError(path, .missingTensor(name, known: names))
        }
        let entry = entries[place]
        guard entry.type == type else {
            throw CheckpointError(path, .wrongType(name, found: entry.type.rawValue, expected: type.rawValue))
        }
        return entry
    }

    private mutating func append<Element: TrainingStateElement>(
        _ entry: TrainingStateFile.Entry, to values: inout [Element]
    ) throws(CheckpointError) {
        taken.insert(entry.name)
        values.removeAll(keepingCapacity: true)
        values.reserveCapacity(entry.count)
        file.position = entry.position
        while values.count < entry.count {
            let before = values.count
            // Checked when the file was opened; somebody may have written to it since.
            guard case .chunk = try file.next(appendingTo: &values), values.count > before, values.count <= entry.count
            else {
                throw CheckpointError(path, .damaged(offset: file.position))
            }
        }
    }
}
