import CAllocationCounter
import PluginHost
import PluginKit
import Testing

@Suite("The steady state of decisions", .serialized)
struct SteadyStateTests {
    @Test(
        "allocates nothing in host and kit, in memory, over pipes and without either, with reports and without",
        arguments: EndpointTests.Place.allCases, [[], [Session.Option.reports("rounds", "residual")]])
    func allocatesNothing(place: EndpointTests.Place, options: [Session.Option]) throws {
        let session = Fixture.session(rows: 8, agents: 4, options: options)
        let (endpoint, plugin) = try place.open(session)
        defer { plugin?.stop() }
        #expect(endpoint.acceptance.reports.count == 2 * options.count)
        var observations = Observations(stage: 0, of: session, endpoint.acceptance)
        var actions = Actions(stage: 0, of: session, endpoint.acceptance)
        func play(_ slots: Range<Int>) throws {
            for slot in slots {
                observations.slot = UInt64(slot)
                _ = try endpoint.decide(observations, into: &actions)
            }
        }
        // The first few size the buffers; a message's length grows with the digits of its id.
        try play(0..<200)
        let before = allocation_count()
        try play(200..<1200)
        #expect(allocation_count() == before)
    }
}
