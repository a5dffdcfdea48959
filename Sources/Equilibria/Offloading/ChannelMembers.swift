/// Who is on which channel: a list for each, in increasing index.
struct ChannelMembers: Sendable {
    private let userCount: Int
    /// Lists one after the other, shape `[K+1, M]`, of which the first `count(j)` entries hold.
    private var members: [Int32]
    private var counts: [Int]

    init(users: Int, channels: Int) {
        userCount = users
        members = Array(repeating: 0, count: users * channels)
        counts = Array(repeating: 0, count: channels)
    }

    mutating func removeAll() {
        for j in counts.indices { counts[j] = 0 }
    }

    /// - Complexity: O(members of `j`).
    mutating func insert(_ m: Int, on j: Int) {
        var place = j * userCount + counts[j]
        while place > j * userCount, members[place - 1] > m {
            members[place] = members[place - 1]
            place -= 1
        }
        members[place] = Int32(m)
        counts[j] += 1
    }

    /// Takes `m` off `j`, where it is.
    mutating func remove(_ m: Int, from j: Int) {
        var place = range(j).lowerBound
        while members[place] != m { place += 1 }
        counts[j] -= 1
        while place < range(j).upperBound {
            members[place] = members[place + 1]
            place += 1
        }
    }

    /// Where in the lists those of `j` stand.
    func range(_ j: Int) -> Range<Int> { j * userCount..<j * userCount + counts[j] }

    subscript(place: Int) -> Int { Int(members[place]) }
}
