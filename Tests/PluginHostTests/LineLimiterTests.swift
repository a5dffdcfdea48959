import System
import Testing

@testable import PluginHost

@Suite("What a plugin writes to standard error")
struct LineLimiterTests {
    private let start = MonotonicInstant(nanoseconds: 5_000_000_000)

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("is shown line by line, in whatever pieces it comes, its last line too")
    func lines() {
        var limiter = LineLimiter()
        #expect(limiter.take(bytes("one\r\ntw"), at: start) == ["one"])
        #expect(limiter.take(bytes("o\n\nthree"), at: start) == ["two", ""])
        #expect(limiter.finish(at: start) == ["three"])
    }

    @Test("steers no terminal")
    func harmless() {
        var limiter = LineLimiter()
        #expect(limiter.take(bytes("\u{1B}[2J50 %\r60 %\tü\n"), at: start) == ["\\x1b[2J50 % 60 % ü"])
    }

    @Test("is limited by the second, and the next one says what was left out")
    func limited() {
        var limiter = LineLimiter()
        let flood = bytes(String(repeating: "line\n", count: LineLimiter.linesASecond + 50))
        #expect(limiter.take(flood, at: start).count == LineLimiter.linesASecond)
        #expect(limiter.reportDue == start.advanced(by: .seconds(1)))
        let later = start.advanced(by: .seconds(1))
        let shown = limiter.take(bytes("after\n"), at: later)
        #expect(shown == ["(50 lines left out: more than 200 a second)", "after"])
        #expect(limiter.reportDue == nil)
        #expect(limiter.finish(at: later) == [])
    }

    @Test("is limited in bytes where its lines are long, which are cut")
    func longLines() {
        var limiter = LineLimiter()
        let shown = limiter.take([UInt8](repeating: 0x61, count: 1 << 20), at: start)
        #expect(shown.count == LineLimiter.bytesASecond / LineLimiter.longestLine)
        #expect(shown.allSatisfy { $0.utf8.count == LineLimiter.longestLine })
        #expect(limiter.finish(at: start).last?.contains("120 lines left out") == true)
    }
}
