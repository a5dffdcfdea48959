import Games
import Policies
import Policy
import Testing

@Suite("A policy that games share")
struct SharedPolicyTests {
    @Test("refuses stages that none of its games has, naming those it plays", arguments: [Role.operator, .followers])
    func refuses(role: Role) {
        let stages = ["bid", "settle"].map { name in
            Stage(
                name: name, role: role, observation: [], instance: [],
                actions: [ActionSpace(name: "x", tensors: [.box("x", shape: [], 0...1)])])
        }
        let session = Session(
            role: role, scenario: "auction/first", scenarioHash: "", stages: stages, agents: 0..<1, agentCount: 1,
            rows: 1, mode: .evaluate)
        let message = "pricing, not auction/first with the stages bid, settle"
        switch role {
        case .operator:
            var policy = Analytic()
            #expect(throws: PolicyError("analytic plays \(message)")) { try policy.open(session) }
        case .followers:
            var policy = BestResponse()
            #expect(throws: PolicyError("best-response plays \(message)")) { try policy.open(session) }
        }
    }
}
