import CBoostMath

/// Wilcoxon's signed-rank test of paired differences: whether they are symmetric about 0.
///
/// Differences of 0 are dropped, as Wilcoxon did; magnitudes that are equal share their mean rank. Magnitudes are equal
/// where the numbers are: 0.3 - 0.1 and 0.2 are not.
///
/// - SeeAlso: Wilcoxon, Biometrics Bulletin 1, 1945; Pratt and Gibbons, Concepts of Nonparametric Theory, 1981, chapter
///   3.
public struct SignedRankTest: Sendable, Equatable {
    /// The most nonzero differences whose p value is exact.
    ///
    /// At 100 counting takes half a million additions, and the normal
    /// approximation is off by less than 0.001.
    public static let exactLimit = 100

    /// Differences that are not 0.
    public let count: Int
    /// The sum of the ranks of positive differences.
    public let positiveRanks: Double
    /// Two-sided p value of "the differences are symmetric about 0"; 1 where all are 0.
    ///
    /// Up to ``exactLimit`` differences it is the share of all sign vectors with a sum of positive ranks as far from
    /// its mean, given the ranks that were seen, tied or not. Of more it is that of the normal distribution with the
    /// variance corrected for ties, without a correction for continuity.
    public let pValue: Double

    /// The test of the differences of `b` from `a`, pair by pair.
    ///
    /// - Throws: ``StatisticsError`` where a value is not finite.
    public init(a: [Double], b: [Double]) throws(StatisticsError) {
        try self.init(pairedDifferences(a: a, b: b))
    }

    /// The test of `differences`, any number of them.
    ///
    /// - Throws: ``StatisticsError`` where one is not finite.
    /// - Complexity: O(n log n), and O(n^3) for n up to ``exactLimit``.
    public init(_ differences: [Double]) throws(StatisticsError) {
        try requireFinite(differences)
        let nonzero = differences.filter { $0 != 0 }.sorted { abs($0) < abs($1) }
        let n = nonzero.count
        // Twice a midrank is a whole number, the sum of a tie's first and last rank.
        var doubledRanks = Array(repeating: 0, count: n)
        var tieCorrection = 0.0
        var first = 0
        while first < n {
            var last = first
            while last + 1 < n && abs(nonzero[last + 1]) == abs(nonzero[first]) { last += 1 }
            for i in first...last { doubledRanks[i] = first + last + 2 }
            let tied = Double(last - first + 1)
            tieCorrection += tied * tied * tied - tied
            first = last + 1
        }
        let doubledPositive = zip(nonzero, doubledRanks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
        count = n
        positiveRanks = Double(doubledPositive) / 2
        if n == 0 {
            pValue = 1
        } else if n <= Self.exactLimit {
            pValue = Self.exactPValue(doubledRanks: doubledRanks, doubledPositive: doubledPositive)
        } else {
            let count = Double(n)
            let mean = count * (count + 1) / 4
            let variance = count * (count + 1) * (2 * count + 1) / 24 - tieCorrection / 48
            let deviation = abs(positiveRanks - mean) / variance.squareRoot()
            pValue = 2 * cboostmath_normal_cdf(-deviation)
        }
    }

    /// Twice the probability of a sum at or below the smaller of the positive and the negative one, at most 1; the
    /// distribution is symmetric.
    private static func exactPValue(doubledRanks: [Int], doubledPositive: Int) -> Double {
        let total = doubledRanks.reduce(0, +)
        let smaller = min(doubledPositive, total - doubledPositive)
        // probability[s] of a doubled sum s; halves add without cancelling.
        var probability = Array(repeating: 0.0, count: smaller + 1)
        probability[0] = 1
        for rank in doubledRanks {
            for sum in stride(from: smaller, through: 0, by: -1) {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2
            }
        }
        return min(1, 2 * probability.reduce(0, +))
    }
}
