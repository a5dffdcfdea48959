import Policy

/// Means of what learners say, by side and name, in the order in which they said it first.
struct NamedMeans {
    private var sums: [(role: Role, name: String, sum: Double, count: Int)] = []

    /// Adds every number of `metrics`.
    mutating func add(_ metrics: LearningMetrics, of role: Role) {
        for (name, value) in metrics.values { add(value, name, of: role, count: 1) }
    }

    /// Adds what `other` holds.
    mutating func add(_ other: NamedMeans) {
        for entry in other.sums { add(entry.sum, entry.name, of: entry.role, count: entry.count) }
    }

    private mutating func add(_ sum: Double, _ name: String, of role: Role, count: Int) {
        if let index = sums.firstIndex(where: { $0.role == role && $0.name == name }) {
            sums[index].sum += sum
            sums[index].count += count
        } else {
            sums.append((role, name, sum, count))
        }
    }

    /// The means so far, the operator's first.
    var means: [LearnerMean] {
        Role.allCases.flatMap { role in
            sums.filter { $0.role == role }.map {
                LearnerMean(role: role, name: $0.name, value: $0.sum / Double($0.count))
            }
        }
    }
}

/// The mean of one number that the learners of a side said over some time.
public struct LearnerMean: Sendable, Equatable {
    public let role: Role
    public let name: String
    public let value: Double
}

/// Where learners' numbers are gathered while a batch is played; used on the thread that plays.
final class LearnerInbox {
    private var batch = NamedMeans()

    func add(_ metrics: LearningMetrics, of role: Role) { batch.add(metrics, of: role) }

    /// What has come since the last time.
    func take() -> NamedMeans {
        defer { batch = NamedMeans() }
        return batch
    }
}
