import Glibc

extension ProcessContext {
    /// Numbers of the living processes whose environment holds `variable`, written `NAME=value`.
    ///
    /// What a process started with, so it finds every descendant of one that was given a variable of its own.
    public static func processes(withVariable variable: String) -> [Int32] {
        guard let folder = unsafe opendir("/proc") else { return [] }
        defer { unsafe _ = closedir(folder) }
        let wanted = Array(variable.utf8)
        var found: [Int32] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe ProcessContext.name(of: entry)
            guard let number = Int32(name),
                let bytes = try? Descriptor.openingFile("/proc/\(name)/environ").readAll()
            else { continue }
            if bytes.split(separator: 0).contains(where: { $0.elementsEqual(wanted) }) { found.append(number) }
        }
        return found
    }
}
