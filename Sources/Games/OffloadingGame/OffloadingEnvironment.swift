/// One environment of the offloading game: the slot at hand, what was decided in it, and what that came to.
///
/// Storage is kept from slot to slot, so that a running game allocates nothing.
struct OffloadingEnvironment: Sendable {
    private(set) var instance: OffloadingInstance
    private(set) var play: OffloadingPlay
    private(set) var outcome: OffloadingOutcome
    /// A.
    private(set) var activeCount = 0
    /// Users that were sent to the edge server because their node was full.
    private(set) var displacedCount = 0
    /// hn2 on the scale that policies see, shape `[K+1, M]`.
    private(set) var channelLevel: [Double]

    /// Where slots come from; nil where one given slot is played again and again.
    private var world: OffloadingWorld?
    private var knapsack: Knapsack
    private var scores: [Double]
    /// Users that a node has taken, shape `[K+1]`.
    private var members: [Int]

    /// An environment that draws its slots from `world`, waiting for `start`.
    init(drawingFrom world: OffloadingWorld) {
        self.init(world.emptyInstance(), world)
    }

    /// An environment that plays `instance` in every slot.
    init(playing instance: OffloadingInstance) {
        self.init(instance, nil)
    }

    private init(_ instance: OffloadingInstance, _ world: OffloadingWorld?) {
        let (users, nodes) = (instance.userCount, instance.nodeCount)
        self.instance = instance
        self.world = world
        play = OffloadingPlay(users: users, powerW: instance.model.values.referencePowerW)
        outcome = OffloadingOutcome(users: users, nodes: nodes)
        channelLevel = instance.gain
        knapsack = Knapsack(users: users)
        scores = Array(repeating: 0, count: users)
        members = Array(repeating: 0, count: nodes + 1)
        look()
    }

    /// Starts the episode of world `seed` at slot 0.
    mutating func start(seed: UInt64) {
        world?.start(seed: seed, episode: 0)
        draw(slot: 0)
    }

    /// Draws slot `slot` of the episode.
    mutating func draw(slot: Int) {
        world?.draw(slot: UInt32(slot), into: &instance)
        look()
    }

    /// What follows from the slot alone; nothing is decided yet.
    private mutating func look() {
        activeCount = 0
        for m in 0..<instance.userCount {
            if instance.isActive(m) { activeCount += 1 }
            play.modes[m] = 0
            play.powersW[m] = instance.model.values.referencePowerW
            stay(m)
        }
        displacedCount = 0
        OffloadingFeatures.setLevels(&channelLevel, of: instance.gain)
        outcome.refer(to: instance)
    }

    /// Puts user `m` at the edge server alone.
    private mutating func stay(_ m: Int) {
        (play.channels[m], play.splits[m], play.shares[m]) = (0, 0, 0)
    }

    // MARK: Decisions

    /// Lets those users offload whose scores, finite and from `first` on, the knapsack takes.
    mutating func admit(scores values: [Double], from first: Int) {
        for m in scores.indices { scores[m] = instance.isActive(m) ? values[first + m] : -1 }
        let capacity = instance.model.operatorCapacity(users: instance.userCount)
        knapsack.select(scores, capacity: capacity, into: &play.modes)
    }

    /// Sets p' of user `m`, W.
    mutating func power(_ m: Int, powerW: Double) { play.powersW[m] = powerW }

    /// Whether user `m`, who is then active, may choose a node.
    func mayOffload(_ m: Int) -> Bool { play.modes[m] == 1 }

    /// Sets s, lambda and beta of user `m`, who has no choice where it is not active or must not offload.
    mutating func associate(_ m: Int, channel: Int32, split: Double, share: Double) {
        guard mayOffload(m), channel > 0 else { return stay(m) }
        (play.channels[m], play.splits[m], play.shares[m]) = (channel, split, share)
    }

    /// Evaluates what was decided, and writes what it came to to `metrics` from `first` on.
    mutating func settle(_ rewards: OffloadingRewards, into metrics: inout [Double], at first: Int) {
        displace()
        outcome.evaluate(instance, play, .asPlayed)
        measure(rewards, into: &metrics, at: first)
    }

    /// Keeps the users of smallest index where more chose a node than it takes; the rest go to the edge server.
    private mutating func displace() {
        displacedCount = 0
        for k in members.indices { members[k] = 0 }
        for m in 0..<instance.userCount where play.channels[m] > 0 {
            let k = Int(play.channels[m])
            if members[k] < instance.model.values.nodeCapacity {
                members[k] += 1
            } else {
                displacedCount += 1
                stay(m)
            }
        }
    }
}

extension Knapsack {
    /// As `select` of spans, for scores that are known to be finite.
    fileprivate mutating func select(_ scores: [Double], capacity: Int, into modes: inout [Int32]) {
        var modes = modes.mutableSpan
        do throws(InstanceError) {
            try select(scores.span, capacity: capacity, into: &modes)
        } catch {
            preconditionFailure("\(error)")
        }
    }
}
