import Experiments
import Foundation
import System

/// A folder that results are stored in; made before anything is played, so that nothing is played in vain.
struct ResultFolder {
    private let url: URL

    /// Makes the folder at `path` unless it is there.
    ///
    /// - Throws: ``Failure`` where it cannot be made or holds a result already.
    init(_ path: String) throws(Failure) {
        url = URL(filePath: path)
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw Failure(.input, "cannot make the folder \(path); name one that can be written to")
        }
        if FileManager.default.fileExists(atPath: url.appending(path: "run.json").path) {
            throw Failure(.input, "\(path) holds a result already; name another folder with --out")
        }
    }

    /// Writes `text` to file `name`, all of it or nothing.
    ///
    /// - Throws: ``Failure`` where it cannot be written.
    func write(_ text: String, to name: String) throws(Failure) {
        let file = url.appending(path: name).path
        do throws(SystemError) {
            try FileReplacement.write(Array(text.utf8), to: file)
        } catch {
            throw Failure(.input, "cannot write \(file): \(error.message)")
        }
    }
}
