import Policy
import System
import Wire

/// A plugin's process in memory: what a host writes is answered at once by the kit's own server, on the same thread.
///
/// Host and kit are tested with it without processes; every byte is the one that would go through the pipes.
public final class LoopbackStream: ByteStream {
    private var server: PolicyServer
    private var answers: [UInt8] = []
    private var taken = 0
    /// How the server ended the conversation, if it did.
    public private(set) var ending: PolicyServer.Ending?

    /// A process that serves policies of one type.
    public init<Served: Policy>(_ type: Served.Type) {
        server = PolicyServer(type)
    }

    public func write(_ bytes: Span<UInt8>) throws(SystemError) -> Transfer {
        guard ending == nil else { return .ended }
        var done = 0
        while done < bytes.count {
            server.fill { free in
                while done < bytes.count, free.freeCapacity > 0 {
                    free.append(bytes[done])
                    done += 1
                }
            }
        }
        ending = server.answer { frame in
            for i in frame.indices { answers.append(frame[i]) }
        }
        return .moved(done)
    }

    /// Says at once that there is nothing: nothing that has not been answered ever will be.
    public func read(
        appendingTo bytes: inout OutputSpan<UInt8>, until deadline: MonotonicInstant
    ) throws(SystemError) -> Transfer {
        guard taken < answers.count else { return ending == nil ? .wouldBlock : .ended }
        let count = min(bytes.freeCapacity, answers.count - taken)
        for i in taken..<taken + count { bytes.append(answers[i]) }
        taken += count
        if taken == answers.count {
            answers.removeAll(keepingCapacity: true)
            taken = 0
        }
        return .moved(count)
    }

    /// Says at once what can go on.
    public func wait(
        for interest: Readiness.Interest, until deadline: MonotonicInstant
    ) throws(SystemError) -> Readiness.Interest {
        let hasNews = taken < answers.count || ending != nil
        return hasNews ? interest : interest.subtracting(.reading)
    }
}
