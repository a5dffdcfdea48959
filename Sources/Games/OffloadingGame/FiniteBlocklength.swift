/// Rates of a channel on which blocks are short: what a signal-to-noise ratio carries at a given error probability.
///
/// `bits = log2(1+γ) - sqrt(V/N) Qinv(eps)/ln 2` with the dispersion `V = 1 - (1+γ)^-2`; nothing below the ratio at which
/// that becomes positive, increasing above it.
///
/// - SeeAlso: spec/offloading.md, section 2; equations (2) and (4) of the paper.
public struct FiniteBlocklength: Sendable, Equatable {
    public let bandwidthMHz: Double
    /// N0(B), noise power in W.
    public let noiseW: Double
    /// Qinv(eps).
    public let quantile: Double
    /// Qinv(eps)/(sqrt(N) ln 2), what a block of dispersion 1 loses, in bits per symbol.
    let loss: Double

    init(bandwidthMHz: Double, errorProbability: Double, blockLength: Double, noiseDBmPerHz: Double) {
        self.bandwidthMHz = bandwidthMHz
        noiseW = Decibel.power(noiseDBmPerHz) * 1e-3 * (bandwidthMHz * 1e6)
        quantile = upperNormalQuantile(tail: errorProbability)
        loss = quantile / blockLength.squareRoot() * Self.log2e
    }

    /// The rate in Mbit/ms at the finite ratio `sinr` >= 0.
    public func rate(sinr: Double) -> Double { rate(sinr: sinr, log1p: Elementary.log1p(sinr)) }

    /// As `rate(sinr:)`, where ln(1 + sinr) is at hand.
    public func rate(sinr: Double, log1p: Double) -> Double {
        // Of r = γ/(1+γ), because 1 - (1+γ)^-2 cancels at a small ratio.
        let r = sinr / (1 + sinr)
        let bits = log1p * Self.log2e - (r * (2 - r)).squareRoot() * loss
        return max(bits, 0) * bandwidthMHz * 1e-3
    }

    /// The ratio that carries `rate` in Mbit/ms; infinite where none does.
    ///
    /// To about an ulp, by bisection on the logarithm of 1 + γ, over which the rate is increasing where it is positive;
    /// for `rate` = 0 the largest ratio that carries nothing.
    ///
    /// - Complexity: about 70 rates.
    public func sinr(rate: Double) -> Double {
        precondition(rate >= 0, "a rate of \(rate)")
        // The dispersion is at most 1, so this ratio carries the rate.
        let most = (rate / (bandwidthMHz * 1e-3) + loss) / Self.log2e
        guard most < 709 else { return .infinity }
        var (low, high) = (0.0, Elementary.exp(most) * (1 + 1e-12))
        while true {
            // Geometric while they are apart, because ratios of interest span many powers of ten.
            let middle =
                low == 0
                ? high * 0x1p-20
                : high > 2 * low ? low.squareRoot() * high.squareRoot() : low + (high - low) / 2
            guard middle > low && middle < high else { return low }
            if self.rate(sinr: middle) > rate { high = middle } else { low = middle }
            if low == 0 && high < 1e-300 { return 0 }
        }
    }

    private static let log2e = 1.4426950408889634
}

/// Powers and gains on a logarithmic scale.
enum Decibel {
    /// ln 10/10, nepers of power in a decibel.
    static let nepers = 0.23025850929940458

    /// 10^(x/10).
    static func power(_ x: Double) -> Double { Elementary.exp(x * nepers) }
}
