import CPosixShims
import Glibc

/// A child process started with posix_spawn, in a session of its own.
public struct ChildProcess: ~Copyable, Sendable {
    public let processID: pid_t

    /// Starts the executable at `path`.
    ///
    /// The child has default signal actions, an empty signal mask, and `descriptors` as its 0, 1, 2 and 3; every other
    /// descriptor is closed in it.
    ///
    /// - Parameters:
    ///   - path: the executable; no search is made.
    ///   - arguments: its whole argument list, the name it is called by first.
    ///   - environment: `KEY=value` strings, and nothing besides them.
    ///   - descriptors: descriptors of this process, above 3.
    /// - Throws: ``SystemError`` of posix_spawn.
    public init(
        path: String, arguments: [String], environment: [String], descriptors: (CInt, CInt, CInt, CInt)
    ) throws(SystemError) {
        var child = pid_t()
        var descriptors = descriptors
        let error = unsafe withCStrings(arguments) { argumentPointers in
            unsafe withCStrings(environment) { environmentPointers in
                unsafe withUnsafeMutableBytes(of: &descriptors) { raw in
                    unsafe shim_spawn(
                        &child, path, argumentPointers, environmentPointers,
                        raw.assumingMemoryBound(to: CInt.self).baseAddress)
                }
            }
        }
        guard error == 0 else { throw SystemError("posix_spawn", error) }
        processID = child
    }

    /// Ends the process by SIGKILL, which it cannot refuse.
    public borrowing func kill() {
        _ = Glibc.kill(processID, SIGKILL)
    }

    /// Lets the process go on if somebody stopped it.
    public borrowing func resume() {
        _ = Glibc.kill(processID, SIGCONT)
    }

    /// Asks the process to end as Ctrl-C does.
    public borrowing func interrupt() {
        _ = Glibc.kill(processID, SIGINT)
    }

    /// Waits for the process to end and forgets it.
    ///
    /// - Returns: its exit code; `nil` where a signal ended it.
    @discardableResult
    public consuming func wait() -> Int32? {
        var status: CInt = 0
        while unsafe waitpid(processID, &status, 0) < 0 {
            // ECHILD: somebody else in this process has reaped it already.
            if errno != EINTR { return nil }
        }
        // The low seven bits hold the signal, the next byte the code.
        return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
    }
}

/// Runs `body` with the strings as a C array that ends in a null pointer.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer {
        for index in unsafe pointers.indices { unsafe free(pointers[index]) }
    }
    return unsafe pointers.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("the array holds at least the null pointer") }
        return unsafe body(base)
    }
}
