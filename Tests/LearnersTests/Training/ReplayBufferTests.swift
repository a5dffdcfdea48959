import Testing

@testable import Learners

@Suite("Replay buffer")
struct ReplayBufferTests {
    /// Transition `number`, whose numbers all say which one it is.
    private static func append(_ number: Int, to buffer: inout ReplayBuffer, isTerminal: Bool = false) {
        let x = Float(number)
        // In row 1, so that rows count.
        buffer.append(
            Transition(
                states: Matrix([0, 0, x, x + 0.25], rows: 2, columns: 2),
                actions: Matrix([0, -x], rows: 2, columns: 1),
                nextStates: Matrix([0, 0, 2 * x, 3 * x], rows: 2, columns: 2), row: 1, reward: 10 * x,
                isTerminal: isTerminal))
    }

    private static func numbers(_ buffer: ReplayBuffer) -> [Float] {
        (0..<buffer.count).map { buffer.values[$0 * buffer.values.columns] }
    }

    @Test("keeps those seen last, each in the place of the oldest")
    func ring() {
        var buffer = ReplayBuffer(capacity: 3, stateWidth: 2, actionWidth: 1)
        #expect(buffer.count == 0)
        for number in 1...2 { Self.append(number, to: &buffer) }
        #expect(Self.numbers(buffer) == [1, 2] && buffer.position == 2)
        for number in 3...5 { Self.append(number, to: &buffer) }
        #expect(Self.numbers(buffer) == [4, 5, 3] && buffer.position == 2)
    }

    @Test("draws whole transitions")
    func transitions() {
        var buffer = ReplayBuffer(capacity: 5, stateWidth: 2, actionWidth: 1)
        for number in 1...7 { Self.append(number, to: &buffer, isTerminal: number == 6) }
        let batch = Minibatch(rows: 200, of: buffer)
        var random = RandomSequence(seed: 1)
        buffer.sample(into: batch, &random)
        for row in 0..<200 {
            let x = batch.states[2 * row]
            #expect((3...7).contains(x) && batch.states[2 * row + 1] == x + 0.25 && batch.actions[row] == -x)
            #expect(batch.rewards[row] == 10 * x && batch.isTerminal[row] == (x == 6 ? 1 : 0))
            // Nothing comes after a terminal state.
            #expect(x == 6 || batch.nextStates[2 * row] == 2 * x && batch.nextStates[2 * row + 1] == 3 * x)
        }
        #expect(Set((0..<200).map { batch.states[2 * $0] }).count == 5)
    }

    @Test("draws each alike, of those that there are")
    func uniform() {
        var buffer = ReplayBuffer(capacity: 100, stateWidth: 2, actionWidth: 1)
        for number in 0..<7 { Self.append(number, to: &buffer) }
        let batch = Minibatch(rows: 7000, of: buffer)
        var random = RandomSequence(seed: 2)
        buffer.sample(into: batch, &random)
        var counts = Array(repeating: 0, count: 7)
        for row in 0..<batch.rows { counts[Int(batch.states[2 * row])] += 1 }
        // Five standard errors of a count of 1000, and a half more for there being seven.
        #expect(counts.allSatisfy { abs(Double($0) - 1000) <= 5.5 * (1000 * 6.0 / 7).squareRoot() })
    }

    @Test("keeps no next states where nobody asks for them")
    func withoutNextStates() {
        var buffer = ReplayBuffer(capacity: 5, stateWidth: 2, actionWidth: 1, keepsNextStates: false)
        for number in 1...3 { Self.append(number, to: &buffer) }
        #expect(buffer.values.columns == 5)
        let batch = Minibatch(rows: 20, of: buffer)
        var random = RandomSequence(seed: 3)
        buffer.sample(into: batch, &random)
        for row in 0..<20 { #expect(batch.rewards[row] == 10 * batch.states[2 * row]) }
    }

    @Test("of a smaller one that went round keeps the order, and no row that nobody wrote")
    func growth() throws {
        var small = ReplayBuffer(capacity: 5, stateWidth: 2, actionWidth: 1)
        for number in 1...7 { Self.append(number, to: &small) }
        var written = MemoryVisitor()
        try small.visit("replay", &written)
        var large = ReplayBuffer(capacity: 9, stateWidth: 2, actionWidth: 1)
        var read = MemoryVisitor(restoring: written)
        try large.visit("replay", &read)
        #expect((large.count, large.position) == (5, 5))
        for number in 8...12 { Self.append(number, to: &large) }
        // The oldest, 3, has made room for 12.
        #expect(Self.numbers(large) == [12, 4, 5, 6, 7, 8, 9, 10, 11])
    }

    @Test("holds what a file says within its capacity")
    func hostileFile() throws {
        struct Hostile: StateVisitor {
            mutating func visit(_ name: String, _ numbers: Matrix, first count: Int) {
                #expect(count <= numbers.count)
            }
            mutating func visit(_ name: String, _ number: inout UInt64) { number = .max }
            mutating func visit(_ name: String, _ number: inout Double) {}
        }
        var buffer = ReplayBuffer(capacity: 3, stateWidth: 2, actionWidth: 1)
        var hostile = Hostile()
        buffer.visit("replay", &hostile)
        #expect(buffer.count == 3 && buffer.position == 2)
        Self.append(1, to: &buffer)
        #expect(buffer.position == 0)
    }

    @Test("refuses what does not fit")
    func refusals() async {
        await #expect(processExitsWith: .failure) {
            var buffer = ReplayBuffer(capacity: 3, stateWidth: 3, actionWidth: 1)
            Self.append(1, to: &buffer)
        }
        await #expect(processExitsWith: .failure) {
            let buffer = ReplayBuffer(capacity: 3, stateWidth: 3, actionWidth: 1)
            var random = RandomSequence(seed: 3)
            buffer.sample(into: Minibatch(rows: 2, of: buffer), &random)
        }
    }
}
