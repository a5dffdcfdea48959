import Experiments
import Foundation
import Games
import Policy
import Testing

@Suite("Stored runs")
struct RunsCommandTests {
    /// A store with an ended run, an ended comparison and a run that its process left.
    private struct Fixture {
        let scratch: Scratch
        let path: String
        let document: JSON = ["schema": "firstmover.ab/1", "verdict": "worse", "measured": ["seconds": 1.5]]

        init() throws {
            scratch = try Scratch()
            path = scratch.path("data/runs.sqlite")
            let store = try RunStore(path: path)
            let single = try store.begin(start(.run, seed: 0, arms: ["analytic"]))
            for episode in 0..<4 {
                single.add(arm: 0, episode: episode, values: [Double(episode * episode), 1], seconds: Double(episode))
            }
            try single.finish(["schema": "firstmover.run/1"], as: .finished, verdict: nil)
            let comparison = try store.begin(start(.ab, seed: 1, arms: ["analytic", "random:seed=3"]))
            for episode in 0..<3 {
                comparison.add(arm: 0, episode: episode, values: [5, 1], seconds: 0.5)
                comparison.add(arm: 1, episode: episode, values: [Double(episode), .nan], seconds: 0.75)
            }
            try comparison.finish(document, as: .finished, verdict: "worse")
            let other = try store.begin(start(.run, seed: 0, arms: ["analytic"], hash: "00ff00ff00ff"))
            other.add(arm: 0, episode: 0, values: [1, 2], seconds: 1)
            try other.fail()
        }

        private func start(
            _ kind: StoredRun.Kind, seed: UInt64, arms: [String], hash: String = "faafcfc72676"
        ) -> StoredRun.Start {
            StoredRun.Start(
                kind: kind, scenario: "offloading/tight", scenarioHash: hash, parameters: ["users": 8], seed: seed,
                slotsPerEpisode: 20,
                arms: arms.map { name in
                    StoredRun.Arm(
                        operator: name, followers: "best-response",
                        plugins: [
                            PluginDescription(
                                role: .operator, name: name, version: "0.1.0",
                                sha256: String(repeating: "0f", count: 32))
                        ])
                },
                declarations: [
                    StoredRun.Declaration(name: "cost", unit: "cost/user", direction: .lower),
                    StoredRun.Declaration(name: "rounds", unit: "", direction: .lower),
                ], arguments: ["run", "offloading/tight", "--operator", "python3 mine.py"], version: "0.1.0",
                host: HostFacts.current.document)
        }

        func run(_ arguments: [String]) throws -> Command.Outcome {
            try Command.run(["runs"] + arguments, environment: ["FIRSTMOVER_STORE=\(path)"])
        }
    }

    @Test("are none before the first, which is fine", arguments: [["list"], ["export"]])
    func none(arguments: [String]) throws {
        let scratch = try Scratch()
        let path = scratch.path("nowhere/runs.sqlite")
        let outcome = try Command.run(["runs"] + arguments, environment: ["FIRSTMOVER_STORE=\(path)"])
        #expect(outcome.code == 0 && outcome.complaint == "", "\(outcome.complaint)")
        #expect(outcome.output.hasPrefix(arguments == ["list"] ? "no run is stored yet" : "run,kind,scenario"))
        #expect(!FileManager.default.fileExists(atPath: scratch.path("nowhere")))
    }

    @Test("stand in the examples of help, which work", arguments: ["list", "show", "diff", "export"])
    func examples(command: String) throws {
        let fixture = try Fixture()
        let help = try Command.run(["runs", command, "--help"])
        let line = try #require(help.output.split(separator: "\n").drop { !$0.hasPrefix("Example:") }.dropFirst().first)
        let words = line.split(separator: " ").map(String.init)
        #expect(words.prefix(3) == ["firstmover", "runs", command])
        let outcome = try fixture.run(Array(words.dropFirst(2)))
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(!outcome.output.isEmpty)
    }

    @Test("are listed as text and as JSON")
    func listed() throws {
        let fixture = try Fixture()
        let list = try fixture.run(["list"])
        let lines = list.output.split(separator: "\n")
        #expect(lines.count == 4, "\(list.output)")
        #expect(lines[1].hasPrefix("  3  run   failed"), "\(list.output)")
        #expect(
            lines[2].contains("worse") && lines[2].contains("analytic + best-response | random:seed=3 + best-response"))
        let document = try fixture.run(["list", "--kind", "ab", "--limit", "1", "--format", "json"]).document
        #expect(document["schema"] == "firstmover.runs/1")
        let run = try JSONField(document)["runs"].elements[0]
        #expect(try run["id"].integer == 2 && run["seed"].seed == 1 && run["primary"].text == "cost")
        #expect(try run["arms"].elements[1]["episodes"].integer == 3)
        #expect(try fixture.run(["list", "--scenario", "pricing"]).output == "no such run is stored\n")
    }

    @Test("are shown with what made them, and as JSON byte for byte as they ended")
    func shown() throws {
        let fixture = try Fixture()
        let text = try fixture.run(["show", "2"])
        for word in [
            "seed 1", "3 episodes of 20 slots", "--operator 'python3 mine.py'", "a: operator=analytic",
            "b is worse in cost", "0f0f0f0f0f0f", "b mean",
        ] { #expect(text.output.contains(word), "\(text.output)") }
        #expect(try fixture.run(["show", "2", "--format", "json"]).output == fixture.document.text(.pretty) + "\n")
        let kept = JSONField(try fixture.run(["show", "3", "--format", "json"]).document)
        #expect(try kept["schema"].text == "firstmover.stored/1")
        #expect(try kept["run"]["state"].text == "failed")
        #expect(try kept["arms"].elements[0]["metrics"]["rounds"]["perEpisode"].numbers == [2])
    }

    @Test("are compared pair by pair, or not, and then it says why")
    func compared() throws {
        let fixture = try Fixture()
        let document = JSONField(try fixture.run(["diff", "1", "2:a", "--format", "json"]).document)
        #expect(try document["schema"].text == "firstmover.diff/1")
        // World seeds 1, 2, 3: 1, 4, 9 beside three times 5.
        #expect(try document["pairs"].integer == 3)
        let cost = try document["metrics"]["cost"]
        // Three additions and a division may each round.
        #expect(try abs(cost["a"].number - 14.0 / 3) <= 4 * (14.0 / 3).ulp && cost["b"].number == 5)
        #expect(try document["metrics"]["rounds"]["pValue"].number == 1)
        #expect(try document["origins"].members.map(\.key) == ["kind", "seed"])
        let text = try fixture.run(["diff", "1", "2:b"]).output
        #expect(text.contains("operator.plugin") && text.contains("3 world seeds in common"), "\(text)")
        let other = try fixture.run(["diff", "1", "3"])
        #expect(other.code == 0 && other.output.contains("not compared: they played different scenarios"))
    }

    @Test("are exported for pandas and for Stable-Baselines3, over no file that is there")
    func exported() throws {
        let fixture = try Fixture()
        let table = try fixture.run(["export"])
        #expect(table.output.split(separator: "\n").count == 1 + 4 + 6 + 1)
        let file = fixture.scratch.path("runs.csv")
        #expect(try fixture.run(["export", "2", "-o", file]).output == "")
        #expect(
            try fixture.scratch.text("runs.csv").contains(
                "\n2,ab,offloading/tight,b,random:seed=3,best-response,2,3,0.75,2.0,\n"))
        let again = try fixture.run(["export", "-o", file])
        #expect(again.code == 3 && again.complaint.contains("there already"))
        let monitors = try fixture.run(["export", "1", "2", "--format", "monitor", "-o", fixture.scratch.path("sb3")])
        #expect(monitors.code == 0, "\(monitors.complaint)")
        let names = try FileManager.default.contentsOfDirectory(atPath: fixture.scratch.path("sb3")).sorted()
        #expect(names == ["run-1.a.monitor.csv", "run-2.a.monitor.csv", "run-2.b.monitor.csv"])
        #expect(
            try fixture.scratch.text("sb3/run-1.a.monitor.csv").hasSuffix(
                "\nr,l,t\n-0.0,20,0.0\n-20.0,20,1.0\n-80.0,20,2.0\n-180.0,20,3.0\n"))
    }

    @Test(
        "that are not there, or not told apart, end the command with 3 and the remedy",
        arguments: [
            (["show", "9"], "firstmover runs list"), (["diff", "1", "9"], "firstmover runs list"),
            (["export", "1", "9"], "firstmover runs list"), (["diff", "1", "2"], "2:a or 2:b"),
            (["diff", "1:b", "2:a"], "its arms are a"), (["diff", "x", "1"], "3:a"),
            (["list", "--store", "nowhere.sqlite"], "--store"),
            (["list", "--store", "/proc/self/exe"], "no run store"),
        ])
    func refused(arguments: [String], remedy: String) throws {
        let outcome = try Fixture().run(arguments)
        #expect(outcome.code == 3)
        #expect(outcome.output == "")
        #expect(outcome.lines.count == 1 && outcome.complaint.contains(remedy), "\(outcome.complaint)")
    }

    @Test(
        "are asked for in vain by a wrong command line",
        arguments: [
            ["show"], ["show", "x"], ["list", "--limit", "0"], ["list", "--kind", "b"],
            ["export", "--format", "monitor"],
        ])
    func usage(arguments: [String]) throws {
        #expect(try Command.run(["runs"] + arguments).code == 2)
    }
}
