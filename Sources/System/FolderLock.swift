import Glibc

/// The right to write into a folder, which one process has at a time; it ends with its owner, however that ends.
public struct FolderLock: ~Copyable {
    private let folder: Descriptor

    /// Takes the folder at `path`.
    ///
    /// - Returns: nil where another process has it.
    /// - Throws: ``SystemError`` where it cannot be opened or locked.
    public static func take(_ path: String) throws(SystemError) -> FolderLock? {
        let folder = try Descriptor.openingFile(path)
        guard flock(folder.number, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK { return nil }
            throw .last("flock", on: path)
        }
        return FolderLock(folder: folder)
    }

    private init(folder: consuming Descriptor) {
        self.folder = folder
    }
}
