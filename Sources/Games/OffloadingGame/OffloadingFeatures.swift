/// What policies observe of a user: quantities as shares of the largest that the scenario draws, and how well it is heard.
///
/// Columns are 0 for a user that is not active. A share of 0 is 0; a given slot may go beyond the scenario's largest value,
/// as rounding may, and shows 1 then.
///
/// - SeeAlso: spec/offloading.md, section 9.
struct OffloadingFeatures: Sendable {
    /// Whether policies see channels, work and deadlines, or what the paper shows them.
    enum Extent: String, CaseIterable {
        case full
        case paper
    }

    let extent: Extent
    /// F.
    let taskCount: Int
    private let dataMbit: Double
    private let workMcycle: Double
    private let deadlineMs: Double
    private let resultMbit: Double
    private let uplinkPowerW: Double
    private let downlinkPowerW: Double
    private let nodeClockGHz: Double

    /// The extent and the largest values of `scenario`, whose ranges its world checks.
    ///
    /// - Throws: ``ScenarioError`` naming a parameter that is of the wrong type or out of range.
    init(_ scenario: Scenario) throws(ScenarioError) {
        let values = ScenarioValues(scenario)
        extent = try values.word("features", as: Extent.self)
        taskCount = try values.count("F", most: Self.mostTasks)
        dataMbit = try values.anyNumber("I_hi")
        workMcycle = try values.anyNumber("C_hi")
        deadlineMs = try values.anyNumber("Tmax_hi")
        resultMbit = try values.anyNumber("q_hi") * dataMbit
        uplinkPowerW = try values.anyNumber("p_ul")
        downlinkPowerW = try values.anyNumber("p_max")
        nodeClockGHz = try values.anyNumber("f_cn_hi")
    }

    /// Requests are 32-bit integers on the wire.
    private static let mostTasks = 1 << 24

    /// Bounds that hold of every column: a gain of 1e-20 and less reads -10/3, the largest double 106.
    var bounds: ClosedRange<Double> {
        switch extent {
        case .full: -4...110
        case .paper: 0...1
        }
    }

    /// Columns of a user in `stage`, with channels to `nodes` nodes and the edge server.
    func width(of stage: OffloadingGame.Stages, nodes: Int) -> Int {
        let leading =
            switch stage {
            case .mode, .power: 3
            case .associate: 5
            }
        switch extent {
        case .full: return leading + 3 + nodes + 1
        case .paper: return leading
        }
    }

    /// Writes the columns of user `m` for `stage` to `values` from `first` on.
    func describe(
        _ m: Int, for stage: OffloadingGame.Stages, _ instance: OffloadingInstance, _ play: OffloadingPlay,
        channelLevel: [Double], into values: inout [Double], at first: Int
    ) {
        guard instance.isActive(m) else {
            for i in first..<first + width(of: stage, nodes: instance.nodeCount) { values[i] = 0 }
            return
        }
        let request = share(Double(instance.request[m]), of: Double(taskCount))
        let data = share(instance.dataMbit[m], of: dataMbit)
        let result = share(instance.resultMbit(m), of: resultMbit)
        var next = first
        switch stage {
        case .mode:
            values[next] = request
            values[next + 1] = data
            values[next + 2] = share(instance.uplinkPowerW[m], of: uplinkPowerW)
            next += 3
        case .power:
            values[next] = Double(play.modes[m])
            values[next + 1] = result
            values[next + 2] = data
            next += 3
        case .associate:
            values[next] = Double(play.modes[m])
            values[next + 1] = share(play.powersW[m], of: downlinkPowerW)
            values[next + 2] = request
            values[next + 3] = data
            values[next + 4] = result
            next += 5
        }
        if extent == .paper { return }
        values[next] = 1
        values[next + 1] = share(instance.workMcycle[m], of: workMcycle)
        values[next + 2] = share(instance.deadlineMs[m], of: deadlineMs)
        next += 3
        for j in 0...instance.nodeCount { values[next + j] = channelLevel[j * instance.userCount + m] }
    }

    /// Writes f_k of every node to `values` from `first` on.
    func describeNodes(_ instance: OffloadingInstance, into values: inout [Double], at first: Int) {
        for k in 0..<instance.nodeCount { values[first + k] = share(instance.nodeClockGHz[k], of: nodeClockGHz) }
    }

    private func share(_ value: Double, of largest: Double) -> Double {
        largest == 0 ? 0 : min(value / largest, 1)
    }

    /// Sets `levels` to (10 log10 max(hn2, 1e-20) + 100)/30 for `gains`, of the same shape.
    static func setLevels(_ levels: inout [Double], of gains: [Double]) {
        for i in gains.indices { levels[i] = max(gains[i], 1e-20) }
        Elementary.replaceByLog(&levels, count: levels.count, kind: .best)
        for i in levels.indices { levels[i] = (levels[i] / Decibel.nepers + 100) / 30 }
    }
}
