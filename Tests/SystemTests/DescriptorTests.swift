import Testing

@testable import System

@Suite("Descriptors and pipes")
struct DescriptorTests {
    @Test("a pipe gives back what was written, then says that it ended")
    func pipe() throws {
        let pipe = try Pipe()
        #expect(try pipe.writer.writeAll([1, 2, 3].span))
        pipe.writer.closeNow()
        var bytes: [UInt8] = []
        #expect(try pipe.reader.read(16, appendingTo: &bytes) == .moved(3))
        #expect(bytes == [1, 2, 3])
        #expect(try pipe.reader.read(16, appendingTo: &bytes) == .ended)
    }

    @Test("a non-blocking read of nothing and a write into a full pipe would block")
    func nonBlocking() throws {
        let pipe = try Pipe()
        try pipe.reader.setNonBlocking()
        try pipe.writer.setNonBlocking()
        var bytes: [UInt8] = []
        #expect(try pipe.reader.read(16, appendingTo: &bytes) == .wouldBlock)
        let large = [UInt8](repeating: 7, count: 1 << 21)
        guard case .moved(let count) = try pipe.writer.write(large.span) else {
            Issue.record("an empty pipe took nothing")
            return
        }
        #expect(count < large.count)
        #expect(try pipe.writer.write(large.span) == .wouldBlock)
    }

    @Test("a write to a closed pipe is an end and not a signal")
    func brokenPipe() throws {
        Signals.ignoreBrokenPipes()
        let pipe = try Pipe()
        pipe.reader.closeNow()
        #expect(try pipe.writer.write([1].span) == .ended)
    }

    @Test("ends are numbered above the descriptors a spawn fills")
    func numbers() throws {
        let pipe = try Pipe()
        #expect(pipe.reader.number > 3)
        #expect(pipe.writer.number > 3)
    }

    @Test("an error names its call and keeps the number that errno held")
    func errors() {
        let error = #expect(throws: SystemError.self) { try Descriptor.openingFile("/nowhere/at/all").readAll() }
        #expect(error?.description == "open /nowhere/at/all: No such file or directory")
        #expect(error?.message == "No such file or directory")
    }
}

@Suite("Waiting")
struct ReadinessTests {
    @Test("ends at its deadline when nothing happens")
    func deadline() throws {
        let pipe = try Pipe()
        let start = MonotonicInstant.now
        let ready = try Readiness.wait(
            for: .reading, on: pipe.reader.number, until: start.advanced(by: .milliseconds(30)))
        #expect(!ready)
        #expect(start.elapsed >= .milliseconds(30))
    }

    @Test("ends at once when there is something, also long after the deadline")
    func ready() throws {
        let pipe = try Pipe()
        #expect(try pipe.writer.writeAll([1].span))
        #expect(try Readiness.wait(for: .reading, on: pipe.reader.number, until: MonotonicInstant(nanoseconds: 0)))
        #expect(try Readiness.wait(for: .reading, on: pipe.reader.number, until: .never))
    }

    @Test("tells which of two descriptors is ready")
    func two() throws {
        let first = try Pipe()
        let second = try Pipe()
        #expect(try second.writer.writeAll([1].span))
        let ready = try Readiness.wait(
            first.reader.number, .reading, second.reader.number, .reading, until: .after(.seconds(1)))
        #expect(!ready.first)
        #expect(ready.second)
    }
}

@Suite("Moments")
struct MonotonicInstantTests {
    @Test("durations become nanoseconds, saturating at both ends")
    func durations() {
        #expect(Duration.milliseconds(1.5).wholeNanoseconds == 1_500_000)
        #expect(Duration.seconds(-1).wholeNanoseconds == 0)
        #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
        #expect(MonotonicInstant(nanoseconds: 5).advanced(by: .seconds(Int64.max)) == .never)
    }
}

@Suite("Dedicated threads")
struct DedicatedThreadTests {
    @Test("run their body once and hand its outcome to whoever joins")
    func outcome() throws {
        let thread = try DedicatedThread { 6 * 7 }
        #expect(thread.join() == 42)
        #expect(thread.join() == 42)
    }

    @Test("run on the cores they were given")
    func cores() throws {
        let core = try #require(Affinity.initial.last)
        let thread = try DedicatedThread(cores: [core]) { (try? Affinity.current()) ?? [] }
        #expect(thread.join() == [core])
    }
}
