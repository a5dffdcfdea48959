import Glibc

/// What this process was started with and where it lives.
public enum ProcessContext {
    /// Folder of the running executable, without a slash at its end.
    public static let executableFolder: String = {
        var path = [UInt8](repeating: 0, count: 4096)
        let count = unsafe path.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe readlink("/proc/self/exe", base, buffer.count)
        }
        guard count > 0 else { return "." }
        let text = String(decoding: path[..<count], as: UTF8.self)
        return text.lastIndex(of: "/").map { String(text[..<$0]) } ?? "."
    }()

    /// The number by which the kernel knows this process.
    public static var processID: Int32 { getpid() }

    /// The value of environment variable `name`.
    public static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// Sets environment variable `name`, for this process and those it starts; before it has a second thread.
    public static func setEnvironment(_ name: String, to value: String) {
        unsafe setenv(name, value, 1)
    }

    /// Whether `path` is a file this process may execute.
    public static func isExecutable(_ path: String) -> Bool {
        unsafe access(path, X_OK) == 0
    }
}

extension ProcessContext {
    /// Ends this process, flushing what C's streams still hold.
    public static func exit(_ code: Int32) -> Never {
        Glibc.exit(code)
    }
}
