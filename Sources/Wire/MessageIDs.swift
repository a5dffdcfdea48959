/// Numbers for the messages that one side sends: even from the host, odd from the plugin, always the next.
public struct MessageIDs: Sendable {
    private var following: UInt64

    private init(first: UInt64) {
        following = first
    }

    /// 2, 4, 6, ...
    public static let host = MessageIDs(first: 2)
    /// 1, 3, 5, ...
    public static let plugin = MessageIDs(first: 1)

    /// A number never given before.
    public mutating func next() -> UInt64 {
        defer { following += 2 }
        return following
    }
}

/// Checks the numbers of the messages that the other side sends.
public struct PeerIDs: Sendable {
    private let parity: UInt64
    private var last: UInt64 = 0

    private init(parity: UInt64) {
        self.parity = parity
    }

    /// For what comes from the host.
    public static let host = PeerIDs(parity: 0)
    /// For what comes from the plugin.
    public static let plugin = PeerIDs(parity: 1)

    /// Takes note of the number of a message that arrived.
    ///
    /// - Throws: ``Fault/idViolation(_:)`` where it is of the wrong parity, 0, or not above the one before.
    public mutating func accept(_ id: UInt64) throws(Fault) {
        if id == 0 || id % 2 != parity { throw .idViolation(.wrongParity(id)) }
        if id <= last { throw .idViolation(.notIncreasing(id, after: last)) }
        last = id
    }
}
