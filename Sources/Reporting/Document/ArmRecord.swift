import Statistics

/// What one arm played and earned.
public struct ArmRecord: Sendable {
    /// As it was asked for: `operator=P,followers=P`.
    public let name: String
    public internal(set) var plugins: [PluginRecord] = []
    /// By metric name.
    public internal(set) var samples: [String: SampleRecord] = [:]
    public internal(set) var timing: TimingRecord?
}

/// A plugin that played.
public struct PluginRecord: Sendable, Hashable {
    public let role: String
    public let name: String
    public let version: String?
    public let sha256: String?
    public let information: String?
    /// Whom it stood in for when a decision was missed.
    public let standsIn: Bool
}

/// One metric of one arm.
public struct SampleRecord: Sendable {
    public let mean: Double?
    public let standardDeviation: Double?
    /// One value an episode; nil where it is unknown.
    public let episodes: [Double?]

    /// Episodes whose value is known.
    var known: [Double] { episodes.compactMap { $0 } }

    /// The interval of the mean by Student's t; nil where fewer than two episodes are known, or some are not.
    func interval(confidence: Double) -> ClosedRange<Double>? {
        guard known.count == episodes.count, known.count > 1, let mean, mean.isFinite else { return nil }
        let moments = Moments(known)
        let quantile = StudentT(degreesOfFreedom: Double(known.count - 1)).quantile((1 + confidence) / 2)
        let width = quantile * moments.standardDeviation / Double(known.count).squareRoot()
        return width.isFinite ? mean - width...mean + width : nil
    }
}

/// How long decisions took.
public struct TimingRecord: Sendable {
    /// Of all roles together.
    public internal(set) var all: LatencyRecord
    /// By role, in the document's order.
    public internal(set) var roles: [(role: String, latencies: LatencyRecord)] = []
    public internal(set) var seconds: Double?
}

/// The decisions of one role.
public struct LatencyRecord: Sendable, Hashable {
    public let count: Int?
    public let missed: Int?
    /// From the host's question to its answer.
    public let roundTrip: Percentiles
    /// The plugin's own part: inference, or solving.
    public let compute: Percentiles
    /// Round trips, ascending.
    public let histogram: [Bucket]

    public struct Percentiles: Sendable, Hashable {
        public let p50Microseconds: Double?
        public let p99Microseconds: Double?
    }

    public struct Bucket: Sendable, Hashable {
        public let upperMicroseconds: Double
        public let count: Double
    }
}
