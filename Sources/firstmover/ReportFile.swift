import Foundation
import Reporting

/// The file that a page goes to: a new one, or an earlier report.
struct ReportFile {
    private let path: String

    /// Looks whether the page may go to `path`, before anything is drawn in vain.
    ///
    /// - Parameters:
    ///   - path: where the page goes.
    ///   - inputs: files that are read, which are never written.
    /// - Throws: ``Failure`` where it would replace one of these, or anything that is no report.
    init(_ path: String, inputs: [String]) throws(Failure) {
        self.path = path
        let target = URL(filePath: path).resolvingSymlinksInPath()
        for input in inputs where URL(filePath: input).resolvingSymlinksInPath() == target {
            throw Failure(.input, "\(path) is read for the report; name another file with -o")
        }
        if FileManager.default.fileExists(atPath: target.path + "/.") {
            throw Failure(.input, "\(path) is a folder; name a file in it with -o")
        }
        if FileManager.default.fileExists(atPath: target.path), !Self.isReport(target) {
            throw Failure(.input, "\(path) is there and no report of ours; remove it, or name another file with -o")
        }
        let folder = target.deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw Failure(.input, "cannot write \(path): the folder is missing or may not be written; make it first")
        }
    }

    /// Writes `page`, all of it or nothing.
    func write(_ page: String) throws(Failure) {
        do {
            try Data(page.utf8).write(to: URL(filePath: path).resolvingSymlinksInPath(), options: .atomic)
        } catch {
            throw Failure(.input, "cannot write \(path); name another file with -o: \(error.localizedDescription)")
        }
    }

    private static func isReport(_ file: URL) -> Bool {
        guard let handle = try? FileHandle(forReadingFrom: file) else { return false }
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
        let target = url.appending(path: file.name)
        do {
            try Data(file.bytes).write(to: target, options: .atomic)
        } catch {
            throw Failure(.input, "cannot write \(target.path): \(error.localizedDescription)")
        }
    }
}
