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
