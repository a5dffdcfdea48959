import Statistics
import Testing

@Suite("SplitMix64")
struct SplitMix64Tests {
    /// What the C code at prng.di.unimi.it/splitmix64.c prints for seed 1234567.
    @Test("draws the words of the reference implementation")
    func words() {
        var random = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        for word in expected { #expect(random.next() == word) }
    }

    @Test("draws every index equally often", arguments: [1, 2, 3, 7, 100])
    func indices(bound: Int) {
        var random = SplitMix64(seed: 3)
        let draws = 100_000
        var counts = Array(repeating: 0, count: bound)
        for _ in 0..<draws { counts[random.index(below: bound)] += 1 }
        let expected = Double(draws) / Double(bound)
        // Six standard errors of a count: by chance less than 1e-6 for 113 counts in all.
        for count in counts { #expect(abs(Double(count) - expected) <= 6 * expected.squareRoot()) }
    }

    /// A bound of three quarters of all words: without the redraw a third of the indices would be twice as likely.
    @Test("redraws what would make indices uneven")
    func uneven() {
        var random = SplitMix64(seed: 4)
        let bound = Int.max / 2 + 1 + Int.max / 4
        let draws = 20_000
        var upper = 0
        for _ in 0..<draws where random.index(below: bound) >= bound / 2 { upper += 1 }
        // Six standard errors of a share of a half.
        #expect(abs(Double(upper) / Double(draws) - 0.5) < 6 * 0.5 / Double(draws).squareRoot())
    }

    @Test("traps below an index of none")
    func none() async {
        await #expect(processExitsWith: .failure) {
            var random = SplitMix64(seed: 0)
            _ = random.index(below: 0)
        }
    }
}
