import Foundation
import System

/// A folder that results are stored in; made before anything is computed, so that nothing is computed in vain.
struct OutputFolder {
    private let url: URL

    /// Makes the folder at `path` unless it is there.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - option: the option that names it.
    ///   - marker: a file that says that the folder is taken; nil where files in it are replaced.
    /// - Throws: ``Failure`` where it cannot be made or is taken.
    init(_ path: String, option: String, marker: String? = nil) throws(Failure) {
        url = URL(filePath: path)
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw Failure(.input, "cannot make the folder \(path); name one that can be written to with \(option)")
        }
        if let marker, FileManager.default.fileExists(atPath: url.appending(path: marker).path) {
            throw Failure(.input, "\(path) holds a result already; name another folder with \(option)")
        }
    }

    /// Writes `bytes` to file `name`, all of them or nothing.
    ///
    /// - Throws: ``Failure`` where it cannot be written.
    func write(_ bytes: [UInt8], to name: String) throws(Failure) {
        let file = url.appending(path: name).path
        do throws(SystemError) {
            try FileReplacement.write(bytes, to: file)
        } catch {
            throw Failure(.input, "cannot write \(file): \(error.message)")
        }
    }
}
