import Games

extension TopicChecker {
    /// What a slot comes to (sections 4-7): the twin's gap, latencies and their parts, thresholds, legal profiles.
    static let offloadingLatency = offloading(
        "latency", operations: ["dt", "evaluate", "evaluateFixedSplit", "threshold", "violations"]
    ) { reference, report throws(ExperimentsError) in
        switch try reference.input["op"].text {
        case "dt": try compareTwin(reference, &report)
        case "threshold": try compareThresholds(reference, &report)
        case "violations": try compareViolations(reference, &report)
        default: try compareOutcome(reference, &report)
        }
    }
}

private func compareTwin(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(
        keys: ["name", "op", "C", "f", "dt", "estimate", "gap", "actual", "literal_es_gap", "literal_es_actual"])
    let (work, clock, error) = (try input["C"].number, try input["f"].number, try input["dt"].number)
    guard work >= 0, work.isFinite, clock > 0, clock.isFinite, error >= 0, error < 1 else {
        throw .field(path: "C, f and dt", reason: "are \(work), \(clock) and \(error)")
    }
    let tolerance = reference.tolerance
    let twin = DigitalTwin(relativeError: error)
    try report.compare(
        "estimate", of: input, tolerance, with: JSON(twin.estimateMs(workMcycle: work, clockGHz: clock)))
    try report.compare("gap", of: input, tolerance, with: JSON(twin.gapMs(workMcycle: work, clockGHz: clock)))
    try report.compare("actual", of: input, tolerance, with: JSON(work / twin.speedGHz(clock: clock)))
    let printed = DigitalTwin(relativeError: error, gap: .literal)
    try report.compare(
        "literal_es_gap", of: input, tolerance, with: JSON(printed.gapMs(workMcycle: work, clockGHz: clock)))
    try report.compare(
        "literal_es_actual", of: input, tolerance, with: JSON(work / printed.speedGHz(clock: clock)))
}

private func compareOutcome(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["name", "op", "slot", "s", "p_dl", "lam", "out"])
    let (instance, profile) = try reference.playedSlot
    var play = profile
    var rule = SplitRule.optimal
    if try input["op"].text == "evaluateFixedSplit" {
        let split = try input["lam"].number
        guard (0...1).contains(split) else { throw .field(path: "lam", reason: "is \(split), not in 0...1") }
        play.splits = play.splits.map { _ in split }
        // All of the node, of which 1/n_k is granted.
        play.shares = play.shares.map { _ in 1 }
        rule = .asPlayed
    }
    let outcome = OffloadingOutcome(instance, play, rule)
    let (out, tolerance) = (try input["out"], reference.tolerance)
    let columns: [(key: String, values: [Double])] = [
        ("sinr", outcome.sinr), ("rate_ul", outcome.uplinkRate), ("T_ul", outcome.uplinkMs),
        ("T_fw", outcome.forwardingMs), ("lam", outcome.split), ("beta", outcome.share), ("T_cn", outcome.nodeMs),
        ("Q_cn", outcome.nodeQueueMs), ("T_es", outcome.edgeMs), ("Q_es", outcome.edgeQueueMs),
        ("T_proc", outcome.processingMs), ("T_dl", outcome.downlinkMs), ("T", outcome.latencyMs),
        ("T_O", outcome.referenceMs), ("E", outcome.energyMJ),
        ("price", outcome.share.map { instance.model.values.sharePrice * $0 }), ("U", outcome.utility),
        ("v", outcome.payoff), ("cost_m", outcome.cost),
    ]
    try out.expect(keys: columns.map(\.key) + ["cost", "feasible", "n", "n0", "nc"])
    for (key, values) in columns { try report.compare(key, of: out, tolerance, with: JSON(values)) }
    try report.compare("cost", of: out, tolerance, with: JSON(outcome.totalCost))
    try report.compare("feasible", of: out, with: .array(outcome.isInTime.map { JSON($0) }))
    let loads = Array(outcome.loads.dropFirst())
    try report.compare("n", of: out, with: JSON(loads))
    try report.compare("n0", of: out, with: JSON(outcome.loads[0]))
    try report.compare("nc", of: out, with: JSON(loads.reduce(0, +)))
}

private func compareThresholds(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["name", "op", "slot", "s", "p_dl", "rows"])
    let (instance, play) = try reference.playedSlot
    let tolerance = reference.tolerance
    for row in try input["rows"].elements {
        try row.expect(keys: ["m", "k", "V", "I", "T_k", "T_0"])
        let m = try row["m"].count(to: instance.userCount - 1)
        guard instance.isActive(m) else { throw .field(path: row.path, reason: "is of a user that is not active") }
        let threshold = instance.interferenceThreshold(
            m, at: try row["k"].count(from: 1, to: instance.nodeCount), in: play)
        try report.compareScaled("V", of: row, tolerance, with: JSON(threshold.limitW))
        try report.compareScaled("I", of: row, tolerance, with: JSON(threshold.interferenceW))
        try report.compare("T_k", of: row, tolerance, with: JSON(threshold.nodeLatencyMs))
        try report.compare("T_0", of: row, tolerance, with: JSON(threshold.edgeLatencyMs))
    }
}

private func compareViolations(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    try reference.expect(keys: ["name", "op", "rows"])
    for row in try reference.input["rows"].elements {
        try row.expect(keys: ["s", "o", "cap", "K", "active", "violations"])
        let channels = try row["s"].integers.map { Int32(clamping: $0) }
        let modes = try row["o"].numbers(channels.count).map { Int32($0 == 0 ? 0 : 1) }
        let active = try row["active"].numbers(channels.count).map { $0 != 0 }
        let found = ProfileViolation.all(
            channels: channels, modes: modes, isActive: active, nodes: try row["K"].count(from: 1, to: 1_000_000),
            capacity: try row["cap"].integer)
        // The files say what is wrong, not in which order it is told.
        let expected = try row["violations"].elements
        var texts: [String] = []
        for element in expected { texts.append(try element.text) }
        report.compare(
            JSONField(JSON(texts.sorted()), path: "\(row.path).violations"),
            with: JSON(found.map(\.description).sorted()))
    }
}

extension ReferenceCase {
    /// The slot of a case, and what `s` and `p_dl` say is played in it.
    var playedSlot: (instance: OffloadingInstance, play: OffloadingPlay) {
        get throws(ExperimentsError) {
            try input["slot"].expect(keys: ["params"] + OffloadingInstance.slotKeys)
            let instance = try OffloadingInstance(try input["slot"], in: .offloading)
            var play = OffloadingPlay(users: instance.userCount, powerW: 0)
            play.powersW = try input["p_dl"].numbers(instance.userCount)
            guard play.powersW.allSatisfy({ (0...1e50).contains($0) }) else {
                throw .field(path: "p_dl", reason: "holds what is no power")
            }
            let channels = try input["s"].elements
            guard channels.count == instance.userCount else {
                throw .field(path: "s", reason: "has \(channels.count) elements, not \(instance.userCount)")
            }
            for (m, channel) in channels.enumerated() {
                play.channels[m] = Int32(try channel.count(to: instance.nodeCount))
            }
            return (instance, play)
        }
    }
}
