import Glibc
import Synchronization

/// A thread of its own for calls that block, which have no place on the cooperative pool.
public final class DedicatedThread<Outcome: Sendable>: Sendable {
    /// Where the thread leaves what its body returned.
    private final class Result: Sendable {
        let outcome = Mutex<Outcome?>(nil)
    }

    private let result: Result
    /// The thread's handle until somebody has joined it.
    private let unjoined: Mutex<pthread_t?>

    /// Starts a thread that runs `body`.
    ///
    /// - Parameters:
    ///   - cores: the cores it may run on; without them, all that this process was given.
    ///   - body: what to run.
    /// - Throws: ``SystemError`` where the system has no thread to give.
    public init(cores: [Int]? = nil, _ body: @escaping @Sendable () -> Outcome) throws(SystemError) {
        let result = Result()
        self.result = result
        let handle = try startThread {
            // A core that has gone offline meanwhile leaves the thread where it was started.
            try? Affinity.pinCurrentThread(to: cores ?? Affinity.initial)
            let outcome = body()
            result.outcome.withLock { $0 = outcome }
        }
        unjoined = Mutex(handle)
    }

    /// Waits for the thread to end.
    ///
    /// - Returns: what its body returned, to every caller.
    public func join() -> Outcome {
        unjoined.withLock { thread in
            if let handle = thread { pthread_join(handle, nil) }
            thread = nil
        }
        guard let outcome = result.outcome.withLock({ $0 }) else {
            preconditionFailure("a joined thread has an outcome")
        }
        return outcome
    }

    deinit {
        // Nobody is going to join it: let the system free it when it ends.
        unjoined.withLock { thread in
            if let handle = thread { pthread_detach(handle) }
        }
    }
}

/// What a new thread is handed, as an object because C passes one pointer.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

private func startThread(_ run: @escaping @Sendable () -> Void) throws(SystemError) -> pthread_t {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(ThreadBody(run))
    let error = unsafe pthread_create(
        &thread, nil,
        { context in
            if let context = unsafe context {
                unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
            }
            return nil
        }, context.toOpaque())
    guard error == 0 else {
        unsafe context.release()
        throw SystemError("pthread_create", error)
    }
    return thread
}
