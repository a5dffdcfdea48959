import Games

/// T_ul of every user on every channel in the company of every set of others, for up to 8 active users.
///
/// Filled by one call of the logarithm for a whole slot; then a best response is a few look-ups, in whatever order and
/// under whatever modes users move.
///
/// - SeeAlso: spec/offloading.md, section 15.
struct UplinkTable: Sendable {
    /// More active users than this are not tabulated: entries double with each.
    static let userLimit = 8

    /// Place of each user among the active ones, shape `[M]`; -1 for who is not active.
    private var number: [Int]
    /// Who is active, in increasing index.
    private var users: [Int] = []
    /// T_ul in ms, shape `[A, K+1, 2^(A-1)]`, the last index being the set of others with the user's own bit cut out.
    private var ms: [Double] = []
    private var ratios: [Double] = []
    /// Who is on each channel, bit i standing for the i-th active user; shape `[K+1]`.
    private var sets: [Int]

    init(users: Int, channels: Int) {
        number = Array(repeating: -1, count: users)
        sets = Array(repeating: 0, count: channels)
    }

    /// Tabulates `instance`, which has at most `userLimit` active users; nobody is on any channel then.
    mutating func load(_ instance: OffloadingInstance) {
        users.removeAll(keepingCapacity: true)
        for m in number.indices {
            number[m] = instance.isActive(m) ? users.count : -1
            if instance.isActive(m) { users.append(m) }
        }
        removeAll()
        guard !users.isEmpty else { return }
        let width = 1 << (users.count - 1)
        let count = users.count * sets.count * width
        if ms.count < count {
            ms = Array(repeating: 0, count: count)
            ratios = ms
        }
        var row = 0
        for m in users {
            for j in sets.indices {
                sum(instance, m, j, from: row)
                let power = instance.uplinkPowerW[m] * instance.gain(j, m)
                for entry in row..<row + width {
                    ratios[entry] = power / (ratios[entry] + instance.model.uplink.noiseW)
                }
                row += width
            }
        }
        for entry in 0..<count { ms[entry] = ratios[entry] }
        Elementary.replaceByLog1p(&ms, count: count, kind: .best)
        let rows = sets.count * width
        for (i, m) in users.enumerated() {
            let data = instance.dataMbit[m]
            for entry in i * rows..<(i + 1) * rows {
                let rate = instance.model.uplink.rate(sinr: ratios[entry], log1p: ms[entry])
                ms[entry] = instance.model.transferMs(data, rate: rate)
            }
        }
    }

    /// Interference in W to user `m` on channel `j` from every set of others, into `ratios` from `row` on.
    ///
    /// A set's sum is that of the set without its last user, plus that user: terms are added in increasing index.
    private mutating func sum(_ instance: OffloadingInstance, _ m: Int, _ j: Int, from row: Int) {
        ratios[row] = 0
        var size = 1
        for n in users where n != m {
            let power = instance.interference(from: n, to: m, on: j)
            for set in row..<row + size { ratios[set + size] = ratios[set] + power }
            size *= 2
        }
    }

    mutating func removeAll() {
        for j in sets.indices { sets[j] = 0 }
    }

    mutating func insert(_ m: Int, on j: Int) { sets[j] |= 1 << number[m] }

    mutating func remove(_ m: Int, from j: Int) { sets[j] &= ~(1 << number[m]) }

    /// T_ul of user `m` on channel `j`, together with those who are there besides it.
    @inline(__always)
    func uplinkMs(_ m: Int, on j: Int) -> Double {
        let i = number[m]
        let below = (1 << i) - 1
        let others = (sets[j] & below) | (sets[j] >> 1 & ~below)
        return ms[(i * sets.count + j) << (users.count - 1) + others]
    }
}
