import Games

/// Interference to every user on every channel as a sum over who is there, for games whose pairs of users fit into memory.
struct UplinkMembers: Sendable {
    private let userCount: Int
    private let channelCount: Int
    /// What n does to m on channel j in W, shape `[M, K+1, M]`: power, channel and cancellation in one number.
    private var powers: [Double]
    private var members: ChannelMembers

    init(users: Int, channels: Int) {
        (userCount, channelCount) = (users, channels)
        powers = []
        members = ChannelMembers(users: users, channels: channels)
    }

    /// Takes over the couplings of `instance`; nobody is on any channel then.
    mutating func load(_ instance: OffloadingInstance) {
        if powers.isEmpty { powers = Array(repeating: 0, count: userCount * channelCount * userCount) }
        for m in 0..<userCount where instance.isActive(m) {
            for j in 0..<channelCount {
                let row = (m * channelCount + j) * userCount
                for n in 0..<userCount where n != m && instance.isActive(n) {
                    powers[row + n] = instance.interference(from: n, to: m, on: j)
                }
            }
        }
        removeAll()
    }

    mutating func removeAll() { members.removeAll() }
    mutating func insert(_ m: Int, on j: Int) { members.insert(m, on: j) }
    mutating func remove(_ m: Int, from j: Int) { members.remove(m, from: j) }

    /// Interference in W to user `m` on channel `j` from those who are there besides it, added in increasing index.
    ///
    /// - Complexity: O(members of `j`).
    @inline(__always)
    func interference(to m: Int, on j: Int) -> Double {
        let row = (m * channelCount + j) * userCount
        var sum = 0.0
        for place in members.range(j) {
            let n = members[place]
            if n != m { sum += powers[row + n] }
        }
        return sum
    }
}
