import Policy

/// The offloading game: an operator lets users (XR devices) share their tasks with computing nodes in the network and sets
/// their downlink powers, then every user picks a node, how much of its task goes there and how much of the node it wants.
///
/// A slot is three stages, `mode` and `power` (operator) and `associate` (followers): `power` and `associate` see what the
/// stages before them decided. A row is one environment with storage of its own, and its results are the same bits
/// whatever other rows there are. Nothing is allocated inside a slot, but for orders of decoding where only means of
/// channels are known. No users at all, and slots in which nobody is active, are legal.
///
/// - SeeAlso: spec/offloading.md, sections 6, 9 and 11-14.
public struct OffloadingGame: Game {
    public let stages: [Stage]
    public let slotsPerEpisode: Int
    public let metricDeclarations = Measure.declarations
    /// Metrics of the settled slot, shape `[rows, metricDeclarations.count]`; NaN where a value cannot be known.
    ///
    /// In a slot without active users everything that is per active user is.
    public private(set) var metrics: [Double]

    /// Slots, plays and outcomes, one a row, for who reads them in place.
    var environments: [OffloadingEnvironment]
    let features: OffloadingFeatures
    let description: OffloadingDescription
    let rewards: OffloadingRewards
    let powerMap: LogarithmicPower
    /// Rows in play; storage may be there for more.
    private(set) var rowCount: Int
    private(set) var slot = 0

    /// A batch of `rows` environments of `scenario`, waiting for `reset`.
    ///
    /// - Throws: ``ScenarioError`` naming a parameter that is out of range.
    public init(_ scenario: Scenario, rows: Int) throws(ScenarioError) {
        let slots = try ScenarioValues(scenario).count("slots", most: Self.mostSlots)
        let world = try OffloadingWorld(scenario)
        try self.init(scenario, OffloadingEnvironment(drawingFrom: world), rows: rows, slots: slots)
    }

    /// `rows` rows that play `instance` in every slot, whatever their seeds: for reference cases and files of instances.
    ///
    /// - Parameters:
    ///   - instance: the slot, with its own model.
    ///   - scenario: says what policies observe, in which units, and which rewards they get.
    ///   - rows: environments.
    /// - Throws: ``ScenarioError`` naming a parameter that is out of range, F where a request is beyond it.
    public init(playing instance: OffloadingInstance, in scenario: Scenario, rows: Int = 1) throws(ScenarioError) {
        try self.init(scenario, OffloadingEnvironment(playing: instance), rows: rows, slots: 1)
        guard let request = instance.request.max(), request > features.taskCount else { return }
        throw .outOfRange("F", reason: "\(features.taskCount) is less than a request, \(request)")
    }

    private init(
        _ scenario: Scenario, _ environment: OffloadingEnvironment, rows: Int, slots: Int
    ) throws(ScenarioError) {
        precondition(rows > 0, "\(rows) rows")
        let values = ScenarioValues(scenario)
        let instance = environment.instance
        features = try OffloadingFeatures(scenario)
        rewards = OffloadingRewards(
            balance: try values.word("ulBalance", as: OffloadingRewards.Balance.self),
            penalty: try values.word("globalReward", as: OffloadingRewards.Penalty.self))
        description = OffloadingDescription(
            instance, taskCount: features.taskCount, antennas: try values.integer("L"))
        powerMap = LogarithmicPower(instance.model.values)
        slotsPerEpisode = slots
        stages = Self.stages(of: instance, features, description)
        environments = Array(repeating: environment, count: rows)
        rowCount = rows
        metrics = Array(repeating: 0, count: rows * Measure.count)
    }

    private static let mostSlots = 1_000_000_000

    public func agentCount(of role: Role) -> Int {
        switch role {
        case .operator: 1
        case .followers: environments[0].instance.userCount
        }
    }

    public mutating func reset(worldSeeds: [UInt64]) {
        precondition(worldSeeds.count <= environments.count, "\(worldSeeds.count) seeds, \(environments.count) rows")
        rowCount = worldSeeds.count
        slot = 0
        for row in 0..<rowCount { environments[row].start(seed: worldSeeds[row]) }
    }

    public mutating func advance() {
        slot += 1
        for row in 0..<rowCount { environments[row].draw(slot: slot) }
    }

    public mutating func settle() {
        for row in 0..<rowCount {
            environments[row].settle(rewards, into: &metrics, at: row * Measure.count)
        }
    }

    /// The static slot that `row` plays.
    public func slot(row: Int) -> OffloadingInstance { environments[row].instance }

    /// What was decided in `row`; after `settle` with everybody displaced whose node was full.
    public func play(row: Int) -> OffloadingPlay { environments[row].play }

    /// What the settled slot of `row` came to.
    public func outcome(row: Int) -> OffloadingOutcome { environments[row].outcome }

    /// Whether nobody requests a task in the slot of `row`, so that it counts in no mean.
    public func isEmpty(row: Int) -> Bool { environments[row].activeCount == 0 }
}
