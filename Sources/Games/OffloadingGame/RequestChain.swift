/// Which task a user requests next: a Markov chain over the states 0, no request, and 1...F.
///
/// Out of 0 tasks are drawn by popularity (Zipf); a task is followed by one of the N next ones, each as likely. The
/// probability of no request is R from every state, but for the printed chain's last tasks. Rows are implicit: a chain
/// takes O(F) of memory, a draw O(log F) of time.
///
/// - SeeAlso: spec/offloading.md, section 3.
public struct RequestChain: Sendable, Equatable {
    /// What the N last tasks are followed by where the library ends.
    public enum Wrap: String, Sendable, Hashable, CaseIterable {
        /// The first tasks.
        case wrapF
        /// As printed: state 0 counts as the task after the last, which adds to R.
        case additive
    }

    /// F.
    public let taskCount: Int
    /// R.
    public let idleProbability: Double
    /// delta.
    public let popularityExponent: Double
    /// N.
    public let successorCount: Int
    public let wrap: Wrap
    /// P[0][f], shape `[F]`.
    let popularity: [Double]
    /// Running sums of row 0, shape `[F+1]`.
    private let sumsOfFirstRow: [Double]
    /// Running sums of every other row, its zeros left out: R, then N equal parts, shape `[N+1]`.
    private let sums: [Double]

    /// Checks the parameters.
    ///
    /// - Throws: ``InstanceError`` naming the first that is out of range: F, R, delta or Nn.
    public init(
        taskCount: Int, idleProbability: Double, popularityExponent: Double, successorCount: Int, wrap: Wrap = .wrapF
    ) throws(InstanceError) {
        guard (1...Self.mostTasks).contains(taskCount) else {
            throw InstanceError(field: "F", reason: "is \(taskCount), not in 1...\(Self.mostTasks)")
        }
        guard (0...1).contains(idleProbability) else {
            throw InstanceError(field: "R", reason: "is \(idleProbability), not in 0...1")
        }
        guard popularityExponent.isFinite else {
            throw InstanceError(field: "delta", reason: "is \(popularityExponent)")
        }
        guard (1...taskCount).contains(successorCount) else {
            throw InstanceError(field: "Nn", reason: "is \(successorCount), not in 1...\(taskCount), the tasks")
        }
        self.taskCount = taskCount
        self.idleProbability = idleProbability
        self.popularityExponent = popularityExponent
        self.successorCount = successorCount
        self.wrap = wrap
        popularity = Self.popularity(taskCount, popularityExponent, total: 1 - idleProbability)
        sumsOfFirstRow = Self.runningSums(of: popularity, from: idleProbability)
        let part = (1 - idleProbability) / Double(successorCount)
        sums = Self.runningSums(of: Array(repeating: part, count: successorCount), from: idleProbability)
    }

    /// The state after `state`, by inversion of the running sums of its row.
    ///
    /// That is the first j with u < P[state][0] + ... + P[state][j], and where rounding leaves `u` above all of these,
    /// the last state of positive probability.
    ///
    /// - Parameters:
    ///   - state: in 0...F.
    ///   - u: uniform in 0..<1.
    /// - Returns: a state in 0...F.
    /// - Complexity: O(log F).
    public func next(from state: Int, u: Double) -> Int {
        precondition((0...taskCount).contains(state), "state \(state) of \(taskCount) tasks")
        if state == 0 {
            let found = Self.first(in: sumsOfFirstRow, above: u)
            return found < sumsOfFirstRow.count ? found : lastPopular
        }
        let rank = min(Self.first(in: sums, above: u), successorCount)
        return rank == 0 ? 0 : successor(rank, of: state)
    }

    /// The state after one that `row` holds the probabilities of, by the same rule.
    ///
    /// - Complexity: O(F).
    public static func next(in row: [Double], u: Double) -> Int {
        let found = first(in: runningSums(of: Array(row.dropFirst()), from: row[0]), above: u)
        return found < row.count ? found : row.lastIndex { $0 > 0 } ?? 0
    }

    /// The `rank`-th smallest of the N states after task `task`, from rank 1; with `additive` state 0 may be one of them.
    func successor(_ rank: Int, of task: Int) -> Int {
        // So many are beyond the last task, and come first in order.
        let wrapped = max(0, task + successorCount - taskCount)
        if rank > wrapped { return task + rank - wrapped }
        return wrap == .wrapF ? rank : rank - 1
    }

    /// Where rounding leaves a draw out of state 0: the last task that has a probability at all.
    private var lastPopular: Int { (popularity.lastIndex { $0 > 0 } ?? -1) + 1 }

    /// `total` f^-delta / (sum of i^-delta), with the largest power scaled to 1 so that none overflows.
    private static func popularity(_ tasks: Int, _ exponent: Double, total: Double) -> [Double] {
        let logarithms = logarithms(upTo: tasks)
        let largest = exponent >= 0 ? 0 : logarithms[tasks - 1]
        let powers = logarithms.map { -exponent * ($0 - largest) }
        var weights = powers
        var span = weights.mutableSpan
        Elementary.exp(powers.span, &span, .best)
        let sum = weights.reduce(0, +)
        return weights.map { total * $0 / sum }
    }

    /// Natural logarithms of 1 to `count`.
    private static func logarithms(upTo count: Int) -> [Double] {
        var values = (1...count).map(Double.init)
        Elementary.replaceByLog(&values, count: count, kind: .best)
        return values
    }

    /// `first`, `first` + p[0], `first` + p[0] + p[1], ..., each from the one before.
    private static func runningSums(of p: [Double], from first: Double) -> [Double] {
        var sums = [first]
        sums.reserveCapacity(p.count + 1)
        for probability in p { sums.append(sums[sums.count - 1] + probability) }
        return sums
    }

    /// The first index at which `sums`, which never fall, exceed `u`; their count where none does.
    private static func first(in sums: [Double], above u: Double) -> Int {
        var (low, high) = (0, sums.count)
        while low < high {
            let middle = (low + high) / 2
            if u < sums[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static let mostTasks = 100_000
}
