import PluginHost
import PluginKit
import System

/// Sessions, policies and executables that the tests share.
enum Fixture {
    /// One stage of 8 doubles in and 8 out; `only` serves one of the agents alone.
    static func session(
        rows: Int = 1, agents: Int = 1, mode: Mode = .evaluate, options: [Session.Option] = [], elements: Int = 8,
        only: Int? = nil
    ) -> Session {
        Session(
            role: .followers, scenario: "echo", scenarioHash: String(repeating: "0", count: 64),
            stages: [
                Stage(
                    name: "answer", role: .followers,
                    observation: [.box("seen", shape: [elements], -1e9...1e9)], instance: [],
                    actions: [
                        ActionSpace(name: "answer", tensors: [.box("answer", shape: [elements], -1e9...1e9)])
                    ])
            ],
            agents: only.map { $0..<$0 + 1 } ?? 0..<agents, agentCount: agents, rows: rows, mode: mode, options: options
        )
    }

    /// The folder of the executables built with the tests.
    static var folder: String { ProcessContext.executableFolder }

    static func zoo(_ misdeed: String, limits: ResourceLimits = ResourceLimits()) -> PluginSpecification {
        PluginSpecification(
            name: misdeed, command: [folder + "/firstmover-zoo", misdeed], limits: limits,
            handshakeLimit: .seconds(1))
    }

    static var echo: PluginSpecification {
        PluginSpecification(name: "echo", command: [folder + "/firstmover-echo"])
    }
}

/// Answers with what it observed.
struct Echo: Policy {
    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        for i in actions.tensors[0].float64.indices {
            actions.tensors[0].float64[i] = observations.observation[0].float64[i]
        }
    }
}
