import Games
import Testing

@testable import Equilibria

@Suite("A trace")
struct TraceTests {
    private func solution(_ concept: String, drop seed: Int, order: UpdateOrder, isTraced: Bool) throws -> Solution {
        var options = SolverOptions(seed: UInt64(seed))
        options.order = order
        options.wantsTrace = isTraced
        return try RandomGames.drop(seed).solve(concept, options) { false }
    }

    @Test(
        "has a step a round and ends in the play that is returned", arguments: ["access", "algorithm1"],
        UpdateOrder.allCases)
    func endsInPlay(concept: String, order: UpdateOrder) throws {
        #expect(PricingInstance.concepts.first { $0.name == concept }?.hasTrace == true)
        var converged = 0
        for seed in 0..<20 {
            let traced = try solution(concept, drop: seed, order: order, isTraced: true)
            #expect(traced.trace.count == traced.certificate.rounds)
            // Asking for it changes nothing else.
            let plain = try solution(concept, drop: seed, order: order, isTraced: false)
            #expect(plain.trace.isEmpty)
            #expect(
                (plain.value, plain.quantities, plain.certificate) == (
                    traced.value, traced.quantities, traced.certificate
                ))
            guard let value = traced.value, let last = traced.trace.last else { continue }
            converged += 1
            #expect(last[0] == traced.quantities[1])
            #expect(last[1].values == .reals([value]))
            #expect(last[2].values == .reals([try #require(traced.certificate.nashConv)]))
        }
        // Simultaneous play cycles in most drops (pricing, section 8), sequential play in none of these.
        #expect(order == .sequential ? converged == 20 : converged < 20)
    }
}
