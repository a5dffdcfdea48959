import Testing

@testable import System

@Suite("A plugin's pipes")
struct PipeStreamTests {
    /// The host's stream, and the plugin's ends of its pipes.
    private struct Ends: ~Copyable {
        let stream: PipeStream
        let input: Descriptor
        let output: Descriptor

        init() throws {
            let input = try Pipe()
            let output = try Pipe()
            stream = try PipeStream(reader: output.reader, writer: input.writer)
            self.input = input.reader
            self.output = output.writer
        }

        consuming func closeOutput() -> PipeStream {
            stream
        }
    }

    private func read(_ stream: PipeStream, until deadline: MonotonicInstant) throws -> (Transfer, [UInt8]) {
        var bytes: [UInt8] = []
        var transfer = Transfer.ended
        try bytes.append(addingCapacity: 16) { (free: inout OutputSpan<UInt8>) throws(SystemError) in
            transfer = try stream.read(appendingTo: &free, until: deadline)
        }
        return (transfer, bytes)
    }

    @Test("a read of nothing ends at its deadline, each time, and not before")
    func deadline() throws {
        let ends = try Ends()
        // Short ones fall between the watchdog's looks, before it sleeps, and before the read itself.
        for round in 0..<200 {
            let budget = Duration.microseconds(round % 20 * 250)
            let start = MonotonicInstant.now
            #expect(try read(ends.stream, until: start.advanced(by: budget)).0 == .wouldBlock)
            #expect(start.elapsed >= budget)
            #expect(start.elapsed < budget + .seconds(1))
        }
        #expect(try ends.output.writeAll([1].span))
        #expect(try read(ends.stream, until: .never).1 == [1])
    }

    @Test("a deadline that comes after longer ones is kept")
    func shorterLater() throws {
        let ends = try Ends()
        for byte: UInt8 in 0..<10 {
            #expect(try ends.output.writeAll([byte].span))
            #expect(try read(ends.stream, until: .after(.seconds(60))).1 == [byte])
        }
        let start = MonotonicInstant.now
        #expect(try read(ends.stream, until: start.advanced(by: .milliseconds(20))).0 == .wouldBlock)
        #expect(start.elapsed < .seconds(1))
    }

    @Test("readers on threads of their own each keep their deadline")
    func threads() throws {
        let threads = try (1...8).map { index in
            try DedicatedThread { () -> Bool in
                let budget = Duration.milliseconds(5 * index)
                guard let ends = try? Ends() else { return false }
                let start = MonotonicInstant.now
                let transfer = try? read(ends.stream, until: start.advanced(by: budget)).0
                return transfer == .wouldBlock && start.elapsed >= budget && start.elapsed < budget + .seconds(1)
            }
        }
        for thread in threads { #expect(thread.join()) }
    }

    @Test("the end of the other side is told before the deadline")
    func ending() throws {
        let ends = try Ends()
        let stream = ends.closeOutput()
        #expect(try read(stream, until: .after(.seconds(60))).0 == .ended)
    }
}
