import CBoostMath

extension BootstrapInterval {
    /// The shares of resamples at which a BCa interval has its ends; nil where it is not defined.
    ///
    /// - Parameters:
    ///   - sorted: the resamples' deviations from the estimate, ascending.
    ///   - influences: the jackknife's, by stratum.
    ///   - tails: what is left out to either side.
    /// - Returns: shares in `0...1`.
    /// - SeeAlso: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, equations 14.10, 14.14 and 14.15; the
    ///   acceleration over strata weighs each stratum's influences by its size, as SciPy's `bootstrap` does.
    static func acceleratedShares(
        _ sorted: [Double], influences: [[Double]], tails: Double
    ) -> (low: Double, high: Double)? {
        let tolerance = 1e-12 * sorted[sorted.count - 1] - 1e-12 * sorted[0]
        let below = sorted.count { $0 < -tolerance }
        let atOrBelow = sorted.count { $0 <= tolerance }
        let bias = cboostmath_normal_quantile(Double(below + atOrBelow) / Double(2 * sorted.count))
        let acceleration = acceleration(influences)
        func share(_ tail: Double) -> Double? {
            let moved = bias + cboostmath_normal_quantile(tail)
            let brake = 1 - acceleration * moved
            guard moved.isFinite && brake > 0 else { return nil }
            return cboostmath_normal_cdf(bias + moved / brake)
        }
        guard let low = share(tails), let high = share(1 - tails) else { return nil }
        return (low, high)
    }

    /// A sixth of the skewness of the statistic, as far as its influences show it; 0 where they show none.
    private static func acceleration(_ influences: [[Double]]) -> Double {
        let largest = influences.joined().reduce(0) { max($0, abs($1)) }
        guard largest > 0 else { return 0 }
        var squares = 0.0
        var cubes = 0.0
        for stratum in influences {
            let count = Double(stratum.count)
            for influence in stratum {
                // Neither overflows nor vanishes.
                let share = influence / largest / count
                squares += share * share
                cubes += share * share * share
            }
        }
        return cubes / (6 * squares * squares.squareRoot())
    }
}
