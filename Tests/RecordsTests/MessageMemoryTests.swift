import Testing

@testable import Records

@Suite("Memory for messages")
struct MessageMemoryTests {
    @Test("is zeroed and aligned")
    func zeroed() {
        let memory = MessageMemory()
        for count in [0, 1, 3, 5_000] {
            let values = unsafe memory.values(UInt8.self, count: count)
            #expect(UInt(bitPattern: values) % 16 == 0)
            #expect((0..<count).allSatisfy { unsafe values[$0] == 0 })
            for i in 0..<count { unsafe values[i] = .max }
        }
    }

    @Test("keeps to its quota, pieces' headers included, and says so")
    func quota() {
        func ask(_ sizes: [Int]) -> (given: [Bool], isExhausted: Bool) {
            let memory = MessageMemory(quota: 1_000)
            let given = unsafe memory.withAllocator { allocator in
                sizes.map { unsafe allocator.pointee.alloc(allocator.pointee.allocator_data, $0) != nil }
            }
            return (given, memory.isExhausted)
        }
        #expect(ask([984]) == ([true], false))
        #expect(ask([985]) == ([false], true))
        #expect(ask([484, 484]) == ([true, true], false))
        #expect(ask([484, 485]) == ([true, false], true))
        // A size of 2^63 or more, as a hostile length might give.
        #expect(ask([-1, 8]) == ([false, true], true))
        #expect(ask(Array(repeating: 0, count: 63)).isExhausted)
    }

    @Test("gives C what it can hold")
    func text() {
        let memory = MessageMemory()
        #expect(unsafe CValue.text(memory.text("größer ∞")) == "größer ∞")
        #expect(unsafe CValue.text(memory.text("a\0b")) == "a\u{FFFD}b")
        #expect(unsafe CValue.text(nil) == "")
    }
}
