import ArgumentParser

/// A length of time as people type it: `10s`, `250ms`, `50us`, `2m`.
struct DurationArgument: ExpressibleByArgument, CustomStringConvertible {
    let duration: Duration
    let description: String

    init?(argument: String) {
        let units: [(suffix: String, nanoseconds: Double)] = [("ms", 1e6), ("us", 1e3), ("s", 1e9), ("m", 60e9)]
        guard let unit = units.first(where: { argument.hasSuffix($0.suffix) }),
            let count = Double(argument.dropLast(unit.suffix.count)), count > 0, count.isFinite,
            count * unit.nanoseconds < 1e18
        else { return nil }
        duration = .nanoseconds(Int64(count * unit.nanoseconds))
        description = argument
    }
}
