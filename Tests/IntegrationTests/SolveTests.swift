import Experiments
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
