import Games

/// Interference from mean received powers, for thousands of users: sums by rank of gain instead of pairs of users.
///
/// With statistical coupling what user n does to m depends on n and on which of the two is decoded first, so the
/// interference is a sum over later users plus xi times one over earlier ones. A channel that takes many users keeps them
/// in ``PartialSums``; on a short one a loop over its members is faster.
///
/// - SeeAlso: spec/offloading.md, section 15.
struct UplinkSums: Sendable {
    /// A channel that may hold more users than this keeps partial sums.
    private static let longest = 64

    private let userCount: Int
    private let channelCount: Int
    private var residual = 0.0
    private var isLong: [Bool]
    /// hn2 and mean received power in W, shape `[M, K+1]`: a user's channels lie side by side.
    private var gains: [Double] = []
    private var received: [Double] = []
    /// Places of users in the order of decoding, on each long channel; shape `[K+1, M]`, empty for short ones.
    private var ranks: [[Int32]]
    private var sums: [PartialSums]
    /// On short channels only.
    private var members: [[Member]]

    private struct Member {
        let user: Int
        let gain: Double
        let received: Double
    }

    init(users: Int, channels: Int) {
        (userCount, channelCount) = (users, channels)
        isLong = Array(repeating: false, count: channels)
        ranks = Array(repeating: [], count: channels)
        sums = Array(repeating: PartialSums(count: 0), count: channels)
        members = Array(repeating: [], count: channels)
    }

    /// Takes over the gains of `instance`, whose coupling is statistical; nobody is on any channel then.
    ///
    /// - Complexity: O(M K + M log M · long channels).
    mutating func load(_ instance: OffloadingInstance) {
        guard case .statistical(let antennas) = instance.coupling else {
            preconditionFailure("sums of mean powers need statistical coupling")
        }
        residual = instance.model.values.residual
        if gains.isEmpty {
            gains = Array(repeating: 0, count: userCount * channelCount)
            received = gains
        }
        for j in 0..<channelCount {
            for m in 0..<userCount {
                let gain = instance.gain(j, m)
                gains[m * channelCount + j] = gain
                received[m * channelCount + j] = instance.uplinkPowerW[m] * (gain / Double(antennas))
            }
            isLong[j] = min(userCount, j == 0 ? userCount : instance.model.values.nodeCapacity) > Self.longest
            if isLong[j] { rank(instance, j) }
        }
        removeAll()
    }

    private mutating func rank(_ instance: OffloadingInstance, _ j: Int) {
        if ranks[j].isEmpty {
            ranks[j] = Array(repeating: 0, count: userCount)
            sums[j] = PartialSums(count: userCount)
        }
        var order = Array(0..<userCount)
        order.sort { instance.isDecoded($1, after: $0, at: j) }
        for (place, m) in order.enumerated() { ranks[j][m] = Int32(place) }
    }

    mutating func removeAll() {
        for j in 0..<channelCount {
            if isLong[j] { sums[j].removeAll() } else { members[j].removeAll(keepingCapacity: true) }
        }
    }

    mutating func insert(_ m: Int, on j: Int) {
        let pair = m * channelCount + j
        guard !isLong[j] else { return sums[j].set(Int(ranks[j][m]), to: received[pair]) }
        // In increasing index, so that a sum does not depend on who came first.
        let place = members[j].firstIndex { $0.user > m } ?? members[j].count
        members[j].insert(Member(user: m, gain: gains[pair], received: received[pair]), at: place)
    }

    mutating func remove(_ m: Int, from j: Int) {
        guard !isLong[j] else { return sums[j].set(Int(ranks[j][m]), to: 0) }
        members[j].removeAll { $0.user == m }
    }

    /// Interference in W to user `m` on channel `j` from those who are there besides it.
    ///
    /// - Complexity: O(log M), or O(members of `j`) on a short channel.
    @inline(__always)
    func interference(to m: Int, on j: Int) -> Double {
        if isLong[j] { return sums[j].sum(after: Int(ranks[j][m]), plus: residual) }
        let own = gains[m * channelCount + j]
        var sum = 0.0
        for n in members[j] where n.user != m {
            let isLater = OffloadingInstance.isDecoded(n.user, gain: n.gain, after: m, gain: own)
            sum += isLater ? n.received : residual * n.received
        }
        return sum
    }
}
