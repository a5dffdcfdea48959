import Games

extension OffloadingInstance {
    /// o of a set of active users, shape `[M]`: bit i of `set` stands for the i-th of them in increasing index.
    public func modes(of set: Int) -> [Int32] {
        var modes = Array(repeating: Int32(0), count: userCount)
        write(set, to: &modes)
        return modes
    }

    /// As ``modes(of:)``, into storage of that shape.
    func write(_ set: Int, to modes: inout [Int32]) {
        var rest = set
        for m in 0..<userCount {
            guard isActive(m) else {
                modes[m] = 0
                continue
            }
            modes[m] = Int32(rest & 1)
            rest >>= 1
        }
    }
}
