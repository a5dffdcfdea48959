import Glibc

/// What a command prints for other programs to read.
public enum StandardOutput {
    /// Writes all of `text`, or says why it cannot: a full disk, a reader that has gone.
    ///
    /// - Throws: ``SystemError`` of write.
    public static func write(_ text: String) throws(SystemError) {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...].withUnsafeBytes { rest in
                unsafe Glibc.write(STDOUT_FILENO, rest.baseAddress, rest.count)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw .last("write")
            }
        }
    }
}
