import Testing

@testable import Equilibria

@Suite("Partial sums")
struct PartialSumsTests {
    @Test("are the sums on either side", arguments: [1, 2, 3, 7, 8, 33])
    func sums(_ count: Int) {
        var random = SplitMix(seed: UInt64(count))
        var sums = PartialSums(count: count)
        var values = Array(repeating: 0.0, count: count)
        for _ in 0..<100 {
            let place = Int.random(in: 0..<count, using: &random)
            // Small whole numbers, whose sums are exact in any order.
            values[place] = Double(Int.random(in: 0...100, using: &random))
            sums.set(place, to: values[place])
            for place in 0..<count {
                let (before, after) = (values[..<place].reduce(0, +), values[(place + 1)...].reduce(0, +))
                #expect(sums.sum(after: place, plus: 0.25) == after + 0.25 * before)
            }
        }
        sums.removeAll()
        #expect((0..<count).allSatisfy { sums.sum(after: $0, plus: 1) == 0 })
    }

    @Test("depend to the last bit on what is there, not on how it came there", arguments: 0..<10)
    func history(_ seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let values = (0..<50).map { _ in
            Double.random(in: 0...1, using: &random) * (Bool.random(using: &random) ? 1 : 1e-12)
        }
        var straight = PartialSums(count: 50)
        for place in values.indices { straight.set(place, to: values[place]) }
        var tangled = PartialSums(count: 50)
        for _ in 0..<2000 {
            let place = Int.random(in: 0..<50, using: &random)
            tangled.set(place, to: Double.random(in: 0...1e6, using: &random))
        }
        for place in values.indices.shuffled(using: &random) { tangled.set(place, to: values[place]) }
        for place in values.indices {
            #expect(straight.sum(after: place, plus: 0.1) == tangled.sum(after: place, plus: 0.1))
        }
    }
}
