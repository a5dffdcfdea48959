import Histogram

extension DecisionLatencies {
    /// Decisions whose round trip took up to an end and longer than the end before it.
    public struct Bucket: Sendable, Hashable {
        public let upperMicroseconds: Double
        public let count: Int
    }

    /// Round trips in buckets whose ends are a factor of 2^(1/4) apart, from 1 µs on, as far as there are any; fine enough for
    /// any picture.
    public var roundTripHistogram: [Bucket] {
        var counts: [Int: Int] = [:]
        for value in roundTrip.recordedValues() {
            // The end that is at or above the value; what is below 1 µs is in the first one.
            let microseconds = Double(value.value) / 1000
            var step = 0
            while Self.end(of: step) < microseconds { step += 1 }
            counts[step, default: 0] += Int(value.count)
        }
        return counts.keys.sorted().map { Bucket(upperMicroseconds: Self.end(of: $0), count: counts[$0] ?? 0) }
    }

    private static func end(of step: Int) -> Double {
        // 2^(1/4) to powers of 0 to 3.
        let quarters = [1, 1.189207115002721, 1.414213562373095, 1.681792830507429]
        return Double(sign: .plus, exponent: step / 4, significand: quarters[step % 4])
    }
}
