import Glibc

/// A system call that failed: which one, and the error number it left.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The call as its manual page is named, for example `posix_spawn`.
    public let call: String
    /// The value of `errno`, captured before anything else could overwrite it.
    public let number: CInt
    /// What it was to work on, for example a path, where that tells more than the call alone.
    public let object: String?

    public init(_ call: String, _ number: CInt, on object: String? = nil) {
        self.call = call
        self.number = number
        self.object = object
    }

    /// The failure that `errno` holds now; to be read straight after the call.
    static func last(_ call: String, on object: String? = nil) -> SystemError {
        SystemError(call, errno, on: object)
    }

    /// The system's words for the error, for example `No such file or directory`.
    public var message: String {
        guard let words = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: words)
    }

    public var description: String { "\(object.map { "\(call) \($0)" } ?? call): \(message)" }

    /// The other end is gone: nobody will ever read what was written.
    public var isBrokenPipe: Bool { number == EPIPE || number == ECONNRESET }

    /// Something of that name is there already.
    public var isNameTaken: Bool { number == EEXIST }
}
