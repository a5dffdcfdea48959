import CPosixShims
import Glibc

/// The cores a thread may run on.
public enum Affinity {
    /// The cores this process was given, read the first time anyone asks and before anything is pinned.
    public static let initial: [Int] = (try? current()) ?? [0]

    /// The cores the calling thread may run on, ascending.
    public static func current() throws(SystemError) -> [Int] {
        try cores(of: 0)
    }

    /// The cores that thread or process `number` may run on, ascending; 0 is the calling thread.
    public static func cores(of number: Int32) throws(SystemError) -> [Int] {
        let capacity = 1024
        var cores = [CInt](repeating: 0, count: capacity)
        let count = unsafe cores.withUnsafeMutableBufferPointer { buffer in
            unsafe shim_get_affinity(number, buffer.baseAddress, CInt(capacity))
        }
        guard count >= 0 else { throw .last("sched_getaffinity") }
        return cores.prefix(Int(count)).map(Int.init)
    }

    /// Lets the calling thread run on `cores` only.
    public static func pinCurrentThread(to cores: [Int]) throws(SystemError) {
        _ = initial
        let numbers = cores.map { CInt(clamping: $0) }
        let result = unsafe numbers.withUnsafeBufferPointer { buffer in
            unsafe shim_set_affinity(buffer.baseAddress, CInt(buffer.count))
        }
        guard result == 0 else { throw .last("sched_setaffinity") }
    }

    /// The core the calling thread runs on at this moment.
    public static var currentCore: Int { Int(shim_current_core()) }
}
