extension RandomStream.Purpose {
    /// What the offloading game's world draws for, at the addresses of spec/offloading.md, section 12.
    static let taskData = Self(32)
    static let taskWork = Self(33)
    static let taskDeadline = Self(34)
    static let userPosition = Self(35)
    static let nodeClock = Self(36)
    static let request = Self(37)
    static let resultRatio = Self(38)
    static let channel = Self(39)
}
