import Games

/// Slots in which everybody is active, drawn one after the other within the default scenario's ranges.
struct OffloadingSlots {
    private var next: UInt32 = 0

    /// A slot of as many users and nodes as `scenario` says.
    mutating func instance(in scenario: Scenario) throws -> OffloadingInstance {
        let model = try OffloadingModel(scenario)
        guard case .integer(let users) = scenario["M"] else { preconditionFailure("M is a whole number") }
        let slot = next
        next += 1
        // A stream that neither game nor policies draw from.
        let stream = RandomStream(seed: 99, purpose: .init(255))
        func draw(_ field: UInt32, _ count: Int, _ low: Double, _ high: Double) -> [Double] {
            (0..<UInt32(count)).map { low + (high - low) * stream.uniforms(slot: slot, n: $0, m: field).0 }
        }
        let channels = model.values.nodeCount + 1
        return try OffloadingInstance(
            model: model, request: draw(0, users, 1, 30).map { Int($0) }, dataMbit: draw(1, users, 0.012, 0.06),
            workMcycle: draw(2, users, 5, 25), deadlineMs: draw(3, users, 5, 15), resultRatio: draw(4, users, 1, 10),
            uplinkPowerW: Array(repeating: 0.2, count: users), nodeClockGHz: draw(5, channels - 1, 1, 9),
            gain: draw(6, channels * users, 1e-11, 1e-9),
            coupling: .instant(draw(7, channels * users * users, 0, 1e-10)))
    }
}
