import Experiments
import Foundation
import Testing

@Suite("Solve")
struct SolveTests {
    @Test("tells of every round when asked to, in text and JSON")
    func trace() throws {
        let arguments = ["solve", "pricing", "--concept", "access", "--trace"]
        let document = try Command.run(arguments + ["--format", "json"]).document
        guard case .array(let steps)? = document["trace"] else { throw TestFailure("no trace") }
        #expect(JSON(steps.count) == document["certificate"]?["rounds"])
        #expect(!steps.isEmpty)
        #expect(steps.last?["access"] == document["access"])
        #expect(steps.last?["operatorUtility"] == document["value"])
        let text = try Command.run(arguments).output
        let table = text.split(separator: "\n").drop { !$0.hasPrefix("round") }
        #expect(table.count == steps.count + 1)
        #expect(
            try Command.run(["solve", "pricing", "--concept", "access", "--format", "json"]).document["trace"] == nil)
    }

    @Test("refuses an instance with a key that nobody reads, and lists those that are read")
    func unknownKey() throws {
        let scratch = try Scratch()
        for (game, key, mention) in [
            ("pricing", "gamaA", "did you mean gammaA?"), ("offloading", "f_cm", "did you mean f_cn?"),
            ("duopoly", "b", "parameter b"),
        ] {
            let file = try scratch.write("instance.json", "{\"\(key)\": 1}")
            let outcome = try Command.run(["solve", game, file, "--concept", "exact"])
            #expect(outcome.code == 3 && outcome.lines.count == 1)
            #expect(outcome.complaint.contains(mention), "\(outcome.complaint)")
        }
        let help = try Command.run(["solve", "--help"]).output.split(separator: /\s+/).joined(separator: " ")
        for words in ["W_MHz, f_GcyclePerS", "o or modes, p_dl or powers, and s or channels"] {
            #expect(help.contains(words))
        }
    }

    /// The slot of spec/offloading.md, section 7, that has no pure equilibrium, at 10 W.
    private func slotWithoutEquilibrium(in scratch: Scratch) throws -> String {
        let path = "\(Command.package)/Tests/Golden/offloading/games.json"
        let file = try JSON(parsing: String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self))
        guard case .array(let cases)? = file["cases"],
            var slot = cases.first(where: { $0["name"] == "no pure equilibrium M=3 K=1" })?["slot"]
        else { throw TestFailure("no such case") }
        slot.set("p_dl", to: 10.0)
        return try scratch.write("slot.json", slot.text())
    }

    @Test("says that there is no pure equilibrium where looking at every profile proved it")
    func noEquilibrium() throws {
        let scratch = try Scratch()
        let file = try slotWithoutEquilibrium(in: scratch)
        let outcome = try Command.run(["solve", "offloading", file, "--concept", "equilibria"])
        #expect(outcome.code == 1 && outcome.lines.count == 1)
        #expect(outcome.complaint.contains("no pure equilibrium among 8 profiles"), "\(outcome.complaint)")
        #expect(outcome.output.contains("no pure equilibrium among 8 profiles\n"))
        #expect(outcome.output.contains("socialCost"))
        // Nothing that is not known has a table.
        #expect(!outcome.output.contains("channels") && !outcome.output.contains("\n  0  –"))
        let cycle = try Command.run(["solve", "offloading", file, "--concept", "potential"]).output
        #expect(cycle.contains("(sum of gains along the largest four-cycle, in utility)"))
        #expect(cycle.contains("looked at 8 profiles") && !cycle.contains("bound") && !cycle.contains("better"))
        // The weak cycle is the strict one here, and is shown once.
        #expect(cycle.contains("\nweakImprovementCycle, improvementCycle\n"), "\(cycle)")
    }

    @Test("names the value and the unit of NashConv, and what the bound bounds, in text")
    func certificates() throws {
        let pricing = try Command.run(["solve", "pricing", "--concept", "exact"]).output
        #expect(pricing.contains("(utility of the operator)\nnashConv "))
        #expect(pricing.contains(" utility  no utility above ") && pricing.contains(" is possible  gap "))
        let oracle = try Command.run(["solve", "offloading", "--concept", "oracle"]).output
        #expect(oracle.contains("(cost of the slot)\n") && oracle.contains(" payoff  C* = "))
        let social = try Command.run(["solve", "offloading", "--concept", "social"]).output
        #expect(social.contains("  converged  looked at ") && social.contains(" profiles\n"))
        let weak = try Command.run(["solve", "offloading/priced", "--concept", "oracle"]).output
        #expect(weak.contains("no cost below ") && !weak.contains("gap"), "\(weak)")
    }

    @Test("refuses a trace of a concept that keeps none, naming those that do")
    func noTrace() throws {
        let outcome = try Command.run(["solve", "pricing", "--concept", "exact", "--trace"])
        #expect(outcome.code == 2)
        #expect(outcome.output == "")
        #expect(outcome.complaint.contains("exact keeps no trace; ask for --concept access or algorithm1"))
        let unknown = try Command.run(["solve", "pricing", "--concept", "exat", "--trace"])
        #expect(unknown.code == 3)
    }
}
