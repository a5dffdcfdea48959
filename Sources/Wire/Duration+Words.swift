extension Duration {
    /// The duration for people: up to three digits and a unit, for example `55.5 us` or `2.5 s`.
    ///
    /// Rounded down, so that a limit that was kept never reads as one that was not; whole seconds from 100 on, and `0 ns`
    /// where it is negative.
    public var inWords: String {
        let (seconds, attoseconds) = components
        if seconds >= 100 { return "\(seconds) s" }
        let nanoseconds = max(0, seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        let units: [(size: Int64, name: String)] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "us")]
        guard let unit = units.first(where: { nanoseconds >= $0.size }) else { return "\(nanoseconds) ns" }
        let whole = nanoseconds / unit.size
        let thousandths = String(1000 + nanoseconds % unit.size * 1000 / unit.size).dropFirst()
        var decimals = thousandths.prefix(whole >= 100 ? 0 : whole >= 10 ? 1 : 2)
        while decimals.last == "0" { decimals.removeLast() }
        return "\(whole)\(decimals.isEmpty ? "" : ".")\(decimals) \(unit.name)"
    }
}
