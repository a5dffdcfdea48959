import CAllocationCounter
import Testing

@testable import Wire

@Suite("Memory for one frame")
struct ArenaTests {
    @Test("is zeroed, however often it was used")
    func zeroed() {
        let arena = Arena()
        for _ in 0..<4 {
            arena.reset()
            for count in [1, 100, 5_000] {
                let values = unsafe arena.values(UInt64.self, count: count)
                #expect((0..<count).allSatisfy { unsafe values[$0] == 0 })
                for i in 0..<count { unsafe values[i] = .max }
            }
        }
    }

    @Test("is aligned for every C type", arguments: 1...40)
    func aligned(count: Int) {
        let arena = Arena()
        for _ in 0..<3 {
            let values = unsafe arena.values(UInt8.self, count: count)
            #expect(UInt(bitPattern: values) % 16 == 0)
        }
    }

    @Test("keeps to its quota and says so")
    func quota() {
        /// Asks for `sizes` in order: which were given, and whether the arena then says it is exhausted.
        func ask(_ sizes: [Int], of arena: borrowing Arena) -> (given: [Bool], isExhausted: Bool) {
            arena.reset(quota: 1_000)
            let given = unsafe arena.withAllocator { allocator in
                sizes.map { unsafe allocator.pointee.alloc(allocator.pointee.allocator_data, $0) != nil }
            }
            return (given, arena.isExhausted)
        }
        let arena = Arena()
        #expect(ask([992], of: arena) == ([true], false))
        #expect(ask([992, 16], of: arena) == ([true, false], true))
        #expect(ask([1_001], of: arena) == ([false], true))
        // A size of 2^63 or more, as a hostile length might give.
        #expect(ask([-1, 8], of: arena) == ([false, true], true))
        #expect(ask([0, 500], of: arena) == ([true, true], false))
    }

    @Test("is asked of the system only while frames grow")
    func steady() {
        let arena = Arena()
        func frame() {
            arena.reset()
            // Written out, because a loop over an array allocates in debug builds.
            _ = unsafe arena.values(UInt64.self, count: 10)
            _ = unsafe arena.values(UInt64.self, count: 20_000)
            _ = unsafe arena.values(UInt64.self, count: 70)
        }
        frame()
        frame()
        let before = allocation_count()
        for _ in 0..<10 { frame() }
        #expect(allocation_count() == before)
    }

    @Test("bounds what a message may cost, however small its fields")
    func amplification() {
        let body = field(3, Array(repeatElement([0x32, 0x00] as [UInt8], count: 65_000).joined()))
        #expect(hostProblem(body) == nil)
        // Each empty option is two bytes on the wire, and a message, two strings and a pointer in memory.
        let options = field(17, Array(repeatElement([0x52, 0x00] as [UInt8], count: 65_000).joined()))
        #expect(hostProblem(options) == .decodeBudget(length: options.count, budget: 4 << 20))
        var decoder = HostMessageDecoder()
        #expect(throws: Fault.decodeBudget(length: options.count, budget: 4 << 20)) {
            _ = try decoder.decode(options.span)
        }
        // The decoder goes on as before.
        let ping = field(1, varint: 2) + field(20, [])
        #expect(throws: Never.self) { _ = try decoder.decode(ping.span) }
    }
}
