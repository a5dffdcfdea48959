import Policy

@testable import Wire

/// The exchange that Protos/README.md shows byte by byte: a host and a plugin from Hello to the first decision.
enum FirstExchange {
    /// Every frame in order, with what the page calls it.
    static func frames() throws(Fault) -> [(title: String, dump: String)] {
        let hello = Hello(nonce: Array(0..<16), hostVersion: "0.1.0")
        let welcome = Welcome(
            answering: hello,
            identity: PluginIdentity(name: "half", version: "1.0.0", language: "python 3.11", sdk: ""),
            roles: [.operator])
        let session = Session(
            role: .operator, scenario: "example", scenarioHash: String(repeating: "0123456789abcdef", count: 4),
            stages: [
                Stage(
                    name: "price", role: .operator, observation: [.box("load", shape: [2], 0...1)], instance: [],
                    actions: [ActionSpace(name: "price", tensors: [.box("price", shape: [2], 0...5)])])
            ],
            agents: 0..<1, agentCount: 1, rows: 1, mode: .evaluate)
        var acceptance = Acceptance(session)
        acceptance.reports = ["rounds"]
        var observations = Observations(stage: 0, of: session, acceptance)
        observations.observation[0].float64 = [0.25, 0.5]
        var actions = Actions(stage: 0, of: session, acceptance)
        actions.tensors[0].float64 = [2.5, 1]
        actions.reports = [3]

        var host = HostMessageEncoder()
        var plugin = PluginMessageEncoder()
        var frames: [(title: String, dump: String)] = []
        func ask(_ title: String, _ envelope: HostEnvelope) throws(Fault) {
            try host.encode(envelope)
            frames.append((title, FrameDump.host(host.frame)))
        }
        func answer(_ title: String, _ envelope: PluginEnvelope) throws(Fault) {
            try plugin.encode(envelope)
            frames.append((title, FrameDump.plugin(plugin.frame)))
        }
        try ask("Hello", HostEnvelope(id: 2, session: 0, .hello(hello)))
        try answer("Welcome", PluginEnvelope(id: 1, replyTo: 2, session: 0, .welcome(welcome)))
        try ask("Open", HostEnvelope(id: 4, session: 1, .open(Open(session, rewardComponents: ["profit"]))))
        try answer("Opened", PluginEnvelope(id: 3, replyTo: 4, session: 1, .opened(acceptance)))
        try ask("Reset", HostEnvelope(id: 6, session: 1, .reset(Reset(rows: [0], seeds: [0x0102_0304_0506_0708]))))
        try answer("Done", PluginEnvelope(id: 5, replyTo: 6, session: 1, .done(computeMicroseconds: 0)))
        try host.encodeDecide(id: 8, session: 1, observations, budgetMicroseconds: 10_000_000)
        frames.append(("Decide", FrameDump.host(host.frame)))
        try plugin.encodeDecision(id: 7, replyTo: 8, session: 1, actions, rows: 1, computeMicroseconds: 12.5)
        frames.append(("Decision", FrameDump.plugin(plugin.frame)))
        return frames
    }
}
