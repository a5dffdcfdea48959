import PluginHost
import PluginKit
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
}
