import Glibc
import Testing

@testable import System

@Suite("Interrupts")
struct InterruptsTests {
    @Test("end reads and waits that heed them, and no others")
    func waits() async {
        // In a process of its own: an interrupt is the whole process's, and stays.
        await #expect(processExitsWith: .success) {
            Interrupts.watch()
            let input = try Pipe()
            let output = try Pipe()
            let stream = try PipeStream(reader: output.reader, writer: input.writer)
            let full = [UInt8](repeating: 0, count: 1 << 21)
            while case .moved = try stream.write(full.span) {}
            _ = try DedicatedThread {
                MonotonicInstant.sleep(.milliseconds(50))
                kill(getpid(), SIGINT)
            }

            // Waits for room that nobody makes, from before the interrupt until its grace is over.
            let start = MonotonicInstant.now
            let ready = try stream.wait(for: .writing, until: .never)
            precondition(ready.isEmpty && stream.isInterrupted && start.elapsed < .seconds(2))
            precondition(start.elapsed >= Interrupts.grace)
            // A read begun afterwards ends at once.
            var bytes: [UInt8] = []
            var transfer = Transfer.ended
            func read(until deadline: MonotonicInstant) throws {
                try bytes.append(addingCapacity: 8) { (free: inout OutputSpan<UInt8>) throws(SystemError) in
                    transfer = try stream.read(appendingTo: &free, until: deadline)
                }
            }
            try read(until: .never)
            precondition(transfer == .wouldBlock && start.elapsed < .seconds(3))

            stream.heedsInterrupts = false
            precondition(!stream.isInterrupted)
            let later = MonotonicInstant.now
            try read(until: later.advanced(by: .milliseconds(100)))
            precondition(transfer == .wouldBlock && later.elapsed >= .milliseconds(100))
            let isWritten = try output.writer.writeAll([1].span)
            precondition(isWritten)
            try read(until: .never)
            precondition(bytes == [1])
        }
    }
}
