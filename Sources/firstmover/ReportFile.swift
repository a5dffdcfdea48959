import Foundation
import Reporting
import System

extension OutputFile {
    /// The file that a page goes to: a new one, or an earlier report.
    ///
    /// - Throws: ``Failure`` where it would replace one of `inputs`, or anything that is no report.
    static func report(_ path: String, option: String, inputs: [String]) throws(Failure) -> OutputFile {
        try OutputFile(path, option: option, inputs: inputs) { path in
            isReport(path) ? nil : "is there and no report of ours; remove it, or name another file with \(option)"
        }
    }

    private static func isReport(_ path: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? handle.close() }
        let start = (try? handle.read(upToCount: 1024)) ?? Data()
        return String(decoding: start, as: UTF8.self).contains("content=\"\(Report.generator)\"")
    }
}

/// A folder that pictures go to, made where it is missing; pictures of an earlier report are replaced.
struct PictureFolder {
    private let url: URL

    init(_ path: String) throws(Failure) {
        url = URL(filePath: path)
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw Failure(.input, "cannot make the folder \(path); name one that can be written to")
        }
    }

    func write(_ file: Report.File) throws(Failure) {
        let target = url.appending(path: file.name).path
        do throws(SystemError) {
            try FileReplacement.write(file.bytes, to: target)
        } catch {
            throw Failure(.input, "cannot write \(target): \(error.message)")
        }
    }
}
