import CProtobufC
import Glibc

/// Memory for the C messages of one file or record, under a quota, zeroed, and given back all at once.
///
/// libprotobuf-c asks for it piece by piece and gives it back piece by piece where it fails; the latter does nothing.
@safe public struct MessageMemory: ~Copyable {
    @unsafe private struct State {
        /// Each block starts with the address of the one before.
        var lastBlock: UnsafeMutableRawPointer?
        var handedOut = 0
        var quota = Int.max
        var isExhausted = false
    }

    /// At a fixed address, because libprotobuf-c carries it through its calls.
    private let state: UnsafeMutablePointer<State>

    /// What a block's address of the one before takes, so that what follows is aligned for every type.
    private static let header = 16

    public init(quota: Int = .max) {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State())
        unsafe state.pointee.quota = quota
    }

    deinit {
        reset()
        unsafe state.deallocate()
    }

    /// Whether something was refused since the last reset.
    public var isExhausted: Bool { unsafe state.pointee.isExhausted }

    /// Takes everything back.
    public func reset() {
        while let block = unsafe state.pointee.lastBlock {
            unsafe state.pointee.lastBlock = block.load(as: UnsafeMutableRawPointer?.self)
            unsafe free(block)
        }
        unsafe state.pointee.handedOut = 0
        unsafe state.pointee.isExhausted = false
    }

    /// `count` zeroed values of the C type `Value`.
    public func values<Value>(_ type: Value.Type, count: Int) -> UnsafeMutablePointer<Value> {
        guard let memory = unsafe MessageMemory.allocate(state, MemoryLayout<Value>.stride * count) else {
            fatalError("out of memory for \(count) values")
        }
        return unsafe memory.bindMemory(to: Value.self, capacity: count)
    }

    /// Calls `body` with this memory in the form libprotobuf-c takes.
    public func withAllocator<Result>(_ body: (UnsafeMutablePointer<ProtobufCAllocator>) -> Result) -> Result {
        var allocator = unsafe ProtobufCAllocator(
            alloc: { state, size in
                guard let state = unsafe state?.assumingMemoryBound(to: State.self) else { return nil }
                return unsafe MessageMemory.allocate(state, size)
            },
            free: { _, _ in },
            allocator_data: state)
        return unsafe withUnsafeMutablePointer(to: &allocator) { unsafe body($0) }
    }

    private static func allocate(_ state: UnsafeMutablePointer<State>, _ size: Int) -> UnsafeMutableRawPointer? {
        // A size of 2^63 or more arrives here as a negative number. The header counts too: many tiny pieces are not free.
        guard size >= 0, unsafe size <= state.pointee.quota - state.pointee.handedOut - header,
            let block = unsafe calloc(1, header + size)
        else {
            unsafe state.pointee.isExhausted = true
            return nil
        }
        unsafe block.storeBytes(of: state.pointee.lastBlock, as: UnsafeMutableRawPointer?.self)
        unsafe state.pointee.lastBlock = block
        unsafe state.pointee.handedOut += header + size
        return unsafe block + header
    }
}
