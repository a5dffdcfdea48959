import PluginHost
import PluginKit
import Synchronization
import System
import Testing
import Wire

/// A deliberately bad plugin and what the host should say about it.
struct Animal: CustomTestStringConvertible, Sendable {
    let misdeed: String
    let code: ErrorCode
    let blame: Blame
    let budget: Duration
    let limits: ResourceLimits

    init(
        _ misdeed: String, _ code: ErrorCode, _ blame: Blame = .plugin, budget: Duration = .seconds(1),
        limits: ResourceLimits = ResourceLimits()
    ) {
        self.misdeed = misdeed
        self.code = code
        self.blame = blame
        self.budget = budget
        self.limits = limits
    }

    var testDescription: String { misdeed }

    static let all: [Animal] = [
        Animal("silent", .handshakeTimeout),
        Animal("chatty-first", .stdoutPollution),
        Animal("exit-at-start", .crashed),
        Animal("huge-frame", .frameTooLarge),
        Animal("zero-frame", .decodeError),
        Animal("junk", .decodeError),
        Animal("half-frame-exit", .truncatedFrame),
        Animal("half-frame-sleep", .handshakeTimeout),
        Animal("wrong-nonce", .decodeError),
        Animal("wrong-major", .versionMismatch, .user),
        Animal("slow", .deadlineMissed, budget: .milliseconds(100)),
        Animal("never-answers", .deadlineMissed),
        Animal("silent-in-open", .deadlineMissed),
        Animal("silent-in-reset", .deadlineMissed),
        Animal("chatty-later", .stdoutPollution),
        Animal("exit-in-call", .crashed),
        Animal("segv", .crashed),
        Animal("grandchild", .crashed),
        Animal("closes-stdout", .truncatedFrame),
        Animal("half-reply-exit", .truncatedFrame),
        Animal("half-reply-sleep", .deadlineMissed),
        Animal("wrong-shape", .invalidAction),
        Animal("nan", .invalidAction),
        Animal("out-of-range", .invalidAction),
        Animal("bad-report-name", .decodeError),
        Animal("short-report", .invalidAction),
        Animal("unannounced-report", .invalidAction),
        Animal("infinite-report", .invalidAction),
        Animal("duplicate-id", .idViolation),
        Animal("even-id", .idViolation),
        Animal("unknown-id", .idViolation),
        Animal("wrong-session", .idViolation),
        Animal("answers-twice", .idViolation),
        Animal("never-reads", .stalled),
        Animal("talks-forever", .deadlineMissed),
        Animal("stops-launcher", .deadlineMissed),
        // A second of processor time takes longer where other tests share the core.
        Animal(
            "spins", .limitExceeded, .environment, budget: .seconds(30), limits: ResourceLimits(processorSeconds: 1)),
        Animal(
            "leaks", .limitExceeded, .environment, budget: .seconds(30),
            limits: ResourceLimits(addressSpace: 256 << 20)),
    ]
}

@Suite("The zoo of bad plugins")
struct ZooTests {
    @Test("each ends in time, with the right fault, one line, and nothing left behind", arguments: Animal.all)
    func ends(animal: Animal) throws {
        let marker = Marker()
        let start = MonotonicInstant.now
        let failure = #expect(throws: PluginFailure.self) { try play(animal, marker) }
        // The handshake's second and the budget of the decision that went wrong, and one second more.
        #expect(start.elapsed < .seconds(1) + animal.budget + .seconds(1))
        #expect(failure?.fault.code == animal.code)
        #expect(failure?.fault.blame == animal.blame)
        #expect(failure?.description.hasPrefix("plugin \(animal.misdeed): ") == true)
        #expect(failure?.description.contains("\n") == false)
        #expect(marker.survivors == [])
    }

    /// Three decisions of a session that is large enough that a plugin which does not read blocks the pipe.
    private func play(_ animal: Animal, _ marker: Marker) throws {
        var specification = Fixture.zoo(animal.misdeed, limits: animal.limits)
        specification.environment.append(marker.variable)
        let plugin = try Plugin(specification, rules: DecisionRules(budget: animal.budget))
        // An invalid action leaves the plugin healthy; it gets the ladder.
        defer { plugin.stop() }
        let session = Fixture.session(elements: animal.misdeed == "never-reads" ? 300_000 : 8)
        let endpoint = try plugin.open(session)
        let observations = Observations(stage: 0, of: session, endpoint.acceptance)
        var actions = Actions(stage: 0, of: session, endpoint.acceptance)
        try endpoint.reset(rows: [0], seeds: [7])
        for _ in 0..<3 { _ = try endpoint.decide(observations, into: &actions) }
    }

    @Test("a good one plays and leaves on request")
    func good() throws {
        let plugin = try Plugin(Fixture.zoo("good"))
        let session = Fixture.session(rows: 4, agents: 3)
        let endpoint = try plugin.open(session)
        var actions = Actions(stage: 0, of: session, endpoint.acceptance)
        let observations = Observations(stage: 0, of: session, endpoint.acceptance)
        #expect(try endpoint.decide(observations, into: &actions) == .decided)
        try plugin.ping()
        let stopped = plugin.stop()
        #expect(stopped?.rung == .request)
        #expect(stopped?.ending?.code == 0)
        #expect(stopped?.fault == nil)
    }

    @Test(
        "the shutdown ladder climbs no further than it must",
        arguments: [("ignores-shutdown", Fault.ShutdownRung.terminate), ("ignores-term", .kill)])
    func ladder(misdeed: String, rung: Fault.ShutdownRung) throws {
        let marker = Marker()
        var specification = Fixture.zoo(misdeed)
        specification.environment.append(marker.variable)
        let plugin = try Plugin(specification)
        let stopped = plugin.stop(patience: .milliseconds(200))
        #expect(stopped?.rung == rung)
        #expect(stopped?.fault == .shutdownTimeout(rung: rung))
        #expect(marker.survivors == [])
    }

    @Test("several are stopped on one clock, the good ones on request beside the stubborn and the busy")
    func together() throws {
        let stubborn = try ["ignores-term", "ignores-shutdown", "ignores-term"].map { try Plugin(Fixture.zoo($0)) }
        let good = try Plugin(Fixture.zoo("good"))
        let busy = try Plugin(Fixture.zoo("never-answers"))
        let session = Fixture.session()
        let endpoint = try busy.open(session)
        try endpoint.submit(Observations(stage: 0, of: session, endpoint.acceptance))
        let start = MonotonicInstant.now
        let stopped = Plugin.stopAll(stubborn + [busy, good], patience: .milliseconds(400))
        // Twice the patience, and what the machine needs; one after the other it would be four times more.
        #expect(start.elapsed < .milliseconds(1_500))
        #expect(stopped.map { $0?.rung } == [.kill, .terminate, .kill, .terminate, .request])
    }

    @Test("what a plugin is at when it is stopped it may finish")
    func busyStopped() throws {
        let plugin = try Plugin(Fixture.zoo("slow-once"))
        let session = Fixture.session()
        let endpoint = try plugin.open(session)
        try endpoint.submit(Observations(stage: 0, of: session, endpoint.acceptance))
        #expect(plugin.stop()?.rung == .request)
    }

    @Test("a flood on standard error stalls nobody, and its end is kept")
    func flood() throws {
        let lines = Mutex<[String]>([])
        let start = MonotonicInstant.now
        let plugin = try Plugin(
            Fixture.zoo("floods-stderr"), onStandardErrorLine: { line in lines.withLock { $0.append(line) } })
        let session = Fixture.session()
        let endpoint = try plugin.open(session)
        var actions = Actions(stage: 0, of: session, endpoint.acceptance)
        let observations = Observations(stage: 0, of: session, endpoint.acceptance)
        #expect(try endpoint.decide(observations, into: &actions) == .decided)
        let stopped = try #require(plugin.stop())
        #expect(stopped.standardError.last == "line 19999 of far too many lines on stderr")
        #expect(stopped.standardError.reduce(0) { $0 + $1.utf8.count + 1 } <= StandardErrorLog.keptBytes)
        let seconds = Int(start.elapsed.components.seconds) + 1
        #expect(lines.withLock { $0.count } <= 201 * seconds)
        #expect(lines.withLock { $0.contains { $0.contains("lines left out") } })
    }

    @Test("a decision given up is dropped when it comes, and the next one is right")
    func lateReply() throws {
        let plugin = try Plugin(
            Fixture.zoo("slow-once"), rules: DecisionRules(budget: .milliseconds(100), onMiss: .skip))
        let session = Fixture.session()
        let endpoint = try plugin.open(session)
        var actions = Actions(stage: 0, of: session, endpoint.acceptance)
        let observations = Observations(stage: 0, of: session, endpoint.acceptance)
        #expect(try endpoint.decide(observations, into: &actions) == .missed)
        #expect(try endpoint.decide(observations, into: &actions) == .decided)
        #expect(endpoint.latencies.missed == 1)
        #expect(endpoint.latencies.count == 1)
        #expect(plugin.stop()?.rung == .request)
    }

    @Test("a decision that is waited for all the same is counted as missed and played")
    func waiting() throws {
        let plugin = try Plugin(
            Fixture.zoo("slow-once"), rules: DecisionRules(budget: .milliseconds(100), onMiss: .wait))
        let session = Fixture.session()
        let endpoint = try plugin.open(session)
        var actions = Actions(stage: 0, of: session, endpoint.acceptance)
        let observations = Observations(stage: 0, of: session, endpoint.acceptance)
        #expect(try endpoint.decide(observations, into: &actions) == .decidedLate)
        #expect(endpoint.latencies.missed == 1)
        #expect(plugin.stop()?.rung == .request)
    }

    @Test("one that stays silent after a cancelled decision is wedged")
    func wedged() throws {
        let rules = DecisionRules(budget: .milliseconds(100), onMiss: .skip, cancelGrace: .milliseconds(200))
        let plugin = try Plugin(Fixture.zoo("never-answers"), rules: rules)
        let session = Fixture.session()
        let endpoint = try plugin.open(session)
        var actions = Actions(stage: 0, of: session, endpoint.acceptance)
        let observations = Observations(stage: 0, of: session, endpoint.acceptance)
        #expect(try endpoint.decide(observations, into: &actions) == .missed)
        let failure = #expect(throws: PluginFailure.self) { try endpoint.submit(observations) }
        #expect(failure?.fault.code == .wedged)
    }

    @Test("one that never answers is given up within a second of its deadline by default")
    func wedgedByDefault() throws {
        let plugin = try Plugin(
            Fixture.zoo("never-answers"), rules: DecisionRules(budget: .milliseconds(100), onMiss: .skip))
        let endpoint = try plugin.open(Fixture.session())
        let observations = Observations(stage: 0, of: endpoint.session, endpoint.acceptance)
        var actions = Actions(stage: 0, of: endpoint.session, endpoint.acceptance)
        let start = MonotonicInstant.now
        #expect(try endpoint.decide(observations, into: &actions) == .missed)
        #expect(throws: PluginFailure.self) { try endpoint.submit(observations) }
        #expect(start.elapsed < .milliseconds(100) + .seconds(1))
    }

    @Test("the one line quotes what it said last, and says whose fault it is")
    func oneLine() {
        let words = ["Traceback", "ValueError: \u{1B}[2Jno weights", " "]
        let crashed = PluginFailure(plugin: "p", .crashed(.code(1)), standardError: words).description
        #expect(crashed.contains("its last words \"ValueError: \\x1b[2Jno weights\";"))
        #expect(!crashed.contains("blame"))
        // Where Swift's backtrace follows, the reason stands before it.
        let trace = [
            "main.swift:3: Fatal error: no price", "", "*** Signal 4: Backtracing from 0x7f36... done ***",
            "Backtrace took 0.01s",
        ]
        let trapped = PluginFailure(plugin: "p", .crashed(.signal(4)), standardError: trace).description
        #expect(trapped.contains("its last words \"main.swift:3: Fatal error: no price\";"))
        let refused = PluginFailure(plugin: "p", .specMismatch("two stages"), standardError: words).description
        for fault in [Fault.specMismatch("two stages; play one"), .pluginError("two stages; play one")] {
            #expect(!PluginFailure(plugin: "p", fault).description.contains(fault.remedy))
        }
        #expect(refused.contains("two stages (blame: user); "))
    }

    @Test("a command that does not exist is named, with the system's reason")
    func missing() {
        let failure = #expect(throws: PluginFailure.self) {
            try Plugin(PluginSpecification(name: "none", command: ["/nowhere/none"]))
        }
        #expect(
            failure?.fault == .spawnFailed(command: "/nowhere/none", reason: "No such file or directory"))
    }
}

/// A variable given to a plugin's environment, by which its descendants are found again.
struct Marker {
    let variable = (name: "FIRSTMOVER_TEST", value: "\(UInt64.random(in: .min ... .max))")

    /// Processes that still carry the variable.
    var survivors: [Int32] { ProcessContext.processes(withVariable: "\(variable.name)=\(variable.value)") }

    /// How many there are, once there are `count` or the time is over.
    func settled(at count: Int, within limit: Duration) -> Int {
        let deadline = MonotonicInstant.after(limit)
        while true {
            let found = survivors.count
            if found == count || deadline.nanosecondsLeft == 0 { return found }
            MonotonicInstant.sleep(.milliseconds(5))
        }
    }
}
