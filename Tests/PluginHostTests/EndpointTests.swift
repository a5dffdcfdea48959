import PluginHost
import PluginKit
import System
import Testing
import Wire

@Suite("Policy endpoints")
struct EndpointTests {
    /// Where a policy runs.
    enum Place: String, CaseIterable, CustomTestStringConvertible {
        case process, loopback, inProcess
        var testDescription: String { rawValue }

        /// An endpoint and what has to live as long as it.
        func open(_ session: Session) throws -> (any PolicyEndpoint, Plugin?) {
            switch self {
            case .process:
                let plugin = try Plugin(Fixture.echo)
                return (try plugin.open(session), plugin)
            case .loopback:
                let plugin = try Plugin(name: "echo", stream: LoopbackStream(Echo.self))
                return (try plugin.open(session), plugin)
            case .inProcess:
                return (try InProcessEndpoint(Echo.self, session: session), nil)
            }
        }
    }

    @Test("give the policy's decision, wherever it runs", arguments: Place.allCases)
    func decides(place: Place) throws {
        let session = Fixture.session(rows: 3, agents: 2)
        let (endpoint, plugin) = try place.open(session)
        defer { plugin?.stop() }
        var observations = Observations(stage: 0, of: session, endpoint.acceptance)
        var actions = Actions(stage: 0, of: session, endpoint.acceptance)
        try endpoint.reset(rows: [0, 1, 2], seeds: [1, 2, 3])
        for slot in 0..<5 {
            observations.slot = UInt64(slot)
            for i in 0..<48 { observations.observation[0].float64[i] = Double(slot * 100 + i) + 0.125 }
            #expect(try endpoint.decide(observations, into: &actions) == .decided)
            #expect(actions.tensors[0].float64 == observations.observation[0].float64)
        }
        #expect(endpoint.latencies.count == 5)
        #expect(endpoint.latencies.missed == 0)
    }

    @Test("give the same rows from one process, from one process an agent, and from this process")
    func isolation() throws {
        let agents = 3
        let whole = Fixture.session(rows: 2, agents: agents)
        let plugin = try Plugin(Fixture.echo)
        let together = try plugin.open(whole)
        let here = try InProcessEndpoint(Echo.self, session: whole)
        let plugins = try (0..<agents).map { _ in try Plugin(Fixture.echo) }
        let isolated = try plugins.enumerated().map { agent, plugin in
            try plugin.open(Fixture.session(rows: 2, agents: agents, only: agent))
        }
        defer { (plugins + [plugin]).forEach { $0.stop() } }

        var observations = Observations(stage: 0, of: whole, together.acceptance)
        var parts = isolated.map { Observations(stage: 0, of: $0.session, $0.acceptance) }
        var actions = Actions(stage: 0, of: whole, together.acceptance)
        var actionsHere = actions
        var actionsApart = isolated.map { Actions(stage: 0, of: $0.session, $0.acceptance) }
        for slot in 0..<4 {
            for i in 0..<48 {
                let value = Double(slot * 1000 + i) / 7
                observations.observation[0].float64[i] = value
                // Row-major [row, agent, element]: an agent's own part is [row, element].
                parts[i / 8 % agents].observation[0].float64[i / 24 * 8 + i % 8] = value
            }
            _ = try together.decide(observations, into: &actions)
            _ = try here.decide(observations, into: &actionsHere)
            for agent in 0..<agents { try isolated[agent].submit(parts[agent]) }
            for agent in 0..<agents { _ = try isolated[agent].collect(into: &actionsApart[agent]) }
            #expect(actions == actionsHere)
            for i in 0..<48 {
                let apart = actionsApart[i / 8 % agents].tensors[0].float64[i / 24 * 8 + i % 8]
                #expect(apart == actions.tensors[0].float64[i])
            }
        }
    }

    @Test("give the policy's reports row by row, and none of an earlier slot", arguments: Place.allCases)
    func reports(place: Place) throws {
        let session = Fixture.session(rows: 3, agents: 2, options: [.reports("rounds", "residual")])
        let (endpoint, plugin) = try place.open(session)
        defer { plugin?.stop() }
        #expect(endpoint.acceptance.reports == ["rounds", "residual"])
        var observations = Observations(stage: 0, of: session, endpoint.acceptance)
        var actions = Actions(stage: 0, of: session, endpoint.acceptance)
        observations.rows = 2
        for slot in 0..<4 {
            observations.slot = UInt64(slot)
            for i in 0..<48 { observations.observation[0].float64[i] = Double(slot * 100 + i) + 0.125 }
            _ = try endpoint.decide(observations, into: &actions)
            let seen = observations.observation[0].float64
            // A row has 16 numbers; the third is not of this batch.
            let said = slot.isMultiple(of: 2) ? [seen[0], seen[1], seen[16], seen[17]] : []
            #expect(actions.reports.prefix(4).filter { !$0.isNaN } == said)
            #expect(actions.reports[4].isNaN && actions.reports[5].isNaN)
        }
    }

    @Test("report the same in a batch as alone", arguments: Place.allCases)
    func reportsAlone(place: Place) throws {
        func reports(_ rows: [Double]) throws -> [Double] {
            let session = Fixture.session(rows: rows.count, options: [.reports("rounds")])
            let (endpoint, plugin) = try place.open(session)
            defer { plugin?.stop() }
            var observations = Observations(stage: 0, of: session, endpoint.acceptance)
            for row in rows.indices { observations.observation[0].float64[row * 8] = rows[row] }
            var actions = Actions(stage: 0, of: session, endpoint.acceptance)
            _ = try endpoint.decide(observations, into: &actions)
            return actions.reports
        }
        let rows = [3, 1, 4, 1, 5.5]
        #expect(try reports(rows) == rows)
        #expect(try rows.map { try reports([$0])[0] } == rows)
    }

    @Test("report nothing of a decision that was given up")
    func missed() throws {
        var acceptance = Acceptance(Fixture.session())
        acceptance.reports = ["rounds"]
        let opened = Script.frame(3, to: 4, session: 1, .opened(acceptance))
        let seven = [0, 0, 0, 0, 0, 0, 0x1C, 0x40] as [UInt8]
        let decision = Decision(actions: [Array(repeating: 0, count: 64)], reports: seven)
        // To the second decision nothing, to its cancel the late reply.
        let script = ScriptedStream([
            [opened], [Script.frame(5, to: 6, session: 1, .decision(decision))], [],
            [Script.frame(7, to: 8, session: 1, .decision(decision))],
        ])
        let rules = DecisionRules(budget: .milliseconds(20), onMiss: .skip)
        let endpoint = try Plugin(name: "script", stream: ScriptedPlugin(script), rules: rules).open(Fixture.session())
        let observations = Observations(stage: 0, of: endpoint.session, endpoint.acceptance)
        var actions = Actions(stage: 0, of: endpoint.session, endpoint.acceptance)
        #expect(try endpoint.decide(observations, into: &actions) == .decided)
        #expect(actions.reports == [7])
        #expect(try endpoint.decide(observations, into: &actions) == .missed)
        #expect(actions.reports[0].isNaN)
    }

    @Test(
        "refuse a name that is none, by the same words wherever the policy runs",
        arguments: ["a b", "rounds,rounds", "größe"])
    func badNames(names: String) throws {
        let session = Fixture.session(options: [.reports(names)])
        var faults: [Fault] = []
        for place in Place.allCases {
            let failure = #expect(throws: PluginFailure.self) { try place.open(session) }
            faults.append(try #require(failure?.fault))
        }
        #expect(faults.allSatisfy { $0.code == .decodeError && "\($0)".contains("opened.reports") })
        #expect(faults.allSatisfy { $0 == faults[0] })
    }

    @Test("refuse an infinite report by its name and row, wherever it was made")
    func infiniteReport() throws {
        struct Endless: Policy {
            mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
                var acceptance = Acceptance(session)
                acceptance.reports = ["rounds", "residual"]
                return acceptance
            }

            mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
                actions.reports[5] = .infinity
            }
        }
        let session = Fixture.session(rows: 3)
        let endpoints: [any PolicyEndpoint] = [
            try InProcessEndpoint(Endless.self, session: session),
            try Plugin(name: "endless", stream: LoopbackStream(Endless.self)).open(session),
        ]
        for endpoint in endpoints {
            let observations = Observations(stage: 0, of: session, endpoint.acceptance)
            var actions = Actions(stage: 0, of: session, endpoint.acceptance)
            let failure = #expect(throws: PluginFailure.self) { try endpoint.decide(observations, into: &actions) }
            #expect(
                failure?.fault == .invalidAction(InvalidAction(tensor: "residual", row: 2, .infiniteReport(.infinity))))
        }
    }

    @Test("refuse an illegal action, wherever it was decided")
    func illegal() throws {
        struct NotANumber: Policy {
            mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
                actions.tensors[0].float64[3] = .nan
            }
        }
        let session = Fixture.session()
        let endpoints: [any PolicyEndpoint] = [
            try InProcessEndpoint(NotANumber.self, session: session),
            try Plugin(name: "bad", stream: LoopbackStream(NotANumber.self)).open(session),
        ]
        for endpoint in endpoints {
            let observations = Observations(stage: 0, of: session, endpoint.acceptance)
            var actions = Actions(stage: 0, of: session, endpoint.acceptance)
            let failure = #expect(throws: PluginFailure.self) { try endpoint.decide(observations, into: &actions) }
            guard case .invalidAction(let problem)? = failure?.fault else {
                Issue.record("\(String(describing: failure)) is another failure")
                continue
            }
            #expect(problem.tensor == "answer" && problem.element == 3)
        }
    }
}

@Suite("Placement")
struct PlacementTests {
    /// The cores of the thread and of a plugin it started, on a thread of its own because it is pinned.
    private func cores(_ placement: Placement, threads: Int) throws -> (host: [Int], plugin: [Int]) {
        let thread = try DedicatedThread { () -> Result<([Int], [Int]), any Error> in
            Result {
                var specification = Fixture.echo
                specification.threads = threads
                let plugin = try Plugin(specification, placement: placement)
                defer { plugin.stop() }
                return (try Affinity.current(), try Affinity.cores(of: try #require(plugin.processID)))
            }
        }
        return try thread.join().get()
    }

    @Test("puts a single-threaded plugin on the core of the host's thread")
    func same() throws {
        for placement in [Placement.auto, .same] {
            let (host, plugin) = try cores(placement, threads: 1)
            #expect(host.count == 1)
            #expect(plugin == host)
        }
    }

    @Test("never pins a plugin that computes in parallel")
    func parallel() throws {
        let (host, plugin) = try cores(.auto, threads: 4)
        #expect(host == Affinity.initial)
        #expect(plugin == Affinity.initial)
    }

    @Test("spreads plugins over the other cores", .enabled(if: Affinity.initial.count > 1))
    func spread() throws {
        let (host, plugin) = try cores(.spread, threads: 1)
        #expect(host.count == 1)
        #expect(Set(plugin) == Set(Affinity.initial).subtracting(host))
    }
}
