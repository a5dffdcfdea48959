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
///
/// With the option `reports=NAME,NAME` it reports the first numbers of each row under these names, in every other slot,
/// as the plugin `echo` does.
struct Echo: Policy {
    mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        var acceptance = Acceptance(session)
        acceptance.reports = (session.option("reports") ?? "").split(separator: ",").map(String.init)
        return acceptance
    }

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        let seen = observations.observation[0]
        for i in actions.tensors[0].float64.indices { actions.tensors[0].float64[i] = seen.float64[i] }
        guard observations.slot.isMultiple(of: 2) else { return }
        let names = actions.reportNames.count
        for i in 0..<observations.rows * names {
            let (row, report) = i.quotientAndRemainder(dividingBy: names)
            actions.reports[i] = seen.float64[row * seen.rowStride + report]
        }
    }
}

extension Session.Option {
    /// Lets the echo policies report under `names`.
    static func reports(_ names: String...) -> Session.Option {
        Session.Option(key: "reports", value: names.joined(separator: ","))
    }
}
