import Statistics

/// How often something was so, with the bounds that chance leaves.
struct Rate {
    private(set) var hits = 0
    private(set) var trials = 0

    mutating func count(_ isHit: Bool) {
        trials += 1
        if isHit { hits += 1 }
    }

    var share: Double { Double(hits) / Double(trials) }

    /// Wilson's interval of confidence 0.95.
    var bounds: (lower: Double, upper: Double) {
        let z = StudentT(degreesOfFreedom: .infinity).quantile(0.975)
        let n = Double(trials)
        let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        let halfWidth = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        return (centre - halfWidth, centre + halfWidth)
    }
}

/// A rate beside what is claimed of it.
struct Finding {
    let claim: String
    let rate: Rate
    /// Where the share must lie; nil for one that is only reported.
    let band: ClosedRange<Double>?

    var holds: Bool { band.map { $0.contains(rate.share) } ?? true }

    static let header = "claim".padded(62) + "   sets    rate   95 % of chance     band"

    var row: String {
        let (lower, upper) = rate.bounds
        let stated = band.map { "\($0.lowerBound.fixed(3))...\($0.upperBound.fixed(3))" } ?? "reported"
        let sets = String(rate.trials)
        return claim.padded(62) + String(repeating: " ", count: max(0, 7 - sets.count)) + sets
            + "  \(rate.share.fixed(4))  \(lower.fixed(4))...\(upper.fixed(4))  \(stated)" + (holds ? "" : "  OUTSIDE")
    }
}

extension String {
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

extension Double {
    /// In `digits` decimals, of numbers in `0...1`.
    func fixed(_ digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { scale, _ in 10 * scale }
        let whole = Int((self * Double(scale)).rounded())
        let decimals = String(whole % scale)
        return "\(whole / scale)." + String(repeating: "0", count: digits - decimals.count) + decimals
    }
}
