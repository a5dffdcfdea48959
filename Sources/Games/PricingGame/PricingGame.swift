import Policy

/// The pricing game: an operator posts a price for every (follower, station) pair, then every follower picks at most one
/// station and a data size; rates follow from everybody's access.
///
/// A slot is two stages, `price` (operator) and `offload` (followers). Rows are environments; arrays keep them innermost.
/// A row's results are the same bits whatever other rows there are. Nothing is allocated inside a slot.
///
/// - SeeAlso: spec/pricing.md, sections 1-8, 10, 11 and 13.
public struct PricingGame: Game {
    public let stages: [Stage]
    public let slotsPerEpisode: Int
    public let metricDeclarations: [Metric]
    public private(set) var metrics: [Double]

    /// Positions and gains of every row.
    public private(set) var radio: PricingRadio
    /// Prices, access, sizes and what they earned, for every row.
    public private(set) var play: PricingBatch
    /// The static game without gains.
    let template: PricingInstance
    /// mu for u = 1, shape `[N, M]`.
    let priceScale: [Double]
    /// 10 log10(g/sigma2)/40 within -2...2, shape `[N, M, E]`.
    private(set) var snr: [Double]
    let totalGammaA: Double
    /// The largest mu/k that can be posted.
    let highestPrice: Double
    private let kind: KernelKind

    /// A batch of `rows` environments of `scenario`, waiting for `reset`.
    ///
    /// - Throws: ``ScenarioError`` naming a parameter that is out of range.
    public init(_ scenario: Scenario, rows: Int) throws(ScenarioError) {
        try self.init(scenario, rows: rows, kind: .best)
    }

    /// As `init(_:rows:)`, with the instruction set to use.
    ///
    /// - Throws: ``ScenarioError`` naming a parameter that is out of range.
    public init(_ scenario: Scenario, rows: Int, kind: KernelKind) throws(ScenarioError) {
        precondition(rows > 0, "\(rows) rows")
        let configuration = try Configuration(scenario)
        let instance = configuration.instance
        let radio = PricingRadio(
            followers: instance.followerCount, stations: instance.stationCount, environments: rows,
            parameters: configuration.radio, kind: kind)
        self.init(
            instance, radio: radio, rows: rows, slots: configuration.slots, basis: configuration.priceBasis, kind: kind)
    }

    /// One row that plays `instance` in every slot, whatever its seed: for reference cases and files of instances.
    public init(playing instance: PricingInstance) {
        let radio = PricingRadio(
            still: instance.h, followers: instance.followerCount, stations: instance.stationCount)
        self.init(instance, radio: radio, rows: 1, slots: 1, basis: .perMB, kind: .best)
    }

    private init(
        _ instance: PricingInstance, radio: PricingRadio, rows: Int, slots: Int, basis: PriceBasis, kind: KernelKind
    ) {
        self.radio = radio
        self.kind = kind
        template = instance
        slotsPerEpisode = slots
        play = PricingBatch(instance, environments: rows, kind: kind)
        snr = radio.gain
        priceScale =
            switch basis {
            case .perMB: instance.k
            case .perGcycle: zip(instance.k, instance.cyclesGcyclePerMB).map { $0 * $1 }
            }
        totalGammaA = instance.totalGammaA
        highestPrice = Self.highestPrice(of: instance, priceScale: priceScale)
        metricDeclarations = Self.metrics(of: instance)
        metrics = Array(repeating: 0, count: rows * metricDeclarations.count)
        stages = Self.stages(of: instance, priceScale: priceScale)
    }

    public func agentCount(of role: Role) -> Int {
        switch role {
        case .operator: 1
        case .followers: template.followerCount
        }
    }

    public func rewardComponents(of role: Role) -> [String] { ["utility"] }

    public mutating func reset(worldSeeds: [UInt64]) {
        radio.start(seeds: worldSeeds)
        play.use(environments: worldSeeds.count)
        hear()
    }

    public mutating func advance() {
        radio.advance()
        hear()
    }

    /// The signal-to-noise ratios of the slot, as policies see them.
    private mutating func hear() {
        let row = template.stationCount * radio.environmentCount
        for n in 0..<template.followerCount {
            let power = template.powerW[n]
            for i in n * row..<(n + 1) * row {
                // Kept off 0 and infinity, because a logarithm follows.
                snr[i] = min(max(power * radio.gain[i], 1e-300) / template.noiseW, 1e300)
            }
        }
        Elementary.replaceByLog(&snr, count: template.followerCount * row, kind: kind)
        for i in 0..<template.followerCount * row { snr[i] = min(max(snr[i] * Self.snrPerNeper, -2), 2) }
    }

    /// The static game of `row` in the current slot, as solvers take it.
    public func instance(row: Int) -> PricingInstance {
        var h: [Double] = []
        h.reserveCapacity(template.g.count)
        for pair in template.g.indices { h.append(radio.gain[pair * radio.environmentCount + row]) }
        return template.withGains(h)
    }

    /// What was posted and played in `row` in the current slot.
    public func play(row: Int) -> PricingPlay {
        let environments = radio.environmentCount
        return PricingPlay(
            prices: template.g.indices.map { play.price[$0 * environments + row] },
            access: (0..<template.followerCount).map { Int(play.access[$0 * environments + row]) },
            sizesMB: (0..<template.followerCount).map { play.sizeMB[$0 * environments + row] })
    }

    public mutating func apply(stage: Int, agents: Range<Int>, space: Int, actions: Actions) {
        switch Stages(stage) {
        case .price:
            switch PriceSpace(space) {
            case .u: post(actions.tensors[0].float64)
            case .offer: offer(stations: actions.tensors[0].int32, shares: actions.tensors[1].float64)
            }
        case .offload:
            switch OffloadSpace(space) {
            case .argmax: offload(agents, choices: actions.tensors[0].float64)
            case .hybrid:
                offload(agents, stations: actions.tensors[0].int32, shares: actions.tensors[1].float64)
            }
        }
    }

    private mutating func post(_ u: [Double]) {
        let environments = radio.environmentCount
        let pairs = priceScale.count
        for pair in 0..<pairs {
            let scale = priceScale[pair]
            for row in 0..<environments { play.price[pair * environments + row] = u[row * pairs + pair] * scale }
        }
    }

    /// Posts a follower's share at the station that it is offered, and u = 1, at which nobody buys, everywhere else.
    private mutating func offer(stations: [Int32], shares: [Double]) {
        let environments = radio.environmentCount
        let (followers, count) = (template.followerCount, template.stationCount)
        for row in 0..<environments {
            for n in 0..<followers {
                let index = row * followers + n
                for m in 0..<count {
                    let pair = n * count + m
                    let share = Int(stations[index]) == m ? shares[index] : 1
                    play.price[pair * environments + row] = share * priceScale[pair]
                }
            }
        }
    }

    /// Decodes (35): the station of the largest component, the lowest one of equals, and that share of the limit.
    private mutating func offload(_ agents: Range<Int>, choices v: [Double]) {
        let (stations, environments) = (template.stationCount, radio.environmentCount)
        for row in 0..<environments {
            for n in agents {
                let first = (row * agents.count + n - agents.lowerBound) * stations
                var best = 0
                for m in 1..<max(stations, 1) where v[first + m] > v[first + best] { best = m }
                let share = v[first + best]
                let isOut =
                    template.idleMode == .silent && (share < Self.idleThreshold || template.limitMB[n] == 0)
                decide(n, row: row, station: isOut ? -1 : best, sizeMB: isOut ? 0 : share * template.limitMB[n])
            }
        }
    }

    private mutating func offload(_ agents: Range<Int>, stations: [Int32], shares: [Double]) {
        let environments = radio.environmentCount
        for row in 0..<environments {
            for n in agents {
                let index = row * agents.count + n - agents.lowerBound
                let size = shares[index] * template.limitMB[n]
                // In `silent` being in a station means sending something.
                let isOut = stations[index] < 0 || (template.idleMode == .silent && size == 0)
                decide(n, row: row, station: isOut ? -1 : Int(stations[index]), sizeMB: isOut ? 0 : size)
            }
        }
    }

    private mutating func decide(_ n: Int, row: Int, station: Int, sizeMB: Double) {
        let index = n * radio.environmentCount + row
        play.access[index] = Int32(station)
        play.sizeMB[index] = sizeMB
    }

    public mutating func settle() {
        play.meet(gain: radio.gain)
        play.certify(gain: radio.gain)
        measure()
    }

    /// Sets metrics of every row from the certified play.
    private mutating func measure() {
        let environments = radio.environmentCount
        let followers = template.followerCount
        let width = metricDeclarations.count
        for row in 0..<environments {
            var (profit, utility, value, nashConv, active) = (0.0, 0.0, 0.0, 0.0, 0)
            for n in 0..<followers {
                let index = n * environments + row
                profit += play.profit[index]
                utility += play.utility[index]
                value += play.value[index]
                nashConv += max(0, play.bestUtility[index] - play.utility[index])  // not negative but by rounding
                if play.sizeMB[index] > 0 { active += 1 }
            }
            let count = Double(followers)
            metrics[row * width] = profit
            metrics[row * width + 1] = utility / count
            metrics[row * width + 2] = Double(active) / count
            metrics[row * width + 3] = nashConv
            metrics[row * width + 4] = nashConv / count
            metrics[row * width + 5] = value - profit
        }
    }

    public func reward(role: Role, agents: Range<Int>, into feedback: inout Feedback) {
        let environments = radio.environmentCount
        for row in 0..<min(environments, feedback.rows) {
            switch role {
            case .operator:
                feedback.rewards[row] = metrics[row * metricDeclarations.count] / totalGammaA
            case .followers:
                for n in agents {
                    feedback.rewards[row * agents.count + n - agents.lowerBound] = max(
                        play.utility[n * environments + row] / template.gammaA[n], Self.rewardFloor)
                }
            }
        }
    }

    /// 10 log10(ratio)/40 over its natural logarithm.
    private static let snrPerNeper = 0.10857362047581294
    /// Below this share of its limit an mAP in `silent` is out (spec, section 11).
    static let idleThreshold = 0.01
    /// The least reward a follower's learner is told of (spec, section 11); metrics know no floor.
    static let rewardFloor = -5.0
}

/// What was posted and played in one environment.
public struct PricingPlay: Sendable, Equatable {
    /// mu in utility/MB, shape `[N, M]`.
    public let prices: [Double]
    /// Station of each follower, -1 for out.
    public let access: [Int]
    /// Z of each follower.
    public let sizesMB: [Double]

    public init(prices: [Double], access: [Int], sizesMB: [Double]) {
        self.prices = prices
        self.access = access
        self.sizesMB = sizesMB
    }
}
