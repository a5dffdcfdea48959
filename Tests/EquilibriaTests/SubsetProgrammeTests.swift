import Games
import Testing

@testable import Equilibria

@Suite("Subset programme")
struct SubsetProgrammeTests {
    @Test("finds the best packing and the best partition of random tables", arguments: 0..<60)
    func agreesWithEnumeration(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let (elements, places) = (1 + seed % 5, 1 + seed % 4)
        var programme = SubsetProgramme(elementCount: elements, placeCount: places)
        for place in 0..<places {
            for subset in 1..<1 << elements {
                programme.worth[place << elements + subset] = Double.random(in: -1...3, using: &random)
            }
        }
        let tables = programme.worth
        for mustPlaceAll in [false, true] {
            programme.worth = tables
            var sets = Array(repeating: SubsetProgramme.Subset(0), count: places)
            let climbed = programme.climb(mustPlaceAll: mustPlaceAll, into: &sets)
            let start = value(sets, tables, elements)
            #expect(abs(climbed - start) < 1e-12)
            let expected = best(elements, places, tables, mustPlaceAll: mustPlaceAll)
            #expect(climbed <= expected + 1e-12)
            let found = programme.maximise(mustPlaceAll: mustPlaceAll, above: -.infinity, into: &sets)
            #expect(abs((found ?? .nan) - expected) < 1e-12)
            #expect(abs(value(sets, tables, elements) - expected) < 1e-12)
            #expect(sets.indices.allSatisfy { i in sets[..<i].allSatisfy { $0 & sets[i] == 0 } })
            if mustPlaceAll { #expect(sets.reduce(0, |) == 1 << elements - 1) }
            // Nothing is worth more than the best.
            programme.worth = tables
            #expect(programme.maximise(mustPlaceAll: mustPlaceAll, above: expected + 1e-9, into: &sets) == nil)
        }
    }

    @Test("discards nothing that it needs by the multipliers' bound", arguments: 0..<30)
    func relaxationChangesNothing(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let mode: PricingInstance.IdleMode = seed % 2 == 0 ? .silent : .connected
        let instance = try RandomGames.wide(followers: 5 + seed % 5, stations: 2 + seed % 3, mode, &random)
        var solver = ExactOptimum(instance)
        let plain = solver.find(gains: instance.g.span)
        let relaxation = DualMinimiser(instance).relaxation { false }
        let relaxed = solver.find(gains: instance.g.span, relaxation: relaxation)
        // Up to the order of summation.
        #expect(abs((relaxed ?? .nan) - (plain ?? .nan)) <= 1e-13 * (plain ?? 0))
    }

    private func value(_ sets: [SubsetProgramme.Subset], _ tables: [Double], _ elements: Int) -> Double {
        sets.indices.reduce(0) { $0 + tables[$1 << elements + Int(sets[$1])] }
    }

    private func best(_ elements: Int, _ places: Int, _ tables: [Double], mustPlaceAll: Bool) -> Double {
        let options = mustPlaceAll ? places : places + 1
        var best = -Double.infinity
        for profile in 0..<(0..<elements).reduce(1, { count, _ in count * options }) {
            var sets = Array(repeating: SubsetProgramme.Subset(0), count: options)
            var rest = profile
            for element in 0..<elements {
                sets[rest % options] |= 1 << element
                rest /= options
            }
            best = max(best, value(Array(sets[..<places]), tables, elements))
        }
        return best
    }
}
