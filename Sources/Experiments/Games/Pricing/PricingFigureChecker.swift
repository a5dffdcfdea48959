import Equilibria
import Games

extension TopicChecker {
    /// Means over drops of the default scenario with one parameter swept (section 14).
    static let pricingFigures = pricing("figures") { reference, report throws(ExperimentsError) in
        let input = reference.input
        try reference.expect(keys: ["name", "parameter", "values", "firstSeed", "seeds", "columns", "means"])
        let key = try scenarioKey(of: input["parameter"])
        let firstSeed = try input["firstSeed"].seed
        let seeds = try input["seeds"].integer
        guard (1...1_000_000).contains(seeds) else { throw .field(path: "seeds", reason: "are \(seeds)") }
        var columns: [Column] = []
        for field in try input["columns"].elements { columns.append(try Column(field)) }
        var means: [JSON] = []
        for value in try input["values"].elements {
            means.append(JSON(try FigureDrops(key, value).means(of: columns, firstSeed: firstSeed, seeds: seeds)))
        }
        try report.compare("means", of: input, reference.tolerance, with: .array(means))
    }

    /// The scenario parameter that section 1's symbol stands for; a parameter's own key stands for itself.
    private static func scenarioKey(of field: JSONField) throws(ExperimentsError) -> String {
        let symbols = [
            "N": "followers", "M": "stations", "W": "bandwidth", "f": "speed", "p": "power", "c": "cycles",
            "o": "limit",
            "sigma2": "noise", "L": "side", "H": "height", "A": "pathLossOffset", "B": "pathLossSlope", "K": "rice",
            "r": "fadingCorrelation", "av": "velocityCorrelation", "sv": "velocitySigma", "tau": "slotLength",
        ]
        let symbol = try field.text
        let key = symbols[symbol] ?? symbol
        guard PricingGame.parameters.contains(where: { $0.key == key }) else {
            throw .field(path: field.path, reason: "is \(symbol), which is no parameter of the game")
        }
        return key
    }
}

/// A column of a figure: whose play, and what of it.
private struct Column {
    /// SE or FP, and whether followers are connected.
    let isOptimal: Bool
    let mode: PricingInstance.IdleMode
    let measure: Measure

    enum Measure: String {
        /// U^l in total.
        case leader
        /// The mean of U_n.
        case mAP
        /// The share of mAPs with Z > 0.
        case active
    }

    init(_ field: JSONField) throws(ExperimentsError) {
        let parts = try field.text.split(separator: ".").map(String.init)
        let plays: [String: (Bool, PricingInstance.IdleMode)] = [
            "SE": (true, .silent), "SEc": (true, .connected), "FP": (false, .silent), "FPc": (false, .connected),
        ]
        guard parts.count == 2, let play = plays[parts[0]], let measure = Measure(rawValue: parts[1]) else {
            throw .field(path: field.path, reason: "is \(field.value.text()), no column that is known here")
        }
        (isOptimal, mode) = play
        self.measure = measure
    }

    /// The measure of `play`; nil where there is none.
    func value(of play: PricingPlay?, in instance: PricingInstance) -> Double? {
        guard let play else { return nil }
        let outcome = PricingOutcome(play, of: instance)
        let count = Double(instance.followerCount)
        return switch measure {
        case .leader: outcome.leaderUtility
        case .mAP: outcome.followerUtilities.reduce(0, +) / count
        case .active: Double(play.sizesMB.count { $0 > 0 }) / count
        }
    }
}

/// Drops of the default scenario with one parameter changed: slot 0 of consecutive seeds.
private struct FigureDrops {
    let scenario: Scenario

    init(_ key: String, _ value: JSONField) throws(ExperimentsError) {
        var parameter = ParameterValue.number(try value.number)
        if case .integer = PricingGame.parameters.first(where: { $0.key == key })?.value {
            parameter = .integer(try value.integer)
        }
        let base = Scenario(name: PricingGame.name, game: PricingGame.name, parameters: PricingGame.parameters)
        do {
            scenario = try base.overriding([(key, parameter)], name: base.name)
        } catch {
            throw .scenario(error)
        }
    }

    func means(of columns: [Column], firstSeed: UInt64, seeds: Int) throws(ExperimentsError) -> [Double] {
        var sums = Array(repeating: 0.0, count: columns.count)
        for mode in PricingInstance.IdleMode.allCases {
            var game = try game(mode)
            for seed in (0..<UInt64(seeds)).map({ firstSeed &+ $0 }) {
                game.reset(worldSeeds: [seed])
                for isOptimal in [true, false] {
                    let matching = columns.indices.filter {
                        columns[$0].mode == mode && columns[$0].isOptimal == isOptimal
                    }
                    if matching.isEmpty { continue }
                    let instance: PricingInstance = game.instance(row: 0)
                    let play = isOptimal ? try instance.solvedExactly().play : AccessGame(instance).fixedPoint
                    for index in matching {
                        guard let value = columns[index].value(of: play, in: instance) else {
                            throw .field(path: "seeds", reason: "include \(seed), whose drop has no fixed point")
                        }
                        sums[index] += value
                    }
                }
            }
        }
        return sums.map { $0 / Double(seeds) }
    }

    private func game(_ mode: PricingInstance.IdleMode) throws(ExperimentsError) -> PricingGame {
        do {
            let overridden = try scenario.overriding([("mode", .text(mode.rawValue))], name: scenario.name)
            return try PricingGame(overridden, rows: 1)
        } catch {
            throw .scenario(error)
        }
    }
}

extension AccessGame {
    /// The play at the end of sequential best responses from everybody out; nil where they cycle.
    fileprivate var fixedPoint: PricingPlay? {
        guard case .equilibrium(let access, _) = play() else { return nil }
        return play(at: access)
    }
}
