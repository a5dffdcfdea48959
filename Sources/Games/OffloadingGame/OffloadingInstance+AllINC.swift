extension OffloadingInstance {
    /// ALL-INC's o: every active user; where Cmax binds, those with the most work, of equals the smaller index.
    ///
    /// - Complexity: O(M), O(M log M) where Cmax binds.
    /// - SeeAlso: spec/offloading.md, section 11.
    public func allINCModes() -> [Int32] {
        var active = (0..<userCount).filter(isActive)
        let capacity = model.operatorCapacity(users: userCount)
        if active.count > capacity {
            active.sort { workMcycle[$0] > workMcycle[$1] || (workMcycle[$0] == workMcycle[$1] && $0 < $1) }
        }
        var modes = Array(repeating: Int32(0), count: userCount)
        for m in active.prefix(capacity) { modes[m] = 1 }
        return modes
    }
}
