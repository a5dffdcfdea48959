import CKernels

/// The closed forms of independent (follower, station) pairs, evaluated array at a time by the vector kernels.
///
/// All spans of a call have the same length, one element a pair. Results do not depend on the length, on the position
/// in it, nor on the instruction set. Nothing is allocated. Units and names are those of ``PricingInstance``; an
/// infinite delay cost `a` is legal and means that nothing is ever sent.
///
/// - SeeAlso: spec/pricing.md, sections 2, 5, 6 and 12.
public enum PairKernel {
    /// The depth d in `0...1` at which the operator's marginal profit vanishes: (1-d) e^-d = q/k, d = 1 - W0(e q/k).
    ///
    /// 1 where `q` is 0, 0 where `q >= k`. Relative error below 1e-15 for any quotient.
    ///
    /// - Parameters:
    ///   - k: marginal values, positive.
    ///   - q: total costs a + b, not negative, infinity allowed.
    ///   - d: receives the depths.
    ///   - kind: the instruction set to use.
    public static func depth(
        k: Span<Double>, q: Span<Double>, into d: inout MutableSpan<Double>, kind: KernelKind = .best
    ) {
        precondition(q.count == k.count && d.count == k.count, "columns of unequal length")
        unsafe ck_depth(kind.rawValue, k.count, address(of: k), address(of: q), address(of: &d))
    }

    /// Uplink rates R = W log2(1 + g/(J + sigma2))/8 and what delay costs a MB, a = gammaD (1/R + c/f).
    ///
    /// `a` is infinite where the rate is 0, and 0 where gammaD is.
    ///
    /// - Parameters:
    ///   - g: received powers, W.
    ///   - interference: J, the received power of everybody else at the station, W.
    ///   - noiseW: sigma2.
    ///   - bandwidthMHz: W.
    ///   - gammaDPerS: weights of delay.
    ///   - computeCost: gammaD c/f.
    ///   - rateMBps: receives R.
    ///   - delayCost: receives a.
    ///   - kind: the instruction set to use.
    public static func rates(
        g: Span<Double>, interference: Span<Double>, noiseW: Double, bandwidthMHz: Span<Double>,
        gammaDPerS: Span<Double>, computeCost: Span<Double>, rateMBps: inout MutableSpan<Double>,
        delayCost: inout MutableSpan<Double>, kind: KernelKind = .best
    ) {
        precondition(
            interference.count == g.count && bandwidthMHz.count == g.count && gammaDPerS.count == g.count
                && computeCost.count == g.count && rateMBps.count == g.count && delayCost.count == g.count,
            "columns of unequal length")
        unsafe ck_rates(
            kind.rawValue, g.count, noiseW, address(of: g), address(of: interference), address(of: bandwidthMHz),
            address(of: gammaDPerS), address(of: computeCost), address(of: &rateMBps), address(of: &delayCost))
    }

    /// The operator's best price for each pair at its delay cost, and what it induces (Proposition 2 with both clamps).
    ///
    /// Where nothing can be sold at a profit the price is b and the rest 0; where the size limit binds the size is the
    /// limit exactly.
    ///
    /// - Parameters:
    ///   - a: delay costs.
    ///   - b: energy costs.
    ///   - k: marginal values.
    ///   - rx: accuracy per MB.
    ///   - limitMB: size limits o.
    ///   - gammaA: weights of accuracy.
    ///   - price: receives mu.
    ///   - sizeMB: receives Z.
    ///   - profit: receives V, the operator's.
    ///   - utility: receives U, the follower's.
    ///   - kind: the instruction set to use.
    public static func bestPrices(
        a: Span<Double>, b: Span<Double>, k: Span<Double>, rx: Span<Double>, limitMB: Span<Double>,
        gammaA: Span<Double>, price: inout MutableSpan<Double>, sizeMB: inout MutableSpan<Double>,
        profit: inout MutableSpan<Double>, utility: inout MutableSpan<Double>, kind: KernelKind = .best
    ) {
        precondition(
            b.count == a.count && k.count == a.count && rx.count == a.count && limitMB.count == a.count
                && gammaA.count == a.count && price.count == a.count && sizeMB.count == a.count
                && profit.count == a.count && utility.count == a.count,
            "columns of unequal length")
        unsafe ck_best_prices(
            kind.rawValue, a.count, address(of: a), address(of: b), address(of: k), address(of: rx),
            address(of: limitMB), address(of: gammaA), address(of: &price), address(of: &sizeMB),
            address(of: &profit), address(of: &utility))
    }

    /// The follower's best size for each pair at a posted price (Proposition 1 with clamps).
    ///
    /// - Parameters:
    ///   - a: delay costs.
    ///   - price: posted mu, not negative.
    ///   - k: marginal values.
    ///   - rx: accuracy per MB.
    ///   - limitMB: size limits o.
    ///   - gammaA: weights of accuracy.
    ///   - sizeMB: receives Z.
    ///   - utility: receives U.
    ///   - score: receives U/gammaA where positive, else min(0, 1 - (a + mu)/k); orders stations, out scores 0.
    ///   - kind: the instruction set to use.
    public static func bestResponses(
        a: Span<Double>, price: Span<Double>, k: Span<Double>, rx: Span<Double>, limitMB: Span<Double>,
        gammaA: Span<Double>, sizeMB: inout MutableSpan<Double>, utility: inout MutableSpan<Double>,
        score: inout MutableSpan<Double>, kind: KernelKind = .best
    ) {
        precondition(
            price.count == a.count && k.count == a.count && rx.count == a.count && limitMB.count == a.count
                && gammaA.count == a.count && sizeMB.count == a.count && utility.count == a.count
                && score.count == a.count,
            "columns of unequal length")
        unsafe ck_best_responses(
            kind.rawValue, a.count, address(of: a), address(of: price), address(of: k), address(of: rx),
            address(of: limitMB), address(of: gammaA), address(of: &sizeMB), address(of: &utility),
            address(of: &score))
    }
}
