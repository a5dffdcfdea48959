import Foundation
import Reporting

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
