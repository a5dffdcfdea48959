import Foundation
import Testing

@Suite("A bad plugin")
struct BadPluginTests {
    /// What a plugin does and what the one line must mention.
    struct Misdeed: CustomTestStringConvertible {
        let testDescription: String
        let program: String
        let flags: [String]
        let mentions: String
        /// Seconds of its deadline.
        let limit: Int

        init(_ description: String, _ program: String, _ flags: [String] = [], mentions: String, limit: Int = 0) {
            testDescription = description
            self.program = program
            self.flags = flags
            self.mentions = mentions
            self.limit = limit
        }
    }

    @Test(
        "ends the run within its deadline and a second, with exit code 4, one line, and no process left",
        arguments: [
            Misdeed("dies", "exit 3", mentions: "code 3"),
            Misdeed("prints", "echo hello; exec sleep 600", mentions: "standard error"),
            Misdeed(
                "never answers", "exec sleep 600", ["--handshake-timeout", "1s"], mentions: "--handshake-timeout",
                limit: 1
            ),
            Misdeed("is killed", "kill -SEGV $$", mentions: "SIGSEGV"),
        ])
    func ends(misdeed: Misdeed) throws {
        let scratch = try Scratch()
        let script = try scratch.write("plugin.sh", misdeed.program + "\n")
        let outcome = try Command.run(
            [
                "run", "pricing", "--operator", "sh \(script)", "--followers", "best-response", "--quiet",
            ] + misdeed.flags)
        #expect(outcome.code == 4)
        #expect(outcome.elapsed < .seconds(misdeed.limit + 1))
        #expect(outcome.lines.count == 1, "\(outcome.complaint)")
        #expect(outcome.complaint.contains(misdeed.mentions), "\(outcome.complaint)")
        #expect(Command.processes(mentioning: script).isEmpty)
    }

    @Test("in one arm ends the comparison with exit code 4")
    func inComparison() throws {
        let outcome = try Command.run([
            "ab", "pricing", "--a", "operator=analytic,followers=best-response", "--b",
            "operator='sh -c \"exit 3\"',followers=best-response", "--quiet", "--format", "json",
        ])
        #expect(outcome.code == 4)
        #expect(outcome.lines.count == 1, "\(outcome.complaint)")
        #expect(outcome.complaint.contains("arm b"))
        let document = try outcome.document
        #expect(document["verdict"] == "invalid")
        #expect(document["fault"]?["arm"] == "b")
        #expect(document["fault"]?["code"] == "crashed")
    }

    @Test("that misses its deadline is replaced by what was declared, and the record says so")
    func missed() throws {
        let scratch = try Scratch()
        let slow = try scratch.write("slow.py", Self.slowPolicy)
        func run(_ onMiss: String) throws -> Command.Outcome {
            try Command.run([
                "run", "pricing", "--operator",
                "\(Command.package)/.venv/bin/python3 \(slow) \(Command.package)/plugins/python", "--followers",
                "best-response", "--episodes", "1", "--format", "json", "--quiet", "--budget", "50ms", "--on-miss",
                onMiss,
            ])
        }
        let forfeited = try run("forfeit")
        #expect(forfeited.code == 0, "\(forfeited.complaint)")
        let document = try forfeited.document
        #expect(document["onMiss"] == "forfeit")
        #expect(document["measured"]?["roles"]?["operator"]?["decisions"]?["missed"] == 1)
        #expect(document["measured"]?["roles"]?["followers"]?["decisions"]?["missed"] == 0)
        let waited = try run("wait").document
        let replaced = try run("fallback=constant-price:u=0.5").document
        // One slot of a hundred was forfeited, so 1 % is lost; constant-price decides as the slow policy does.
        #expect(waited["metrics"]?["operatorUtility"] == replaced["metrics"]?["operatorUtility"])
        #expect(waited["metrics"]?["operatorUtility"] != document["metrics"]?["operatorUtility"])
        #expect(try run("abort").code == 4)
        let unserved = try run("fallback=best-response")
        #expect(unserved.code == 4)
        #expect(
            unserved.complaint.contains("fallback=best-response does not serve the operator")
                && !unserved.complaint.contains("declare with"), "\(unserved.complaint)")
    }

    /// Posts half of every price, in slot 7 too late.
    private static let slowPolicy = """
        import sys, time
        sys.path.insert(0, sys.argv[1])
        import firstmover
        class Slow(firstmover.Policy):
            def decide(self, observations, actions):
                if observations.slot == 7: time.sleep(0.2)
                actions["u"] = 0.5
        firstmover.serve(Slow)
        """
}

@Suite("Ctrl-C")
struct InterruptTests {
    @Test("ends a run with 130, keeps the episodes that were finished, and leaves no process")
    func keeps() throws {
        let scratch = try Scratch()
        // A link of its own name, by which its processes are found.
        let operatorPath = scratch.path("interrupted-constant-price")
        try FileManager.default.createSymbolicLink(
            atPath: operatorPath, withDestinationPath: "\(Command.folder)/constant-price")
        let outcome = try Command.run([
            "run", "pricing", "--operator", operatorPath, "--followers", "best-response", "--episodes", "100000",
            "--format", "json", "--quiet",
        ]) { process in
            Thread.sleep(forTimeInterval: 2)
            process.interrupt()
        }
        #expect(outcome.code == 130)
        let document = try outcome.document
        #expect(document["interrupted"] == true)
        guard case .integer(let episodes)? = document["episodes"] else { throw TestFailure("no episodes") }
        #expect(episodes > 0 && episodes < 100_000)
        #expect(Command.processes(mentioning: operatorPath).isEmpty)
    }
}

extension InterruptTests {
    @Test(
        "and a lost terminal end a comparison with 130 and whole pairs, and no other episodes are stored",
        arguments: [SIGINT, SIGHUP])
    func comparison(signal: Int32) throws {
        let scratch = try Scratch()
        let store = "FIRSTMOVER_STORE=\(scratch.path("runs.sqlite"))"
        let arms = ["--a", "--b"].flatMap { [$0, "operator=analytic,followers=best-response"] }
        let outcome = try Command.run(
            ["ab", "pricing", "--pairs", "100000", "--format", "json", "--quiet"] + arms, environment: [store]
        ) { process in
            Thread.sleep(forTimeInterval: 1)
            kill(process.processID, signal)
        }
        #expect(outcome.code == 130, "\(outcome.complaint)")
        let document = try outcome.document
        #expect(document["interrupted"] == true)
        guard let pairs = document["pairs"], pairs != 0 else { throw TestFailure("no pairs") }
        let listed = try Command.run(["runs", "list", "--format", "json"], environment: [store]).document
        guard case .array(let runs)? = listed["runs"], case .array(let stored)? = runs.first?["arms"] else {
            throw TestFailure("nothing is stored")
        }
        #expect(runs.first?["state"] == "interrupted")
        for arm in stored { #expect(arm["episodes"] == pairs) }
    }

    /// What the plugin is silent in, and what the command was told to do about it.
    struct Silence: CustomTestStringConvertible {
        let testDescription: String
        let misdeed: String
        let flags: [String]
    }

    @Test(
        "ends the wait for a plugin that is silent",
        arguments: [
            Silence(testDescription: "in Decide, with time left", misdeed: "never-answers", flags: []),
            Silence(
                testDescription: "in Decide, waited for without end", misdeed: "never-answers",
                flags: ["--on-miss", "wait", "--budget", "10ms"]),
            Silence(testDescription: "in Open", misdeed: "silent-in-open", flags: []),
            Silence(testDescription: "in Reset", misdeed: "silent-in-reset", flags: []),
            Silence(testDescription: "in the handshake", misdeed: "silent", flags: []),
        ])
    func silent(silence: Silence) throws {
        let scratch = try Scratch()
        let zoo = try zoo(in: scratch)
        var asked = ContinuousClock.now
        let outcome = try Command.run(
            [
                "run", "pricing", "--operator", "\(zoo) \(silence.misdeed)", "--followers", "best-response", "--format",
                "json", "--quiet",
            ] + silence.flags
        ) { process in
            Thread.sleep(forTimeInterval: 1)
            asked = .now
            process.interrupt()
        }
        #expect(outcome.code == 130)
        // A quarter of a second for the answer, and as much again and more for killing and writing.
        #expect(ContinuousClock.now - asked < .seconds(2))
        #expect(try outcome.document["interrupted"] == true)
        #expect(Command.processes(mentioning: zoo).isEmpty)
    }

    @Test("ends both arms of a comparison, whichever is waited for")
    func comparison() throws {
        let scratch = try Scratch()
        let zoo = try zoo(in: scratch)
        var asked = ContinuousClock.now
        let outcome = try Command.run([
            "ab", "pricing", "--a", "operator='\(zoo) never-answers',followers=best-response", "--b",
            "operator='\(zoo) silent-in-open',followers=best-response", "--format", "json", "--quiet",
        ]) { process in
            Thread.sleep(forTimeInterval: 1)
            asked = .now
            process.interrupt()
        }
        #expect(outcome.code == 130)
        #expect(ContinuousClock.now - asked < .seconds(2))
        #expect(Command.processes(mentioning: zoo).isEmpty)
    }

    /// The zoo under a name of its own, by which its processes are found.
    private func zoo(in scratch: Scratch) throws -> String {
        let path = scratch.path("interrupted-zoo")
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: "\(Command.folder)/firstmover-zoo")
        return path
    }
}

extension BadPluginTests {
    @Test("that breaks a rule of the game is refused, in one line that names stage, row, agent and the rule")
    func brokenRule() throws {
        let scratch = try Scratch()
        let policy = try scratch.write(
            "shareless.py",
            """
            import sys
            sys.path.insert(0, sys.argv[1])
            import firstmover
            class Shareless(firstmover.Policy):
                def decide(self, observations, actions):
                    actions["station"] = 1
                    actions["lambda"] = 0.5
                    actions["beta"] = 0
            firstmover.serve(Shareless)
            """)
        let outcome = try Command.run([
            "run", "offloading", "--operator", "all-inc", "--followers",
            "\(Command.package)/.venv/bin/python3 \(policy) \(Command.package)/plugins/python", "--episodes", "1",
            "--quiet",
        ])
        #expect(outcome.code == 4)
        #expect(outcome.output == "")
        #expect(outcome.lines.count == 1, "\(outcome.complaint)")
        for mention in ["invalid action: stage associate, tensor beta, row 0, agent ", "lambda = 0, not 0.5"] {
            #expect(outcome.complaint.contains(mention), "\(outcome.complaint)")
        }
    }
}
