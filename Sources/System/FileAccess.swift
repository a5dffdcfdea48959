import Glibc

extension Descriptor {
    /// Opens a new or emptied file for appending.
    public static func creatingFile(_ path: String) throws(SystemError) -> Descriptor {
        let number = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw .last("open", on: path) }
        return Descriptor(owning: number)
    }

    /// Opens a file for appending that was not there.
    ///
    /// - Throws: ``SystemError`` of open, where anything of that name is there too.
    public static func creatingNewFile(_ path: String) throws(SystemError) -> Descriptor {
        let number = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw .last("open", on: path) }
        return Descriptor(owning: number)
    }

    /// Opens a file for appending, a new one where there is none.
    public static func appendingFile(_ path: String) throws(SystemError) -> Descriptor {
        let number = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw .last("open", on: path) }
        return Descriptor(owning: number)
    }

    /// Opens a file for reading.
    public static func openingFile(_ path: String) throws(SystemError) -> Descriptor {
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw .last("open", on: path) }
        return Descriptor(owning: number)
    }

    /// What takes every write and gives nothing.
    public static func nullDevice() throws(SystemError) -> Descriptor {
        let number = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        guard number >= 0 else { throw .last("open") }
        return Descriptor(owning: number)
    }

    /// Reads to the end of the file.
    public borrowing func readAll() throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        while try read(65_536, appendingTo: &bytes) != .ended {}
        return bytes
    }

    /// Length of the file in bytes; 0 for a pipe.
    public borrowing func fileLength() throws(SystemError) -> Int {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw .last("fstat") }
        return status.st_size
    }

    /// Appends up to `count` bytes from `offset` on to `bytes`, fewer only where the file ends.
    public borrowing func read(
        _ count: Int, at offset: Int, appendingTo bytes: inout [UInt8]
    ) throws(SystemError) {
        try bytes.append(addingCapacity: count) { (free: inout OutputSpan<UInt8>) throws(SystemError) in
            var done = 0
            while done < count {
                let moved = unsafe free.withUnsafeMutableBufferPointer { buffer, filled in
                    guard let base = buffer.baseAddress else { return 0 }
                    let moved = unsafe pread(number, base + filled, count - done, offset + done)
                    if moved > 0 { filled += moved }
                    return moved
                }
                if moved == 0 { return }
                if moved > 0 { done += moved } else if errno != EINTR { throw .last("pread") }
            }
        }
    }
}

extension ProcessContext {
    /// The name of a folder's entry.
    static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
        }
    }
}
