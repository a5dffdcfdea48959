extension FollowerGame {
    /// Puts everybody active on channel 0.
    public mutating func placeEverybodyAtEdge() {
        switch radio {
        case .table: table?.removeAll()
        case .members: members?.removeAll()
        case .sums: sums?.removeAll()
        }
        for j in loads.indices { loads[j] = 0 }
        for m in 0..<userCount {
            channels[m] = 0
            if users[m].isActive { insert(m, on: 0) }
        }
    }

    /// Puts everybody where `channels` says, shape `[M]`; who is not active counts nowhere.
    public mutating func place(_ channels: Span<Int32>) {
        precondition(channels.count == userCount, "\(channels.count) channels for \(userCount) users")
        placeEverybodyAtEdge()
        for m in 0..<userCount where users[m].isActive { move(m, to: Int(channels[m])) }
    }

    /// Moves the active user `m` to channel `j`, which need not have room.
    public mutating func move(_ m: Int, to j: Int) {
        let current = Int(channels[m])
        guard j != current else { return }
        loads[current] -= 1
        switch radio {
        case .table: table?.remove(m, from: current)
        case .members: members?.remove(m, from: current)
        case .sums: sums?.remove(m, from: current)
        }
        channels[m] = Int32(j)
        insert(m, on: j)
    }

    private mutating func insert(_ m: Int, on j: Int) {
        loads[j] += 1
        switch radio {
        case .table: table?.insert(m, on: j)
        case .members: members?.insert(m, on: j)
        case .sums: sums?.insert(m, on: j)
        }
    }

    /// Whether no node has more users than it takes.
    public var isWithinCapacity: Bool {
        for k in 1..<nodeCount + 1 where loads[k] > model.values.nodeCapacity { return false }
        return true
    }

    /// Refuses a profile with more users at a node than it takes, in which a best response would mean nothing.
    func checkCapacity() {
        let capacity = model.values.nodeCapacity
        for k in 1..<nodeCount + 1 {
            precondition(loads[k] <= capacity, "\(loads[k]) users at node \(k), which takes \(capacity)")
        }
    }

    /// Whether `m` is at `j` or may choose it: fewer than the capacity are there.
    func hasRoom(for m: Int, at j: Int) -> Bool {
        j == 0 || channels[m] == Int32(j) || loads[j] < model.values.nodeCapacity
    }
}
