import Policy

@testable import Wire

/// Random messages: every kind, every field, lists of length 0 included.
struct RandomMessages {
    var generator: SplitMix64

    mutating func hostEnvelope() -> HostEnvelope {
        HostEnvelope(id: generator.next(), session: generator.next() >> 32, hostMessage())
    }

    mutating func pluginEnvelope() -> PluginEnvelope {
        PluginEnvelope(
            id: generator.next(), replyTo: generator.next() >> 40, session: generator.next() >> 32, pluginMessage())
    }

    private mutating func hostMessage() -> HostMessage {
        switch int(0...9) {
        case 0:
            .hello(
                Hello(
                    version: ProtocolVersion(major: UInt32(int(0...9)), minor: UInt32(int(0...300))),
                    features: list { $0.text() }, frameBytes: int(Limits.frameBytes), requestsInFlight: int(1...99),
                    nonce: bytes(16), hostVersion: text()))
        case 1: .open(Open(session(), rewardComponents: list { $0.text() }, weightsOf: generator.next() >> 50))
        case 2:
            {
                let rows = list { $0.int(0...1_000) }
                return .reset(Reset(rows: rows, seeds: rows.map { _ in generator.next() }))
            }()
        case 3:
            .decide(
                Decide(
                    stage: int(0...9), slot: generator.next(), rows: int(0...1_000),
                    isBootstrap: generator.next() & 1 == 0,
                    budgetMicroseconds: generator.next(), observation: list { $0.bytes($0.int(0...99)) },
                    instance: list { $0.bytes($0.int(0...99)) }))
        case 4:
            .feedback(
                FeedbackMessage(
                    slot: generator.next(), rows: int(0...9), rewards: bytes(int(0...300)), terminated: bytes(3),
                    truncated: bytes(int(0...2))))
        case 5: .save(path: text())
        case 6: .load(path: text())
        case 7: .ping
        case 8: .cancel(request: generator.next())
        default: .shutdown
        }
    }

    private mutating func pluginMessage() -> PluginMessage {
        switch int(0...7) {
        case 0:
            .welcome(
                Welcome(
                    nonce: bytes(16), version: ProtocolVersion(major: 1, minor: UInt32(int(0...300))),
                    features: list { $0.text() }, frameBytes: int(Limits.frameBytes), requestsInFlight: int(0...99),
                    identity: PluginIdentity(name: text(), version: text(), language: text(), sdk: text()),
                    roles: [.operator, .followers, .environment].shuffled(using: &generator),
                    isDeterministic: generator.next() & 1 == 0, learns: generator.next() & 1 == 0))
        case 1:
            .opened(
                Acceptance(
                    actionSpaces: list { $0.int(0...300) }, wantsObservation: generator.next() & 1 == 0,
                    wantsInstance: generator.next() & 1 == 0, wantsFeedback: generator.next() & 1 == 0,
                    reports: list { $0.text() }))
        case 2:
            .decision(
                Decision(
                    actions: list { $0.bytes($0.int(0...99)) }, reports: bytes(int(0...99)),
                    computeMicroseconds: number(0...1e9)))
        case 3: .done(computeMicroseconds: number(0...1e9))
        case 4: .pong
        case 5: .error(ErrorReply(ErrorCode.allCases[int(0...ErrorCode.allCases.count - 1)], text()))
        case 6:
            .metrics(
                LearningMetrics(
                    step: generator.next(),
                    values: list { ($0.text(), Double(bitPattern: $0.generator.next())) }))
        default: .log(LogLine(LogLine.Level.allCases[int(0...3)], text()))
        }
    }

    private mutating func session() -> Session {
        let first = int(0...9)
        let agents = int(0...5)
        let role = Role.allCases[int(0...1)]
        return Session(
            role: role, scenario: text(), scenarioHash: text(), stages: (0..<int(1...3)).map { _ in stage() },
            agents: first..<first + agents, agentCount: first + agents + int(0...5), rows: int(1...64),
            mode: generator.next() & 1 == 0 ? .train : .evaluate,
            options: list { Session.Option(key: $0.text(), value: $0.text()) },
            trainingSlots: Int(generator.next() >> 1), isResumed: generator.next() & 1 == 0)
    }

    private mutating func stage() -> Stage {
        Stage(
            name: text(), role: Role.allCases[int(0...1)], observation: list { $0.space() },
            instance: list { $0.space() },
            actions: (0..<int(1...2)).map { _ in ActionSpace(name: text(), tensors: list { $0.space() }) })
    }

    private mutating func space() -> TensorSpace {
        let shape = list { $0.int(0...4) }.prefix(3)
        if int(0...2) == 0 {
            let start = Int32(truncatingIfNeeded: generator.next())
            return .discrete(text(), shape: Array(shape), start: start / 2, count: Int32(int(1...1_000)))
        }
        let count = shape.reduce(1, *)
        let low = (0..<(int(0...1) == 0 ? 1 : count)).map { _ in number(-1e9...0) }
        let high = (0..<(int(0...1) == 0 ? 1 : count)).map { _ in int(0...4) == 0 ? Double.infinity : number(0...1e-9) }
        return TensorSpace(
            name: text(), shape: Array(shape), elementType: ElementType.allCases[int(0...2)],
            domain: .box(low: low, high: high))
    }

    private mutating func text() -> String {
        let alphabet: [Character] = ["a", "/", "0", " ", "ß", "中", "🎲", "\n", "\u{301}"]
        return String((0..<int(0...12)).map { _ in alphabet[int(0...alphabet.count - 1)] })
    }

    private mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    private mutating func list<Element>(_ element: (inout RandomMessages) -> Element) -> [Element] {
        (0..<int(0...4)).map { _ in element(&self) }
    }

    private mutating func number(_ range: ClosedRange<Double>) -> Double {
        Double.random(in: range, using: &generator)
    }

    private mutating func int(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }
}
