import Experiments
import Foundation
import System

/// A file that a result is written to; looked at before anything is played, so that nothing is played in vain.
struct OutputFile {
    private let path: String
    private let option: String

    /// - Parameters:
    ///   - path: where to write: a new file, a device or a pipe, or what `mayReplace`.
    ///   - option: the option that names it.
    ///   - inputs: files that the command reads or writes otherwise, which are never replaced.
    ///   - mayReplace: asked about a file that is there; nil where it may be replaced, else why not and what to do.
    /// - Throws: ``Failure`` where it may not be written there.
    init(
        _ path: String, option: String, inputs: [String] = [], mayReplace: (String) -> String? = { _ in nil }
    ) throws(Failure) {
        (self.path, self.option) = (path, option)
        switch FileReplacement.target(at: path) {
        case .folder: throw Failure(.input, "\(path) is a folder; name a file in it with \(option)")
        case .special: return
        case .regularFile:
            let place = URL(filePath: path).resolvingSymlinksInPath()
            guard !inputs.contains(where: { URL(filePath: $0).resolvingSymlinksInPath() == place }) else {
                throw Failure(.input, "\(path) is used for something else; name another file with \(option)")
            }
            if let reason = mayReplace(path) { throw Failure(.input, "\(path) \(reason)") }
        case .nothing: break
        }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw Failure(.input, "cannot write \(path): no folder \(folder) that may be written to")
        }
    }

    /// Writes `text`, all of it or nothing.
    ///
    /// - Throws: ``Failure`` where it cannot be written.
    func write(_ text: String) throws(Failure) {
        do throws(SystemError) {
            // Opened once more it would have a position of its own, and what follows would be written over it.
            if path == "/dev/stdout" { return try StandardOutput.write(text) }
            try FileReplacement.write(Array(text.utf8), to: path)
        } catch {
            throw Failure(.input, "cannot write \(path): \(error.message); name another file with \(option)")
        }
    }
}
