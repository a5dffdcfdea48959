/// Downlink powers on a logarithmic scale: p' = p_lo (p_max/p_lo)^a for a in 0...1, with p_lo = max(p_min, 0.01 W).
///
/// The power of least cost lies near the middle of this scale, but at its edge on the linear one, next to no power at all
/// and a transfer that never ends.
///
/// - SeeAlso: spec/offloading.md, section 10.
struct LogarithmicPower: Sendable {
    private let range: ClosedRange<Double>
    private let lowest: Double
    /// ln(p_max/p_lo); 0 where there is nothing between them.
    private let span: Double

    init(_ values: OffloadingModel.Values) {
        range = values.lowestPowerW...values.highestPowerW
        lowest = max(values.lowestPowerW, Self.leastPowerW)
        span = values.highestPowerW > lowest ? Elementary.log(values.highestPowerW / lowest) : 0
    }

    /// The power at `place` in 0...1, W, never outside p_min...p_max.
    func powerW(at place: Double) -> Double {
        min(max(lowest * Elementary.exp(place * span), range.lowerBound), range.upperBound)
    }

    /// The place in 0...1 whose power is `powerW`, but for rounding; the nearest one where the scale ends before it.
    func place(ofPowerW powerW: Double) -> Double {
        if span == 0 || powerW <= lowest { return 0 }
        return min(Elementary.log(powerW / lowest) / span, 1)
    }

    private static let leastPowerW = 0.01
}
