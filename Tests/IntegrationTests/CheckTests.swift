import Experiments
import Foundation
import Testing

@Suite("A baseline and its check")
struct CheckTests {
    private static let arm = ["--operator", "analytic", "--followers", "best-response", "--quiet"]
    /// The operator `analytic` with a regression of 1 %, as a program.
    private static let lossy = "\(Command.folder)/firstmover-lossy"

    /// Writes a baseline of the analytic equilibrium and returns its path.
    private func baseline(_ scratch: Scratch, _ flags: [String] = ["--episodes", "5"]) throws -> String {
        let path = scratch.path("baseline.json")
        let outcome = try Command.run(["baseline", "pricing", "--out", path] + Self.arm + flags)
        try #require(outcome.code == 0, "\(outcome.complaint)")
        return path
    }

    private func check(_ path: String, _ flags: [String] = []) throws -> Command.Outcome {
        try Command.run(["check", path, "--quiet", "--format", "json"] + flags)
    }

    @Test("pass an identical plugin, with the same bytes whatever the number of processes")
    func identical() throws {
        let scratch = try Scratch()
        let path = try baseline(scratch, ["--episodes", "5", "--exact"])
        let reference = try check(path)
        for flags in [[], ["--envs", "3"], ["--isolate"], ["--in-process"]] {
            let outcome = try check(path, flags)
            #expect(outcome.code == 0, "\(flags): \(outcome.complaint)")
            let document = try outcome.document
            #expect(document["verdict"] == "equivalent" && document["regressions"] == [])
            #expect(outcome.promised == reference.promised)
            guard case .object(let members) = document else { throw TestFailure("no object") }
            #expect(members.last?.key == "measured")
        }
    }

    @Test("find a regression of 1 % of the operator's utility with 200 pairs")
    func regression() throws {
        let scratch = try Scratch()
        let path = try baseline(scratch, ["--episodes", "200"])
        #expect(try check(path).code == 0)
        let outcome = try check(path, ["--operator", Self.lossy])
        #expect(outcome.code == 1)
        #expect(outcome.complaint.contains("regression against \(path): operatorUtility"))
        let document = try outcome.document
        #expect(document["verdict"] == "worse" && document["pairs"] == 200)
        guard case .array(let changed)? = document["baseline"]?["changed"] else { throw TestFailure("no changes") }
        #expect(changed.count == 2, "the name and the program: \(changed)")
    }

    @Test("hold to the very same bits, and show the first slot and frame that differ")
    func exact() throws {
        let scratch = try Scratch()
        let record = scratch.path("frames")
        let path = try baseline(scratch, ["--episodes", "6", "--exact", "--record", record, "--envs", "2"])
        for flags in [[], ["--envs", "4"], ["--isolate"]] {
            let outcome = try check(path, flags)
            #expect(outcome.code == 0, "\(flags): \(outcome.complaint)")
            #expect(try outcome.document["exact"]?["isEqual"] == true)
        }
        let outcome = try check(path, ["--operator", "\(Self.lossy):loss=0.002", "--fail-on", "inconclusive"])
        #expect(outcome.code == 1)
        #expect(outcome.complaint.contains("equality"))
        guard case .string(let difference)? = try outcome.document["exact"]?["firstDifference"],
            case .string(let frames)? = try outcome.document["measured"]?["frames"]
        else { throw TestFailure("no difference: \(outcome.output.suffix(300))") }
        #expect(difference.contains("the decision of the operator in stage price differs"))
        for part in ["then, plugin analytic, answered", "now, plugin firstmover-lossy, answered", "decision"] {
            #expect(frames.contains(part), "\(frames)")
        }
        // The slot that the sentence names is the one of the frames, and what is shown is what was decided there.
        let slot = try #require(difference.firstMatch(of: /slot (\d+)/)).1
        #expect(frames.contains("slot = \(slot)\n") || slot == "0", "\(difference)\n\(frames)")
        let decided = frames.split(separator: "\n").filter { $0.hasPrefix("u = ") }
        #expect(decided.count == 2 && decided[1] == "u = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]", "\(decided)")
        #expect(decided.first != decided.last)
    }

    @Test("hold across kinds of kernels to 1e-9, and to the bit with portable ones")
    func kernels() throws {
        let scratch = try Scratch()
        let path = try baseline(scratch, ["--episodes", "3", "--exact", "--kernels", "portable"])
        #expect(try check(path).document["exact"]?["tolerance"] == 0.0)
        let text = try scratch.text("baseline.json")
        let other = try scratch.write(
            "other.json", text.replacing("\"kernels\": \"portable\"", with: "\"kernels\": \"neon\""))
        let outcome = try check(other)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(try outcome.document["exact"]?["tolerance"] == 1e-9)
    }

    @Test("refuse what is not comparable and say what changed")
    func refused() throws {
        let scratch = try Scratch()
        let path = try baseline(scratch)
        let text = try scratch.text("baseline.json")
        // The other side's policy, named and unnamed.
        let opponent = try check(path, ["--followers", "random"])
        #expect(opponent.code == 3)
        #expect(opponent.complaint.contains("the followers were best-response and are random"))
        let allowed = try check(path, ["--followers", "random", "--allow-changes"])
        #expect(allowed.code == 0 || allowed.code == 1, "\(allowed.complaint)")
        for (old, new, reason) in [
            ("\"gammaA\": [10.0]", "\"gammaA\": [11.0]", "the scenario's hash is"),
            ("\"gammaA\": [10.0],", "\"gammaB\": [10.0],", "parameter gammaB does not exist any more"),
            ("\"gammaA\": [10.0],", "", "parameter gammaA is new"),
            ("\"game\": \"pricing\"", "\"game\": \"chess\"", "the game chess is not played any more"),
            ("\"operatorUtility\"", "\"operatorYield\"", "operatorYield is not measured any more"),
            ("\"nashConv\": {", "\"optimum2\": {", "it has no nashConv, which must not get worse"),
            ("firstmover.baseline/1", "firstmover.run/1", "is not firstmover.baseline/1"),
            ("\"episodes\": 5", "\"episodes\": 6", "metrics.operatorUtility.perEpisode has 5 values for 6 episodes"),
        ] {
            #expect(text.contains(old), "\(old)")
            let outcome = try check(try scratch.write("changed.json", text.replacing(old, with: new)))
            #expect(outcome.code == 3)
            #expect(outcome.complaint.contains(reason), "\(outcome.complaint)")
            #expect(outcome.lines.count == 1, "\(outcome.complaint)")
        }
        for (file, reason) in [("missing.json", "no such file"), ("", "folder")] {
            let outcome = try check(scratch.path(file))
            #expect(outcome.code == 3 && outcome.complaint.contains(reason))
        }
    }

    @Test("refuse another stand-in and another build of the other side, unless they are allowed")
    func pins() throws {
        let scratch = try Scratch()
        let path = try baseline(scratch, ["--episodes", "2", "--on-miss", "fallback=random"])
        #expect(try check(path).code == 0)
        let text = try scratch.text("baseline.json")
        let document = try JSON(parsing: text)
        guard case .array(let plugins)? = document["plugins"] else { throw TestFailure("no plugins") }
        for plugin in plugins {
            guard case .string(let hash)? = plugin["sha256"] else { throw TestFailure("no hash") }
            let isSubject = plugin["role"] == "operator" && plugin["standsIn"] == nil
            // A stand-in of both roles has one program, of which one pin is enough.
            let edited = try scratch.write(
                "edited.json", text.replacing(hash, with: String(repeating: "0", count: 64)))
            let outcome = try check(edited)
            #expect(outcome.code == (isSubject ? 0 : 3), "\(plugin): \(outcome.complaint)")
            #expect(outcome.complaint.contains("program was") != isSubject, "\(outcome.complaint)")
            #expect(try check(edited, ["--allow-rebuilt"]).code == 0)
        }
        // The other side's program of another name is no other build of the same.
        guard case .string(let hash)? = plugins.first(where: { $0["name"] == "best-response" })?["sha256"] else {
            throw TestFailure("no followers")
        }
        let other = text.replacing(hash, with: String(repeating: "0", count: 64))
            .replacing("\"name\": \"best-response\"", with: "\"name\": \"worse-response\"")
        #expect(try check(try scratch.write("other.json", other), ["--allow-rebuilt"]).code == 3)
        let piped = try Command.shell(
            "firstmover baseline pricing --operator analytic --followers best-response --episodes 3 --quiet --out - "
                + "| firstmover check - --quiet", in: scratch.folder)
        #expect(piped.code == 0, "\(piped.complaint)")
        #expect(piped.output.contains("no regression"))
    }

    @Test("refuse environments side by side where they would miss a deadline together")
    func dependent() throws {
        let scratch = try Scratch()
        let path = try baseline(scratch, ["--episodes", "2", "--on-miss", "wait"])
        for arguments in [
            ["check", path], ["baseline", "pricing", "--on-miss", "wait", "--out", "-"] + Self.arm,
            ["ab", "pricing", "--on-miss", "wait"]
                + ["--a", "--b"].flatMap { [$0, "operator=analytic,followers=best-response"] },
        ] {
            let outcome = try Command.run(arguments + ["--envs", "2"])
            #expect(outcome.code == 3 && outcome.complaint.contains("leave --envs out"), "\(outcome.complaint)")
        }
    }

    @Test("write no file over another, and none where it cannot be written")
    func files() throws {
        let scratch = try Scratch()
        let path = try baseline(scratch)
        let again = try Command.run(["baseline", "pricing", "--episodes", "2", "--out", path] + Self.arm)
        #expect(again.code == 3 && again.complaint.contains("--force"))
        let forced = try Command.run(["baseline", "pricing", "--episodes", "2", "--out", path, "--force"] + Self.arm)
        #expect(forced.code == 0, "\(forced.complaint)")
        let nowhere = try Command.run(["baseline", "pricing", "--out", "/nowhere/x.json"] + Self.arm)
        #expect(nowhere.code == 3 && nowhere.complaint.contains("/nowhere"))
        #expect(nowhere.elapsed < .seconds(5))
        // What a command reads it does not write, and devices stay what they are.
        let own = try Command.run(["check", path, "--junit", path])
        #expect(own.code == 3 && own.complaint.contains("is used for something else"))
        let device = try Command.run(
            ["baseline", "pricing", "--episodes", "2", "--out", "/dev/stdout", "--force"] + Self.arm)
        #expect(device.code == 0 && device.output.hasPrefix("{"), "\(device.complaint)")
    }

    @Test("say of a plugin that fails that nothing can be said")
    func fault() throws {
        let scratch = try Scratch()
        let outcome = try check(try baseline(scratch), ["--operator", "sh -c \"exit 3\""])
        #expect(outcome.code == 4)
        #expect(try outcome.document["verdict"] == "invalid")
    }
}
