import Games
import Policy

/// The operator of the offloading game that follows a rule for whom it lets offload and one for the downlink's power.
///
/// What its policies share: they differ in their rules. It asks for the full instance only where a rule needs it.
struct OffloadingOperator {
    let acceptance: Acceptance

    private enum Stages {
        case mode
        case power
    }

    private let modes: ModeRule
    private let downlink: DownlinkRule
    /// p_min to p_max, W.
    private let range: ClosedRange<Double>
    /// Which stage of the session is which.
    private let stages: [Stages]
    /// Per stage of the session; empty where no rule needs the instance.
    private var tensors: [OffloadingTensors]
    /// What keys the draws, per row.
    private var seeds: [UInt64]

    /// - Parameters:
    ///   - session: the operator's.
    ///   - modes: whom it lets offload.
    ///   - downlink: the rule for powers where the session has no option `power`.
    /// - Throws: ``PolicyError`` where the session is not the offloading game's, or its option `power` is none.
    init(_ session: Session, modes: ModeRule, downlink: DownlinkRule) throws(PolicyError) {
        let names = session.stages.map(\.name)
        guard let modeStage = names.firstIndex(of: "mode"), let powerStage = names.firstIndex(of: "power"),
            names.count == 2
        else {
            throw PolicyError("it decides modes and powers; \(session.scenario) has stages \(names)")
        }
        var acceptance = Acceptance(session)
        acceptance.actionSpaces[modeStage] = try session.stages[modeStage].actionSpace("score")
        let watts = try session.stages[powerStage].actionSpace("watts")
        acceptance.actionSpaces[powerStage] = watts
        guard case .box(let low, let high) = session.stages[powerStage].actions[watts].tensors[0].domain,
            let lowest = low.max(), let highest = high.min(), lowest <= highest
        else { throw PolicyError("stage power has no range of powers") }
        range = lowest...highest
        self.modes = modes
        if let option = session.option("power") {
            self.downlink = try DownlinkRule(option, within: range)
        } else {
            self.downlink = downlink
        }
        acceptance.wantsObservation = false
        acceptance.wantsInstance = modes.needsInstance || self.downlink.needsInstance
        stages = modeStage == 0 ? [.mode, .power] : [.power, .mode]
        tensors = []
        if acceptance.wantsInstance {
            for stage in session.stages { tensors.append(try OffloadingTensors(stage)) }
        }
        seeds = Array(repeating: 0, count: session.rows)
        self.acceptance = acceptance
    }

    mutating func reset(row: Int, seed: UInt64) { seeds[row] = seed }

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        let users = actions.tensors[0].rowStride
        for row in 0..<observations.rows {
            let draws = OffloadingDraws(
                seed: seeds[row], slot: UInt32(truncatingIfNeeded: observations.slot))
            let values =
                switch stages[observations.stage] {
                case .mode: try scores(observations, row: row, draws, users: users)
                case .power: try powersW(observations, row: row, draws, users: users)
                }
            for m in values.indices { actions.tensors[0].float64[row * users + m] = values[m] }
        }
    }

    private mutating func scores(
        _ observations: Observations, row: Int, _ draws: OffloadingDraws, users: Int
    ) throws(PolicyError) -> [Double] {
        guard modes.needsInstance else { return modes.scores(users: users, draws) }
        return try modes.scores(of: tensors[observations.stage].instance(observations, row: row), draws)
    }

    private mutating func powersW(
        _ observations: Observations, row: Int, _ draws: OffloadingDraws, users: Int
    ) throws(PolicyError) -> [Double] {
        guard downlink.needsInstance else { return downlink.powersW(users: users, range: range, draws) }
        return downlink.powersW(of: try tensors[observations.stage].instance(observations, row: row), draws)
    }
}

extension Stage {
    /// The index of the action space called `name`.
    ///
    /// - Throws: ``PolicyError`` where the stage has none.
    func actionSpace(_ name: String) throws(PolicyError) -> Int {
        guard let index = actions.firstIndex(where: { $0.name == name }) else {
            let known = actions.map(\.name).joined(separator: ", ")
            throw PolicyError("stage \(self.name) has no action space \(name), only \(known)")
        }
        return index
    }
}
