import Equilibria
import Games

/// Slots of the offloading game as they are measured: drawn, answered by best responses from everybody at the edge
/// server, all users allowed to offload, at downlink powers that are the same in every slot, and certified.
struct OffloadingSlots {
    private var world: OffloadingWorld
    private var instance: OffloadingInstance
    private var game: FollowerGame
    private var iteration: BestResponseIteration
    private var oracle: OffloadingOracle
    private let powersW: [Double]
    private let modes: [Int32]
    private var slot: UInt32 = 0

    /// - Parameter overrides: differences from the default scenario.
    /// - Throws: ``Games/ScenarioError`` naming a parameter that is out of range.
    init(_ overrides: [(key: String, value: ParameterValue)] = []) throws {
        world = try OffloadingWorld(Scenario.offloading.overriding(overrides, name: "bench"))
        instance = world.emptyInstance()
        world.start(seed: 1, episode: 0)
        world.draw(slot: 0, into: &instance)
        let users = instance.userCount
        game = FollowerGame(instance.model, users: users)
        iteration = BestResponseIteration(users: users)
        oracle = OffloadingOracle(instance.model, users: users)
        powersW = DownlinkPower(instance.model).best(instance)
        modes = Array(repeating: 1, count: users)
    }

    /// Draws the next slot.
    mutating func draw() {
        slot += 1
        world.draw(slot: slot, into: &instance)
    }

    /// Best responses to their end, with everybody's regret.
    mutating func respond() -> Int {
        game.load(instance)
        game.setPowers(powersW, in: instance)
        iteration.run(&game, modes: modes)
        return iteration.rounds
    }

    /// The operator's optimum over all modes at the best powers.
    mutating func solve() -> Double {
        game.load(instance, radio: .table)
        return oracle.find(instance, in: &game).cost
    }

    /// Draws slots until one has everybody active.
    mutating func fill() {
        while instance.activeCount < instance.userCount { draw() }
    }
}
