import Games
import Policy

/// A host of the offloading game that decides by lists, `[rows, M]` each.
struct OffloadingHost {
    private(set) var host: MiniHost<OffloadingGame>

    /// - Parameters:
    ///   - game: waiting for `reset`.
    ///   - rows: rows it has storage for.
    ///   - spaces: action spaces of modes and powers.
    init(_ game: OffloadingGame, rows: Int = 1, spaces: (modes: Int, powers: Int) = (0, 0)) {
        host = MiniHost(game, rows: rows, spaces: [spaces.modes, spaces.powers, 0])
    }

    /// The game of `scenario` with an episode started in every row.
    init(_ scenario: Scenario, seeds: [UInt64], spaces: (modes: Int, powers: Int) = (0, 0)) throws {
        self.init(try OffloadingGame(scenario, rows: seeds.count), rows: seeds.count, spaces: spaces)
        host.game.reset(worldSeeds: seeds)
    }

    /// One row that plays `instance`.
    init(playing instance: OffloadingInstance, in scenario: Scenario, spaces: (modes: Int, powers: Int) = (0, 0)) throws
    {
        self.init(try OffloadingGame(playing: instance, in: scenario), spaces: spaces)
        host.game.reset(worldSeeds: [0])
    }

    var game: OffloadingGame { host.game }

    mutating func score(_ scores: [Double]) { host.act(0, [.init(float64: scores)]) }
    mutating func power(_ values: [Double]) { host.act(1, [.init(float64: values)]) }
    mutating func associate(_ stations: [Int32], splits: [Double], shares: [Double]) {
        host.act(2, [.init(int32: stations), .init(float64: splits), .init(float64: shares)])
    }
    mutating func settle() { host.game.settle() }
    mutating func advance() { host.game.advance() }

    /// Plays a slot of what the game has for decisions given up.
    mutating func forfeit() {
        for stage in host.game.stages.indices { host.act(stage, host.forfeit(stage)) }
        settle()
    }

    /// Plays `play` as far as it can be decided: o by scores of 1 and -1, the rest as it is.
    mutating func play(_ play: OffloadingPlay) {
        score(play.modes.map { $0 == 1 ? 1 : -1 })
        power(play.powersW)
        associate(play.channels, splits: play.splits, shares: play.shares)
        settle()
    }

    /// The metric called `name` of the settled slot.
    func metric(_ name: String, row: Int = 0) -> Double {
        guard let index = game.metricDeclarations.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("no metric \(name)")
        }
        return game.metrics[row * game.metricDeclarations.count + index]
    }

    /// The values of the instance tensor called `name`, integers as doubles.
    func instance(_ name: String, stage: Int, row: Int = 0) -> [Double]? {
        guard let tensor = host.observe(stage).instance.first(where: { $0.space.name == name }) else { return nil }
        let elements = row * tensor.rowStride..<(row + 1) * tensor.rowStride
        return tensor.space.elementType == .int32
            ? tensor.int32[elements].map { Double($0) } : Array(tensor.float64[elements])
    }
}
