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
        for type in PolicyCatalogue.policies.compactMap({ $0 as? any SharedPolicy.Type }) {
            guard type.roles.contains(role) else { continue }
            let games = type.parts.map { $0.game }
            #expect(games.contains("pricing") && games.contains("duopoly"))
            let error = PolicyError(
                "\(type.name) plays \(games.joined(separator: ", ")); auction/first has the stages bid, settle")
            #expect(throws: error) {
                var policy = type.init()
                _ = try policy.open(session)
            }
        }
    }
}
