import System
import Wire

/// Cuts what a plugin writes into lines for people: harmless on a terminal, and no more of them than can be read.
///
/// Within a second at most ``linesASecond`` lines and about ``bytesASecond`` bytes pass; the others are counted, and a line
/// of its own says how many there were. A value without a clock, so that tests say what time it is.
struct LineLimiter {
    static let linesASecond = 200
    static let bytesASecond = 65_536
    /// A longer line is cut into several.
    static let longestLine = 8_192

    private var line: [UInt8] = []
    private var secondEnd = MonotonicInstant(nanoseconds: 0)
    private var passedLines = 0
    private var passedBytes = 0
    private var dropped = 0

    /// When ``report()`` has something to say, unless ``take(_:at:)`` has said it by then.
    var reportDue: MonotonicInstant? { dropped > 0 ? secondEnd : nil }

    /// Takes bytes that came at `now`.
    ///
    /// - Returns: the lines to be shown, without their newlines.
    mutating func take(_ bytes: [UInt8], at now: MonotonicInstant) -> [String] {
        var shown: [String] = []
        for byte in bytes {
            let isNewline = byte == UInt8(ascii: "\n")
            if !isNewline { line.append(byte) }
            if isNewline || line.count == Self.longestLine { pass(at: now, to: &shown) }
        }
        return shown
    }

    /// The line that says how many were left out, if any were.
    mutating func report() -> String? {
        guard dropped > 0 else { return nil }
        defer { dropped = 0 }
        return "(\(dropped) lines left out: more than \(Self.linesASecond) a second)"
    }

    /// Takes the end of the stream.
    ///
    /// - Returns: what is still to be shown.
    mutating func finish(at now: MonotonicInstant) -> [String] {
        var shown: [String] = []
        if !line.isEmpty { pass(at: now, to: &shown) }
        return shown + (report().map { [$0] } ?? [])
    }

    private mutating func pass(at now: MonotonicInstant, to shown: inout [String]) {
        defer { line.removeAll(keepingCapacity: true) }
        if now >= secondEnd {
            if let report = report() { shown.append(report) }
            secondEnd = now.advanced(by: .seconds(1))
            passedLines = 0
            passedBytes = 0
        }
        guard passedLines < Self.linesASecond, passedBytes < Self.bytesASecond else {
            dropped += 1
            return
        }
        passedLines += 1
        passedBytes += line.count
        let end = line.last == UInt8(ascii: "\r") ? line.count - 1 : line.count
        shown.append(String(decoding: line[..<end], as: UTF8.self).terminalSafe)
    }
}
