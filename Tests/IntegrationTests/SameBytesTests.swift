import Foundation
import PluginHost
import Testing

@Suite("The same seed")
struct SameBytesTests {
    private static let run = [
        "run", "pricing", "--operator", "analytic", "--followers", "best-response", "--episodes", "3", "--seed", "7",
        "--format", "json", "--quiet",
    ]

    @Test(
        "prints the same bytes however policies are played",
        arguments: [
            [], ["--in-process"], ["--isolate"], ["--envs", "2"], ["--envs", "3", "--isolate"],
            ["--placement", "spread"], ["--kernels", "portable"],
        ])
    func played(flags: [String]) throws {
        let reference = try Command.run(Self.run)
        #expect(reference.code == 0, "\(reference.complaint)")
        let other = try Command.run(Self.run + flags)
        #expect(other.code == 0, "\(other.complaint)")
        #expect(other.promised == reference.promised)
        #expect(reference.promised.contains("\"perEpisode\""))
    }

    @Test(
        "gives random policies the same actions however they are played", arguments: [["--in-process"], ["--isolate"]])
    func random(flags: [String]) throws {
        let arguments = [
            "run", "pricing", "--operator", "random", "--followers", "random", "--format", "json", "--quiet",
        ]
        let reference = try Command.run(arguments)
        #expect(reference.code == 0, "\(reference.complaint)")
        #expect(reference.promised.contains("\"perEpisode\""))
        #expect(try Command.run(arguments + flags).promised == reference.promised)
    }

    @Test("gives the policy in Python the metrics of the one in Swift, to the accuracy of another C library")
    func python() throws {
        let arguments = ["run", "pricing", "--operator", "random", "--episodes", "2", "--format", "json", "--quiet"]
        let swift = try Command.run(arguments + ["--followers", "best-response"]).document
        let python = try Command.run(arguments + ["--followers", "python-best-response"]).document
        guard case .object(let metrics)? = swift["metrics"] else { throw TestFailure("no metrics") }
        for metric in metrics {
            guard case .array(let values)? = metric.value["perEpisode"],
                case .array(let others)? = python["metrics"]?[metric.key]?["perEpisode"]
            else { throw TestFailure("no values of \(metric.key)") }
            #expect(values.count == 2 && others.count == 2)
            for case (.number(let value), .number(let other)) in zip(values, others) {
                // Regrets and NashConv are differences of utilities of order 10, so 1e-12 of those is what they allow.
                #expect(abs(value - other) <= 1e-12 * max(10, abs(value)), "\(metric.key)")
            }
        }
    }

    @Test("gives an arm of a comparison, beside another on a second thread, what a run of its own gives it")
    func threads() throws {
        let play = ["--seed", "5", "--format", "json", "--quiet"]
        let comparison = try Command.run(
            [
                "ab", "pricing", "--pairs", "4", "--a", "operator=analytic,followers=best-response", "--b",
                "operator=random:seed=3,followers=random",
            ] + play
        ).document
        guard case .array(let comparisons)? = comparison["comparisons"],
            case .object(let metrics)? = comparisons[0]["metrics"]
        else { throw TestFailure("no comparison") }
        for (arm, policies) in [
            ("a", ["--operator", "analytic", "--followers", "best-response"]),
            ("b", ["--operator", "random:seed=3", "--followers", "random"]),
        ] {
            let run = try Command.run(["run", "pricing", "--episodes", "4"] + policies + play).document
            for metric in metrics {
                #expect(metric.value[arm] == run["metrics"]?[metric.key]?["mean"], "\(metric.key)")
            }
        }
    }

    @Test("stores what it prints, and never over another result")
    func stored() throws {
        let scratch = try Scratch()
        let first = try Command.run(Self.run + ["--out", scratch.path("results")])
        #expect(first.code == 0, "\(first.complaint)")
        #expect(try scratch.text("results/run.json") == first.output)
        let second = try Command.run(Self.run + ["--out", scratch.path("results")])
        #expect(second.code == 3)
        #expect(second.complaint.contains("--out"))
    }

    @Test("gives whole distributions too the same bytes, however policies are played")
    func distributions() throws {
        let scratch = try Scratch()
        func run(_ name: String, _ flags: [String]) throws -> Command.Outcome {
            let outcome = try Command.run(Self.run + ["--out", scratch.path(name)] + flags)
            #expect(outcome.code == 0, "\(outcome.complaint)")
            return outcome
        }
        let reference = try run("reference", [])
        let other = try run("other", ["--envs", "2", "--isolate"])
        #expect(other.promised == reference.promised)
        let table = try scratch.text("reference/distributions.csv")
        #expect(try scratch.text("other/distributions.csv") == table)

        let utility = try #require(try reference.document["distributions"]?["operatorUtility"])
        #expect(utility["level"] == "slot")
        #expect(utility["count"] == 300)  // 3 episodes of 100 slots
        let lines = table.split(separator: "\n")
        #expect(lines.first == "name,level,unit,value,cumulativeShare")
        let values = lines.dropFirst().map { $0.split(separator: ",") }.filter { $0[0] == "operatorUtility" }
        #expect(values.count == 300)
        #expect(values.allSatisfy { $0.count == 5 && $0[1] == "slot" && $0[2] == "utility" })
        #expect(values.last?[4] == "1.0")
        // No two slots are worth the same, so the 150th value is the median.
        #expect(utility["p50"] == Double(values[149][3]).map { .number($0) })
        #expect(try Command.run(Self.run).document["distributions"] == nil)
    }

    @Test("records over no file, and leaves none behind when refused")
    func recordedOnce() throws {
        let scratch = try Scratch()
        let mine = try scratch.write("mine.py", "print(1)")
        let run = try Command.run(Self.run + ["--record", mine])
        #expect(run.code == 3 && run.lines.count == 1, "\(run.complaint)")
        #expect(run.complaint.contains("--record") && run.complaint.contains(mine), "\(run.complaint)")
        for letter in ["a", "b"] {
            let taken = try scratch.write("frames.\(letter)", "mine")
            let arm = "operator=analytic,followers=best-response"
            let comparison = try Command.run([
                "ab", "pricing", "--a", arm, "--b", arm, "--quiet", "--record", scratch.path("frames"),
            ])
            #expect(comparison.code == 3 && comparison.lines.count == 1, "\(comparison.complaint)")
            #expect(comparison.complaint.contains(taken), "\(comparison.complaint)")
            #expect(try scratch.text("frames.\(letter)") == "mine")
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).count == 2)
            try FileManager.default.removeItem(atPath: taken)
        }
        #expect(try scratch.text("mine.py") == "print(1)")
    }

    @Test("records the same frames; another seed's first frame that differs is shown decoded")
    func recorded() throws {
        let scratch = try Scratch()
        func record(_ name: String, seed: String) throws -> Recording {
            let file = scratch.path(name)
            let outcome = try Command.run([
                "run", "pricing", "--operator", "constant-price", "--followers", "best-response", "--episodes", "1",
                "--seed", seed, "--record", file, "--quiet",
            ])
            #expect(outcome.code == 0, "\(outcome.complaint)")
            return try Recording(path: file)
        }
        let first = try record("first", seed: "1")
        let again = try record("again", seed: "1")
        let other = try record("other", seed: "2")
        #expect(first.firstDifference(from: again) == nil)
        let difference = try #require(first.firstDifference(from: other))
        #expect("\(difference)".contains("reset"))
    }
}

/// Why a test cannot go on.
struct TestFailure: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
