import System

/// The table `curves.csv` of a training run, which grows while it trains.
struct CurveFile: ~Copyable {
    private let path: String
    private let file: Descriptor
    /// What the file holds; a run that goes on from a checkpoint cuts off what came later.
    private(set) var byteCount: Int

    /// A table with nothing but its head; one that is there already is replaced.
    static func create(_ path: String) throws(RunError) -> CurveFile {
        let file = try attempt(path) { () throws(SystemError) in
            CurveFile(path: path, file: try Descriptor.creatingFile(path), byteCount: 0)
        }
        return try file.writing(CurvePoint.head)
    }

    /// The table as it was when it held `byteCount` bytes.
    static func resume(_ path: String, byteCount: Int) throws(RunError) -> CurveFile {
        let (bytes, folder) = (SystemFile.text(path).utf8, path.lastIndex(of: "/").map { path[..<$0] } ?? "")
        guard byteCount > 0, bytes.count >= byteCount else {
            throw .configuration(
                .notResumable(
                    path: String(folder),
                    reason: "curves.csv holds less than train.json says; put it back, or train into another folder"))
        }
        return try attempt(path) { () throws(SystemError) in
            if bytes.count > byteCount { try FileReplacement.write(Array(bytes.prefix(byteCount)), to: path) }
            return CurveFile(path: path, file: try Descriptor.appendingFile(path), byteCount: byteCount)
        }
    }

    private init(path: String, file: consuming Descriptor, byteCount: Int) {
        self.path = path
        self.file = file
        self.byteCount = byteCount
    }

    private consuming func writing(_ text: String) throws(RunError) -> CurveFile {
        try append(text)
        return self
    }

    /// Adds rows.
    mutating func append(_ points: [CurvePoint]) throws(RunError) {
        try append(points.map(\.row).joined())
    }

    private mutating func append(_ text: String) throws(RunError) {
        let bytes = Array(text.utf8)
        try attempt(path) { () throws(SystemError) in _ = try file.writeAll(bytes.span) }
        byteCount += bytes.count
    }
}

private func attempt<Value: ~Copyable>(
    _ path: String, _ body: () throws(SystemError) -> Value
) throws(RunError) -> Value {
    do throws(SystemError) {
        return try body()
    } catch {
        throw .output(path: path, reason: error.message)
    }
}
