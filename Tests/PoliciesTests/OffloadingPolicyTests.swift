import Equilibria
import Games
import Policies
import Policy
import Testing

@Suite("Policies of the offloading game")
struct OffloadingPolicyTests {
    private static var heuristics: [any Policy.Type] {
        [MECOnly.self, AllINC.self, GMRN.self, EQPLC.self, PROPPLC.self]
    }

    @Test("mec-only is the reference: its gains are 1")
    func reference() throws {
        var match = try OffloadingMatch(seeds: [1, 2], MECOnly.self, BestResponse.self)
        for _ in 0..<5 {
            try match.play()
            for row in 0..<2 where !match.game.isEmpty(row: row) {
                let gains = [match.metric("performanceGain", row: row), match.metric("costGain", row: row)]
                #expect(gains == [1, 1])
                let channels = match.game.play(row: row).channels
                #expect(channels == [0, 0, 0, 0, 0, 0])
            }
        }
    }

    @Test("the heuristics post what their plans say", arguments: ["", "tight", "k1"])
    func plans(preset: String) throws {
        for slot in 0..<3 {
            func played(_ leader: any Policy.Type, _ followers: any Policy.Type) throws -> (
                slot: OffloadingInstance, play: OffloadingPlay
            ) {
                var match = try OffloadingMatch(preset, seeds: [8], leader, followers)
                for _ in 0...slot { try match.play() }
                return (match.game.slot(row: 0), match.game.play(row: 0))
            }
            // The seed of the policies in a match.
            let draws = OffloadingDraws(seed: 9, slot: UInt32(slot))

            let allINC = try played(AllINC.self, BestResponse.self)
            #expect(allINC.play.modes == allINC.slot.allINCModes())
            #expect(allINC.play.powersW == DownlinkPower(allINC.slot.model).best(allINC.slot))

            let equal = try played(EQPLC.self, EQPLC.self)
            #expect(equal.play.channels == equal.slot.equalChannels())
            #expect(equal.play.powersW.allSatisfy { $0 == 10 })

            let proportional = try played(PROPPLC.self, PROPPLC.self)
            let drawn = proportional.slot.proportionalChannels(draws)
            #expect(proportional.play.modes == drawn.map { min($0, 1) })
            #expect(
                proportional.play.channels
                    == proportional.slot.proportionalChannels(within: proportional.play.modes, draws))
            #expect(proportional.play.powersW == proportional.slot.proportionalPowersW())

            let random = try played(GMRN.self, BestResponse.self)
            #expect(random.play.powersW == (0..<random.play.powersW.count).map { 20 * draws.power(of: $0) })
            if preset.isEmpty {
                let admitted = (0..<6).map { random.slot.isActive($0) && draws.score(of: $0) > 0 ? Int32(1) : 0 }
                #expect(random.play.modes == admitted)
            }
        }
    }

    @Test("nobody is displaced from a node: followers of ours never overfill one", arguments: ["", "tight"])
    func capacity(preset: String) throws {
        for followers in [BestResponse.self, EQPLC.self, PROPPLC.self] as [any Policy.Type] {
            var match = try OffloadingMatch(preset, seeds: [1, 2, 3], AllINC.self, followers)
            for _ in 0..<10 {
                try match.play()
                let displaced = (0..<3).map { match.metric("displaced", row: $0) }
                #expect(displaced == [0, 0, 0])
            }
        }
    }

    @Test("best-response plays Algorithm 1's profile, reports its rounds, and leaves nobody anything to gain")
    func bestResponse() throws {
        var match = try OffloadingMatch(seeds: [5, 6], GMRN.self, BestResponse.self)
        var measure = OffloadingSlotMeasure(match.game.slot(row: 0).model, users: 6)
        for _ in 0..<10 {
            try match.play()
            for row in 0..<2 {
                let (slot, play) = (match.game.slot(row: row), match.game.play(row: row))
                var game = FollowerGame(slot, powersW: play.powersW)
                var iteration = BestResponseIteration(users: 6)
                iteration.run(&game, modes: play.modes)
                #expect(play.channels == iteration.channels)
                #expect(match.reports[row] == Double(iteration.rounds))
                measure.measure(slot, play, match.game.outcome(row: row))
                // Converged in all default slots that anybody tried (specification, section 17); a ms, rounded.
                #expect(measure.nashConv <= 1e-9)
            }
        }
    }

    @Test("no operator beats the oracle against followers who best-respond", arguments: ["", "tight", "literalSINR"])
    func oracle(preset: String) throws {
        let seeds: [UInt64] = [11, 12, 13]
        func costs(_ leader: any Policy.Type, power: String?) throws -> [Double] {
            var match = try OffloadingMatch(preset, seeds: seeds, leader, power: power, BestResponse.self)
            var costs: [Double] = []
            for _ in 0..<5 {
                try match.play()
                costs += seeds.indices.map { match.game.outcome(row: $0).totalCost }
            }
            return costs
        }
        let least = try costs(OffloadingOracleOperator.self, power: nil)
        for leader in Self.heuristics {
            for power in [nil, "optimal", "0.7"] {
                for (cost, least) in zip(try costs(leader, power: power), least) {
                    // Both are sums of some 30 ms, each rounded.
                    #expect(cost >= least - 1e-9, "\(leader.name)")
                }
            }
        }
    }

    @Test(
        "slots without users, and without requests, are played",
        arguments: [
            ("M", ParameterValue.integer(0)), ("R", .number(1)),
        ])
    func empty(key: String, value: ParameterValue) throws {
        for leader in Self.heuristics + [OffloadingOracleOperator.self] {
            for followers in [BestResponse.self, EQPLC.self, PROPPLC.self] as [any Policy.Type] {
                var match = try OffloadingMatch("", [(key, value)], seeds: [1], leader, followers)
                for _ in 0..<2 {
                    try match.play()
                    let (isEmpty, cost) = (match.game.isEmpty(row: 0), match.game.outcome(row: 0).totalCost)
                    #expect(isEmpty && cost == 0)
                }
            }
        }
    }

    @Test("the oracle refuses more users than it can search before it plays, and names what to play instead")
    func tooMany() throws {
        let users: (Int) -> OffloadingMatch.Changes = { [("M", .integer($0))] }
        _ = try OffloadingMatch("", users(8), seeds: [1], OffloadingOracleOperator.self, BestResponse.self)
        let error = #expect(throws: PolicyError.self) {
            try OffloadingMatch("", users(9), seeds: [1], OffloadingOracleOperator.self, BestResponse.self)
        }
        #expect(
            error?.description
                == "oracle searches slots of up to 8 users, and offloading has 9; play all-inc, which takes any number")
    }

    @Test("option power sets one rule for all", arguments: heuristics.map { $0.name })
    func power(name: String) throws {
        let type = try #require(PolicyCatalogue.policy(named: name))
        func powers(_ option: String) throws -> (OffloadingInstance, [Double]) {
            var match = try OffloadingMatch(seeds: [2], type, power: option, BestResponse.self)
            try match.play()
            return (match.game.slot(row: 0), match.game.play(row: 0).powersW)
        }
        let same = Array(repeating: 1.0, count: 6)
        #expect(try powers("reference").1 == same.map { 10 * $0 })
        #expect(try powers("middle").1 == same.map { 10 * $0 })
        #expect(try powers("0.25").1 == same.map { 0.25 * $0 })
        #expect(try powers("0").1 == same.map { 0 * $0 })
        let (slot, optimal) = try powers("optimal")
        #expect(optimal == DownlinkPower(slot.model).best(slot))
        #expect(try powers("proportional").1 == slot.proportionalPowersW())
        #expect(try powers("random").1 == (0..<6).map { 20 * OffloadingDraws(seed: 3, slot: 0).power(of: $0) })
    }

    @Test(
        "an option power that is no rule and no power of the range is refused",
        arguments: ["best", "-1", "20.5", "nan"])
    func wrongPower(option: String) {
        let error = PolicyError(
            "option power is '\(option)'; give one of reference, optimal, random, middle, proportional, or W from 0.0 to 20.0"
        )
        #expect(throws: error) { try OffloadingMatch(seeds: [1], MECOnly.self, power: option, BestResponse.self) }
        for followers in [EQPLC.self, PROPPLC.self] as [any Policy.Type] {
            #expect(throws: error) {
                let game = try OffloadingGame(OffloadingMatch.scenario(""), rows: 1)
                let options = [Session.Option(key: "power", value: option)]
                let session = OffloadingMatch.session(of: game, .followers, rows: 1, options: options)
                _ = try Seat(followers, session, seeds: [1])
            }
        }
    }

    @Test("sessions of another game are refused", arguments: heuristics.map { $0.name } + ["oracle"], Role.allCases)
    func foreign(name: String, role: Role) throws {
        let type = try #require(PolicyCatalogue.policy(named: name))
        let scenario = Scenario(name: "pricing", game: "pricing", parameters: PricingGame.parameters)
        let game = try PricingGame(scenario, rows: 1)
        let session = Session(
            role: role, scenario: "pricing", scenarioHash: "", stages: game.stages.filter { $0.role == role },
            agents: 0..<1, agentCount: 1, rows: 1, mode: .evaluate)
        #expect(throws: PolicyError.self) { try Seat(type, session, seeds: [1]) }
    }

    @Test(
        "only what a rule needs is asked for",
        arguments: [
            ("mec-only", "0.7", false), ("mec-only", "reference", true), ("gm-rn", "random", false),
            ("gm-rn", "optimal", true), ("all-inc", "0.7", true), ("eq-plc", "middle", true),
        ])
    func information(name: String, power: String, isFull: Bool) throws {
        let type = try #require(PolicyCatalogue.policy(named: name))
        let game = try OffloadingGame(OffloadingMatch.scenario(""), rows: 1)
        let options = [Session.Option(key: "power", value: power)]
        let seat = try Seat(
            type, OffloadingMatch.session(of: game, .operator, rows: 1, options: options), seeds: [1])
        #expect(seat.acceptance.wantsInstance == isFull)
        #expect(!seat.acceptance.wantsObservation)
    }
}
