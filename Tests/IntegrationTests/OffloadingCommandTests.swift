import Experiments
import Foundation
import Testing

@Suite("The offloading game at the command")
struct OffloadingCommandTests {
    private func run(_ scenario: String, _ arm: (operator: String, followers: String), _ flags: [String]) throws
        -> Command.Outcome
    {
        try Command.run(
            [
                "run", scenario, "--operator", arm.operator, "--followers", arm.followers, "--episodes", "2",
                "--format", "json", "--quiet",
            ] + flags)
    }

    @Test("plays the same bytes however its policies are started")
    func sameBytes() throws {
        let arm = ("gm-rn", "best-response")
        let reference = try run("offloading/tight", arm, [])
        #expect(reference.code == 0, "\(reference.complaint)")
        for flags in [["--in-process"], ["--isolate"], ["--envs", "2"]] {
            let outcome = try run("offloading/tight", arm, flags)
            // Hashes are those of processes, which policies in this one have not.
            #expect(withoutHashes(outcome.promised) == withoutHashes(reference.promised), "\(flags)")
        }
    }

    @Test("cannot judge an arm where there is no user, which any --fail-on fails on")
    func unjudged() throws {
        let scratch = try Scratch()
        let scenario = try scratch.write("nobody.yaml", "base: offloading\nparameters: {M: 0, slots: 3}\n")
        let arm = "operator=all-inc,followers=best-response"
        let arguments = ["ab", scenario, "--a", arm, "--b", arm, "--pairs", "2", "--quiet"]
        #expect(try Command.run(arguments).code == 0)
        for verdict in ["worse", "inconclusive", "not-equivalent"] {
            let outcome = try Command.run(arguments + ["--fail-on", verdict])
            #expect(outcome.code == 1)
            #expect(outcome.complaint.contains("cannot be judged"), "\(outcome.complaint)")
        }
    }

    private func withoutHashes(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { !$0.contains("\"sha256\"") }
    }

    @Test(
        "ends cleanly, knowing nothing, where there is no user or nobody ever requests a task",
        arguments: ["M: 0", "R: 1"], [[], ["--in-process"], ["--isolate"]])
    func nobody(parameter: String, flags: [String]) throws {
        let scratch = try Scratch()
        let scenario = try scratch.write("nobody.yaml", "base: offloading\nparameters: {\(parameter), slots: 3}\n")
        for arm in [("all-inc", "best-response"), ("random", "random"), ("eq-plc", "eq-plc")] {
            let outcome = try run(scenario, arm, flags)
            #expect(outcome.code == 0, "\(outcome.complaint)")
            guard case .object(let metrics) = try outcome.document["metrics"] else {
                Issue.record("no metrics in \(outcome.output)")
                continue
            }
            #expect(metrics.count > 13 && metrics[0].key == "cost")
            for metric in metrics { #expect(metric.value["mean"] == JSON.null, "\(metric.key)") }
        }
    }
}
