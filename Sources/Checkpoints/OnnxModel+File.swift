import System

extension OnnxModel {
    /// Bytes that a model may have; a policy of ours has a few million at most.
    public static let sizeLimit = 256 << 20

    /// Reads the model in the file at `path`.
    ///
    /// - Throws: what is wrong with the file, and the remedy.
    public init(contentsOf path: String) throws(CheckpointError) {
        switch FileReplacement.target(at: path) {
        case .nothing: throw CheckpointError(path, .missing)
        case .folder, .special: throw CheckpointError(path, .notAFile)
        case .regularFile: break
        }
        var bytes: [UInt8] = []
        let length: Int
        do throws(SystemError) {
            let file = try Descriptor.openingFile(path)
            length = try file.fileLength()
            if length <= Self.sizeLimit { try file.read(length, at: 0, appendingTo: &bytes) }
        } catch {
            throw CheckpointError(path, .system(error))
        }
        guard length <= Self.sizeLimit else {
            throw CheckpointError(path, .tooLarge(bytes: length, limit: Self.sizeLimit))
        }
        try self.init(decoding: bytes.span, origin: path)
    }

    /// Writes the model to `path`, all or nothing.
    public func write(to path: String) throws(CheckpointError) {
        do throws(SystemError) {
            var draft = try FileDraft(replacing: path)
            try draft.write(encoded().span)
            try draft.commit(survivingPowerLoss: true)
        } catch {
            throw CheckpointError(path, .system(error))
        }
    }
}
