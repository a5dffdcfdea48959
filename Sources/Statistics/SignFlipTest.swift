/// The permutation test of a mean difference: how often random signs move it as far from 0.
///
/// Under "each difference is as likely as its negative" all sign vectors are equally likely; the p value is the share
/// with a mean at least as far from 0 as the one seen. Nothing is assumed of the shape of the distribution.
///
/// Two sums count as equal where they are within 2 n 2^-53 of the sum of magnitudes: a sum of n numbers is rounded by
/// up to half of that, whatever its order, and what is equal in truth must not be split by rounding.
///
/// - SeeAlso: Fisher, The Design of Experiments, 1935, section 21; Phipson and Smyth, Stat. Appl. Genet. Mol. Biol. 9,
///   2010.
public struct SignFlipTest: Sendable, Equatable {
    /// The most nonzero differences for which all sign vectors are counted, 2^32 of them in time for 2^16.
    public static let exactLimit = 32

    public let mean: Double
    /// Two-sided p value of "the differences are symmetric about 0"; 1 where all are 0.
    public let pValue: Double
    /// Whether the p value is that of all sign vectors.
    public let isExact: Bool

    /// The test of the differences of `b` from `a`, pair by pair.
    ///
    /// - Parameters:
    ///   - a: results of the one arm.
    ///   - b: results of the other, as many.
    ///   - resamples: random sign vectors where there are too many to count.
    ///   - generator: where those come from; one word is drawn, the seed of a ``SplitMix64``, needed or not.
    /// - Throws: ``StatisticsError`` without pairs, or where a value is not finite.
    public init(
        a: [Double], b: [Double], resamples: Int = 9_999, using generator: inout some RandomNumberGenerator
    ) throws(StatisticsError) {
        try self.init(pairedDifferences(a: a, b: b), resamples: resamples, using: &generator)
    }

    /// The test of `differences`.
    ///
    /// Of more than ``exactLimit`` nonzero ones p = (k + 1) / (`resamples` + 1), where k random sign vectors are as far
    /// from 0: the one seen counts among them, so that the test holds its level and p is never 0.
    ///
    /// - Parameters:
    ///   - differences: one at least.
    ///   - resamples: random sign vectors where there are too many to count.
    ///   - generator: where those come from; one word is drawn, the seed of a ``SplitMix64``, needed or not.
    /// - Throws: ``StatisticsError`` without differences, or where one is not finite.
    /// - Complexity: O(n `resamples`), or O(2^(n/2)) where exact.
    public init(
        _ differences: [Double], resamples: Int = 9_999, using generator: inout some RandomNumberGenerator
    ) throws(StatisticsError) {
        precondition(resamples > 0, "\(resamples) resamples")
        guard !differences.isEmpty else { throw .tooFewPairs(0) }
        try requireFinite(differences)
        var random = SplitMix64(seed: generator.next())
        mean = Moments(differences).mean
        // In units of the largest no sum overflows.
        let unit = differences.reduce(0) { max($0, abs($1)) }.binade
        let scaled = differences.filter { $0 != 0 }.map { $0 / max(unit, 0x1p-1000) }
        let magnitudes = scaled.map(abs)
        let rounding = 0x1p-52 * Double(scaled.count) * magnitudes.reduce(0, +)
        let threshold = abs(scaled.reduce(0, +)) - rounding
        isExact = threshold <= 0 || scaled.count <= Self.exactLimit
        if threshold <= 0 {
            pValue = 1
        } else if isExact {
            pValue = Self.shareOfSigns(magnitudes, reaching: threshold)
        } else {
            var extreme = 0
            for _ in 0..<resamples where abs(Self.randomlySigned(magnitudes, &random)) >= threshold { extreme += 1 }
            pValue = Double(extreme + 1) / Double(resamples + 1)
        }
    }

    /// The share of all sign vectors whose sum is at least `threshold`, positive, from 0.
    ///
    /// Each half of the magnitudes has 2^(n/2) signed sums; as one is walked upwards the other's partners are walked
    /// downwards.
    ///
    /// - SeeAlso: Horowitz and Sahni, J. ACM 21, 1974.
    private static func shareOfSigns(_ magnitudes: [Double], reaching threshold: Double) -> Double {
        let ascending = signedSums(magnitudes[..<(magnitudes.count / 2)])
        let others = signedSums(magnitudes[(magnitudes.count / 2)...])
        var reaching = 0
        var partner = others.count
        for sum in ascending {
            while partner > 0 && sum + others[partner - 1] >= threshold { partner -= 1 }
            reaching += others.count - partner
        }
        // The sums are symmetric about 0.
        return 2 * Double(reaching) / (Double(ascending.count) * Double(others.count))
    }

    /// All sums of ±`magnitudes`, ascending.
    private static func signedSums(_ magnitudes: ArraySlice<Double>) -> [Double] {
        var sums = [0.0]
        for magnitude in magnitudes {
            var merged: [Double] = []
            merged.reserveCapacity(2 * sums.count)
            var (low, high) = (0, 0)
            while high < sums.count {
                if low < sums.count && sums[low] - magnitude <= sums[high] + magnitude {
                    // Always the case before the last of the higher ones.
                    merged.append(sums[low] - magnitude)
                    low += 1
                } else {
                    merged.append(sums[high] + magnitude)
                    high += 1
                }
            }
            sums = merged
        }
        return sums
    }

    /// The sum of `magnitudes` with a random sign each.
    private static func randomlySigned(_ magnitudes: [Double], _ random: inout SplitMix64) -> Double {
        var sum = 0.0
        var word: UInt64 = 0
        for i in magnitudes.indices {
            if i % 64 == 0 { word = random.next() }
            sum += Double(bitPattern: magnitudes[i].bitPattern | word << 63)
            word >>= 1
        }
        return sum
    }
}
