import Foundation

/// A file that the user named, read whole and bounded.
public enum InputFile {
    /// Largest file of reference cases or an instance: an instance of 10^6 pairs takes some 30 MB.
    public static let dataLimit = 256 << 20
    /// Largest scenario or manifest: these are written by hand.
    static let configurationLimit = 256 << 10

    /// The bytes of the file at `path`, also of a pipe; of standard input where it is `-`.
    ///
    /// - Throws: ``ExperimentsError/unreadable(path:reason:)`` where there is no such file, it is a folder, may not be
    ///   read, or holds more than `limit` bytes.
    public static func read(_ path: String, limit: Int) throws(ExperimentsError) -> [UInt8] {
        if path == "-" { return try read(.standardInput, path: "standard input", limit: limit) }
        guard FileManager.default.fileExists(atPath: path) else {
            throw .unreadable(path: path, reason: "there is no such file")
        }
        if isFolder(path) { throw .unreadable(path: path, reason: "it is a folder; name a file in it") }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .unreadable(path: path, reason: "permission denied; check its owner and mode")
        }
        defer { file.closeFile() }
        return try read(file, path: path, limit: limit)
    }

    private static func read(_ file: FileHandle, path: String, limit: Int) throws(ExperimentsError) -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            while let part = try file.read(upToCount: 1 << 20), !part.isEmpty {
                bytes += part
                if bytes.count > limit { throw ExperimentsError.unreadable(path: path, reason: tooLarge(limit)) }
            }
        } catch let error as ExperimentsError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: "\(error.localizedDescription)")
        }
        return bytes
    }

    /// The value in the JSON file at `path`, or on standard input where it is `-`.
    ///
    /// - Throws: ``ExperimentsError/inFile(_:_:)`` with the place of the first fault.
    public static func json(_ path: String) throws(ExperimentsError) -> JSON {
        let bytes = try read(path, limit: dataLimit)
        do {
            return try JSONParser.parse(bytes)
        } catch {
            throw .inFile(path == "-" ? "standard input" : path, error)
        }
    }

    /// Whether `path` leads to a folder, through links too.
    static func isFolder(_ path: String) -> Bool {
        // Only a folder has a "." in it.
        FileManager.default.fileExists(atPath: path + "/.")
    }

    /// Whether `path` leads to a file with an end, through links too: not a folder, pipe or device.
    static func isRegular(_ path: String) -> Bool {
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }

    private static func tooLarge(_ limit: Int) -> String {
        "it holds more than \(limit >> 10) KiB; is it the right file?"
    }
}
