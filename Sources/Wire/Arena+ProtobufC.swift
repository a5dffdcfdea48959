import CFirstmoverProtos
import Glibc

/// Memory for the C messages of one frame, under a quota, zeroed, and given back all at once.
///
/// libprotobuf-c asks for memory piece by piece; here that moves a pointer, and giving a piece back does nothing. One
/// block is kept from frame to frame. A frame that needs more gets further blocks, and the next `reset` replaces them
/// by one of the size that was needed, so that in the steady state no frame allocates.
@safe struct Arena: ~Copyable {
    @unsafe private struct State {
        var block: UnsafeMutableRawPointer?
        var capacity = 0
        /// Bytes handed out since the last reset, from the block and beside it.
        var handedOut = 0
        /// Bytes handed out from the block.
        var used = 0
        var quota = Int.max
        /// Blocks beside the first; each starts with the address of the one before.
        var extra: UnsafeMutableRawPointer?
        var isExhausted = false
    }

    /// At a fixed address, because libprotobuf-c carries it through its calls.
    private let state: UnsafeMutablePointer<State>

    private static let alignment = 16

    init() {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State())
    }

    deinit {
        unsafe Arena.freeExtra(state)
        unsafe free(state.pointee.block)
        unsafe state.deallocate()
    }

    /// Whether something was refused since the last reset.
    var isExhausted: Bool { unsafe state.pointee.isExhausted }

    /// Takes everything back; from now on at most `quota` bytes are handed out.
    func reset(quota: Int = .max) {
        if unsafe state.pointee.handedOut > state.pointee.capacity {
            unsafe Arena.freeExtra(state)
            unsafe free(state.pointee.block)
            // A power of two, so that slowly growing frames do not replace the block each time.
            let capacity = unsafe 1 << (Int.bitWidth - max(state.pointee.handedOut, 4096).leadingZeroBitCount)
            unsafe state.pointee.block = malloc(capacity)
            unsafe state.pointee.capacity = state.pointee.block == nil ? 0 : capacity
        }
        unsafe state.pointee.handedOut = 0
        unsafe state.pointee.used = 0
        unsafe state.pointee.quota = quota
        unsafe state.pointee.isExhausted = false
    }

    /// `count` zeroed values of the C type `Value`.
    func values<Value>(_ type: Value.Type, count: Int) -> UnsafeMutablePointer<Value> {
        guard let memory = unsafe Arena.allocate(state, MemoryLayout<Value>.stride * count) else {
            fatalError("out of memory for \(count) values")
        }
        return unsafe memory.bindMemory(to: Value.self, capacity: count)
    }

    /// Calls `body` with this arena in the form libprotobuf-c takes.
    func withAllocator<Result>(_ body: (UnsafeMutablePointer<ProtobufCAllocator>) -> Result) -> Result {
        var allocator = unsafe ProtobufCAllocator(
            alloc: { state, size in
                guard let state = unsafe state?.assumingMemoryBound(to: State.self) else { return nil }
                return unsafe Arena.allocate(state, size)
            },
            free: { _, _ in },
            allocator_data: state)
        return unsafe withUnsafeMutablePointer(to: &allocator) { unsafe body($0) }
    }

    private static func allocate(_ state: UnsafeMutablePointer<State>, _ size: Int) -> UnsafeMutableRawPointer? {
        // A size of 2^63 or more arrives here as a negative number.
        guard size >= 0, unsafe size <= state.pointee.quota - state.pointee.handedOut else {
            unsafe state.pointee.isExhausted = true
            return nil
        }
        let rounded = max(size + alignment - 1, alignment) & ~(alignment - 1)
        let memory: UnsafeMutableRawPointer
        if unsafe rounded <= state.pointee.capacity - state.pointee.used, let block = unsafe state.pointee.block {
            unsafe memory = block + state.pointee.used
            unsafe state.pointee.used += rounded
        } else {
            guard let extra = unsafe malloc(alignment + rounded) else {
                unsafe state.pointee.isExhausted = true
                return nil
            }
            unsafe extra.storeBytes(of: state.pointee.extra, as: UnsafeMutableRawPointer?.self)
            unsafe state.pointee.extra = extra
            unsafe memory = extra + alignment
        }
        unsafe state.pointee.handedOut += rounded
        unsafe memset(memory, 0, rounded)
        return unsafe memory
    }

    private static func freeExtra(_ state: UnsafeMutablePointer<State>) {
        while let extra = unsafe state.pointee.extra {
            unsafe state.pointee.extra = extra.load(as: UnsafeMutableRawPointer?.self)
            unsafe free(extra)
        }
    }
}
