import Games
import Learners
import Statistics

extension TopicChecker {
    /// Rewards, gains and what summarises learning (sections 9 to 11).
    static let offloadingPlay = offloading(
        "kpi", operations: ["rewardUL", "rewardDL", "rewardGlobal", "gain", "auc", "normalise", "gae"]
    ) { reference, report throws(ExperimentsError) in
        switch try reference.input["op"].text {
        case "rewardUL": try checkUplinkReward(reference, &report)
        case "rewardDL": try checkDownlinkReward(reference, &report)
        case "rewardGlobal": try checkGlobalReward(reference, &report)
        case "gain": try checkGain(reference, &report)
        case "auc": try checkArea(reference, &report)
        case "normalise": try checkNormalisation(reference, &report)
        default: try checkAdvantage(reference, &report)
        }
    }
}

/// More users than any slot has, and few enough for sums of loads.
private let mostUsers = 1 << 32

/// R_u of loads, which is one of three whole numbers.
private func checkUplinkReward(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["n0", "n", "cap", "all", "incOnly"])
    var loads = [try input["n0"].count(to: mostUsers)]
    for load in try input["n"].elements { loads.append(try load.count(to: mostUsers)) }
    guard loads.count > 1 else { throw .field(path: "n", reason: "has no node") }
    let capacity = try input["cap"].count(to: .max)
    for balance in OffloadingRewards.Balance.allCases {
        let reward = OffloadingRewards(balance: balance).uplink(loads: loads, capacity: capacity)
        try report.compare(balance.rawValue, of: input, with: JSON(reward))
    }
}

private func checkDownlinkReward(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["p_dl", "active", "p_min", "p_max", "value"])
    let request = try input["active"].integers
    let reward = OffloadingRewards().downlink(
        powersW: try input["p_dl"].numbers(request.count), request: request, lowest: try input["p_min"].number,
        highest: try input["p_max"].number)
    try report.compare("value", of: input, reference.tolerance, with: JSON(reward))
}

private func checkGlobalReward(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["active", "U", "T_O", "feasible", "g", "value", "literal"])
    let request = try input["active"].integers
    var isInTime: [Bool] = []
    for element in try input["feasible"].elements { isInTime.append(try element.bool) }
    guard isInTime.count == request.count else {
        throw .field(path: "feasible", reason: "has \(isInTime.count) elements, not \(request.count)")
    }
    let (utility, latency) = (try input["U"].numbers(request.count), try input["T_O"].numbers(request.count))
    let weight = try input["g"].number
    let keys: [(key: String, penalty: OffloadingRewards.Penalty)] = [("value", .missShare), ("literal", .literal)]
    for (key, penalty) in keys {
        let reward = OffloadingRewards(penalty: penalty).global(
            utility: utility, referenceMs: latency, isInTime: isInTime, request: request, gainWeight: weight)
        try report.compare(key, of: input, reference.tolerance, with: JSON(reward))
    }
}

private func checkGain(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["T", "E", "T_ref", "E_ref", "w_l", "w_e", "pg", "cg"])
    let gains = OffloadingGains(
        ms: try input["T"].number, energyMJ: try input["E"].number, referenceMs: try input["T_ref"].number,
        referenceEnergyMJ: try input["E_ref"].number, latencyWeight: try input["w_l"].number,
        energyWeight: try input["w_e"].number)
    try report.compare("pg", of: input, reference.tolerance, with: JSON(gains.performance))
    try report.compare("cg", of: input, reference.tolerance, with: JSON(gains.cost))
}

private func checkArea(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    try reference.expect(keys: ["curve", "value"])
    let curve = try reference.input["curve"].numbers
    guard !curve.isEmpty else { throw .field(path: "curve", reason: "is empty") }
    try report.compare("value", of: reference.input, reference.tolerance, with: JSON(areaUnderCurve(curve)))
}

private func checkNormalisation(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    try reference.expect(keys: ["cells", "value"])
    let cells = try reference.input["cells"].numbers
    try report.compare("value", of: reference.input, reference.tolerance, with: JSON(minMaxNormalised(cells)))
}

private func checkAdvantage(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["r", "v", "v_last", "gamma", "lam", "terminal", "advantage", "returns"])
    let rewards = try input["r"].numbers
    let values = try input["v"].numbers(rewards.count)
    let estimator = GeneralisedAdvantage(discount: try input["gamma"].number, decay: try input["lam"].number)
    let advantages = estimator.advantages(
        rewards: rewards, values: values, nextValue: try input["terminal"].bool ? 0 : try input["v_last"].number)
    try report.compare("advantage", of: input, reference.tolerance, with: JSON(advantages))
    let returns = zip(advantages, values).map { $0 + $1 }
    try report.compare("returns", of: input, reference.tolerance, with: JSON(returns))
}
