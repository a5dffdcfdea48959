import Glibc

/// A process's standard streams, handed over to a protocol.
@frozen
public struct StandardStreams: ~Copyable {
    public let input: Descriptor
    public let output: Descriptor

    /// Moves standard input and output to descriptors of their own.
    ///
    /// From here on what anyone prints goes to standard error, and whoever reads standard input finds it empty: a `print`
    /// in a policy, or in a library in C, cannot get in between two frames.
    ///
    /// - Throws: ``SystemError`` where they are closed.
    public static func takeOver() throws(SystemError) -> StandardStreams {
        let input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 4)
        guard input >= 0 else { throw .last("fcntl") }
        let ownedInput = Descriptor(owning: input)
        let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 4)
        guard output >= 0 else { throw .last("fcntl") }
        let ownedOutput = Descriptor(owning: output)
        let null = try Descriptor.nullDevice()
        try null.replace(STDIN_FILENO)
        if dup2(STDERR_FILENO, STDOUT_FILENO) < 0 { try null.replace(STDOUT_FILENO) }
        return StandardStreams(input: ownedInput, output: ownedOutput)
    }

    private init(input: consuming Descriptor, output: consuming Descriptor) {
        self.input = input
        self.output = output
    }

    /// Whether standard input is a terminal, at which a person sits.
    public static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 }

    /// Writes a line for people to standard error.
    public static func complain(_ line: String) {
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBufferPointer { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
            // There is nobody left to tell.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension StandardStreams {
    /// Hands what was printed so far to the system; it is kept back where standard output is no terminal.
    public static func flush() {
        fflush(nil)
    }
}
