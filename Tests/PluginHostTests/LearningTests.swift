import PluginHost
import PluginKit
import Testing
import Wire

/// Learns the sum of its rewards, decides by it, and says so after every other slot.
struct Student: Policy {
    static let name = "student"
    static let learns = true

    private final class Weights {
        var sum = 0.0
    }

    private let weights = Weights()
    private var steps: UInt64 = 0

    mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        var acceptance = Acceptance(session)
        acceptance.wantsFeedback = session.mode == .train
        return acceptance
    }

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        for i in actions.tensors[0].float64.indices { actions.tensors[0].float64[i] = weights.sum }
    }

    mutating func learn(from feedback: Feedback) throws(PolicyError) {
        steps += 1
        weights.sum += feedback.rewards.reduce(0, +)
        if feedback.slot == 99 { throw PolicyError("slot 99 teaches nothing") }
    }

    mutating func takeMetrics() -> LearningMetrics? {
        steps.isMultiple(of: 2) ? LearningMetrics(step: steps, values: [("sum", weights.sum)]) : nil
    }
}

@Suite("Learning")
struct LearningTests {
    /// A student's session in which it learns, behind the protocol or in this process, and what it says.
    private func student(isPlugin: Bool) throws -> (endpoint: any PolicyEndpoint, heard: () -> [Notice]) {
        final class Ear {
            var notices: [Notice] = []
        }
        let ear = Ear()
        let session = Fixture.session(mode: .train)
        guard isPlugin else {
            return (try InProcessEndpoint(Student.self, session: session) { ear.notices.append($0) }, { ear.notices })
        }
        let plugin = try Plugin(
            name: "student", stream: LoopbackStream(Student.self), onNotice: { ear.notices.append($0) })
        return (try plugin.open(session, rewardComponents: ["utility"]), { ear.notices })
    }

    private func feedback(_ endpoint: any PolicyEndpoint, slot: UInt64) -> Feedback {
        var feedback = Feedback(
            rows: endpoint.session.rows, agents: endpoint.session.agents.count, components: ["utility"])
        feedback.slot = slot
        feedback.rewards[0] = 0.25
        return feedback
    }

    @Test(
        "is asked for and waited for in two steps, and tells what it has to say before it is done",
        arguments: [true, false])
    func metrics(isPlugin: Bool) throws {
        let (endpoint, heard) = try student(isPlugin: isPlugin)
        #expect(endpoint.learns && endpoint.acceptance.wantsFeedback)
        for slot in 0..<4 {
            try endpoint.submit(feedback(endpoint, slot: UInt64(slot)))
            try endpoint.finishLearning()
            #expect(heard().count == (slot + 1) / 2)
        }
        #expect(
            heard() == [
                .metrics(LearningMetrics(step: 2, values: [("sum", 0.5)])),
                .metrics(LearningMetrics(step: 4, values: [("sum", 1)])),
            ])
        // What it says it says also of a step that failed.
        try endpoint.learn(from: feedback(endpoint, slot: 4))
        let failure = #expect(throws: PluginFailure.self) { try endpoint.learn(from: feedback(endpoint, slot: 99)) }
        #expect(failure?.fault == .pluginError("slot 99 teaches nothing"))
    }

    @Test("shows at once in a session that shares the weights", arguments: [true, false])
    func sharing(isPlugin: Bool) throws {
        let endpoint = try student(isPlugin: isPlugin).endpoint
        let player = try endpoint.openSharingWeights(Fixture.session())
        #expect(!player.acceptance.wantsFeedback)
        let observations = Observations(stage: 0, of: player.session, player.acceptance)
        var actions = Actions(stage: 0, of: player.session, player.acceptance)
        for expected in [0, 0.25, 0.5] {
            _ = try player.decide(observations, into: &actions)
            #expect(actions.tensors[0].float64[0] == expected)
            try endpoint.learn(from: feedback(endpoint, slot: 0))
        }
    }
}
