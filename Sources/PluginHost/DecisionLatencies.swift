import Histogram

/// How long decisions took, as the host saw it and as the policy says, and how many came too late.
///
/// HdrHistograms with three significant digits from 1 ns to an hour; recording allocates nothing.
public struct DecisionLatencies: Sendable {
    /// Nanoseconds from handing a request over to having its answer checked.
    public private(set) var roundTrip = Histogram<UInt64>(highestTrackableValue: Self.highest)
    /// Nanoseconds the policy itself says it computed.
    public private(set) var compute = Histogram<UInt64>(highestTrackableValue: Self.highest)
    /// Decisions that came after their budget or never.
    public private(set) var missed = 0

    private static let highest: UInt64 = 3_600_000_000_000

    public init() {}

    /// Decisions that were answered.
    public var count: Int { Int(roundTrip.totalCount) }

    mutating func record(roundTripNanoseconds: UInt64, computeMicroseconds: Double) {
        roundTrip.record(min(max(roundTripNanoseconds, 1), Self.highest))
        // The wire has checked that it is finite and not negative; 0 means not measured.
        guard computeMicroseconds > 0 else { return }
        compute.record(UInt64(min(max(computeMicroseconds * 1000, 1), Double(Self.highest))))
    }

    mutating func recordMiss() {
        missed += 1
    }

    /// Adds the decisions of `other`.
    public mutating func add(_ other: DecisionLatencies) {
        roundTrip.add(other.roundTrip)
        compute.add(other.compute)
        missed += other.missed
    }

    /// Microseconds of the round trip that `percentile` percent of decisions did not exceed; `nil` without decisions.
    public func roundTripMicroseconds(percentile: Double) -> Double? {
        roundTrip.totalCount == 0 ? nil : Double(roundTrip.valueAtPercentile(percentile)) / 1000
    }

    /// Microseconds of the policy's own time, likewise; `nil` if it never said.
    public func computeMicroseconds(percentile: Double) -> Double? {
        compute.totalCount == 0 ? nil : Double(compute.valueAtPercentile(percentile)) / 1000
    }
}
