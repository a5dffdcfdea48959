import CPosixShims
import Glibc

/// A pipe: what is written to one end is read from the other.
@frozen
public struct Pipe: ~Copyable, Sendable {
    public var reader: Descriptor
    public var writer: Descriptor

    /// Both ends close on exec from birth.
    ///
    /// A second child would otherwise keep the first one's ends open, and its end of input would never come.
    public init() throws(SystemError) {
        var ends: (CInt, CInt) = (-1, -1)
        let result = unsafe withUnsafeMutableBytes(of: &ends) { raw in
            unsafe shim_pipe(raw.assumingMemoryBound(to: CInt.self).baseAddress)
        }
        guard result == 0 else { throw .last("pipe2") }
        reader = Descriptor(owning: ends.0)
        writer = Descriptor(owning: ends.1)
    }
}

/// Two ends of a socket that keeps the boundaries of messages.
@frozen
public struct ControlPair: ~Copyable, Sendable {
    public var near: Descriptor
    public var far: Descriptor

    public init() throws(SystemError) {
        var ends: (CInt, CInt) = (-1, -1)
        let result = unsafe withUnsafeMutableBytes(of: &ends) { raw in
            unsafe shim_control_pair(raw.assumingMemoryBound(to: CInt.self).baseAddress)
        }
        guard result == 0 else { throw .last("socketpair") }
        near = Descriptor(owning: ends.0)
        far = Descriptor(owning: ends.1)
    }
}
