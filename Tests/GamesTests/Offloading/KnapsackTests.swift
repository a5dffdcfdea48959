import CAllocationCounter
import Games
import Testing

@Suite("Knapsack")
struct KnapsackTests {
    func select(_ scores: [Double], _ capacity: Int) throws -> [Int32] {
        var modes = Array(repeating: Int32(7), count: scores.count)
        var knapsack = Knapsack(users: scores.count)
        var span = modes.mutableSpan
        try knapsack.select(scores.span, capacity: capacity, into: &span)
        return modes
    }

    /// Number `index` of those drawn for `seed`, uniform on `range`.
    func draw(_ seed: Int, _ index: Int, from range: ClosedRange<Int>) -> Int {
        let stream = RandomStream(seed: UInt64(seed), purpose: RandomStream.Purpose(1))
        let uniform = stream.uniforms(slot: 0, m: UInt32(index)).0
        return range.lowerBound + Int(uniform * Double(range.count))
    }

    @Test("takes what the paper's dynamic programme takes, where sums of scores are exact", arguments: 0..<200)
    func agreesWithProgramme(_ seed: Int) throws {
        // Few quarters, so that many scores are equal.
        let scores = (0..<seed % 14).map { Double(draw(seed, $0, from: -6...8)) / 4 }
        for capacity in [-1, 0, 1, 2, 3, 5, 8, 13, 100] {
            #expect(
                try select(scores, capacity) == Knapsack.dynamicProgramme(scores: scores, capacity: capacity),
                "\(scores) \(capacity)")
        }
    }

    @Test(
        "takes the largest positive scores, of equals the first, as sorting does", arguments: [1, 10, 500, 5000, 9999])
    func agreesWithSorting(_ capacity: Int) throws {
        let scores = (0..<10_000).map { Double(draw(capacity, $0, from: -1000...1000)) }
        let order = scores.indices.filter { scores[$0] > 0 }.sorted {
            scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1)
        }
        let taken = Set(order.prefix(capacity))
        #expect(try select(scores, capacity) == scores.indices.map { taken.contains($0) ? 1 : 0 })
    }

    @Test("keeps a small score beside a huge one, which sums lose")
    func hugeScores() throws {
        #expect(try select([1e300, 1, 2], 2) == [1, 0, 1])
        #expect(try Knapsack.dynamicProgramme(scores: [1e300, 1, 2], capacity: 2) == [1, 0, 0])
    }

    @Test("refuses a score that is no number, and says which", arguments: [Double.nan, .infinity, -.infinity])
    func refuses(_ score: Double) {
        let error = #expect(throws: InstanceError.self) { try select([1, score], 1) }
        #expect(error?.field == "scores")
        #expect(error?.reason.hasPrefix("element 1 is ") == true)
        #expect(throws: InstanceError.self) { try Knapsack.dynamicProgramme(scores: [score], capacity: 1) }
    }

    @Test(
        "allocates nothing", .enabled(if: allocations_are_counted() && !_isDebugAssertConfiguration()),
        arguments: [0, 3, 20])
    func allocatesNothing(_ capacity: Int) throws {
        let scores = (0..<40).map { Double(($0 * 17) % 41) - 10 }
        var modes = Array(repeating: Int32(0), count: scores.count)
        var knapsack = Knapsack(users: scores.count)
        var span = modes.mutableSpan
        let before = allocation_count()
        for _ in 0..<10 { try knapsack.select(scores.span, capacity: capacity, into: &span) }
        #expect(allocation_count() == before)
    }
}
