import Glibc

/// Writing whole files, so that nobody ever sees half of one.
public enum FileReplacement {
    /// What stands under a path, links followed.
    public enum Target: Sendable, Equatable {
        case nothing
        case regularFile
        case folder
        /// A device, pipe or socket, which is written to and never replaced.
        case special
    }

    /// What stands under `path`; nothing also where it cannot be looked at.
    public static func target(at path: String) -> Target {
        // What is behind these names is somebody's open file, and no place of its own, even where it is regular.
        if (try? links(from: path).contains { $0.hasPrefix("/dev/") || $0.hasPrefix("/proc/") }) == true {
            return .special
        }
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return .nothing }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .regularFile
        case S_IFDIR: return .folder
        default: return .special
        }
    }

    /// Writes `bytes` to `path`: in place of a file, all or nothing, and behind a link in place of what it leads to; a device
    /// or pipe is written to.
    ///
    /// - Throws: ``SystemError`` of the call that failed; what was there is left as it was.
    public static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        var draft = try FileDraft(replacing: path)
        try draft.write(bytes.span)
        try draft.commit()
    }

    /// Where `path` leads, link by link, the path itself first; also where nothing is there yet.
    static func links(from path: String) throws(SystemError) -> [String] {
        var places = [path.hasPrefix("//") ? "/" + path.drop { $0 == "/" } : path]
        // As many as the kernel follows.
        for _ in 0..<40 {
            let path = places[places.count - 1]
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = unsafe buffer.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return -1 }
                return unsafe readlink(path, base, buffer.count)
            }
            guard count > 0 else { return places }
            let leads = String(decoding: buffer[..<count], as: UTF8.self)
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            places.append(leads.hasPrefix("/") ? leads : folder + leads)
        }
        throw SystemError("readlink", ELOOP)
    }
}
