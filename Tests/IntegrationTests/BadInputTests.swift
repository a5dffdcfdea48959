import Foundation
import Testing

@Suite("Bad input")
struct BadInputTests {
    /// A command, its exit code, and what its one line must mention.
    struct Mistake: CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        let code: Int32
        let mentions: [String]

        init(_ description: String, _ arguments: [String], _ code: Int32, _ mentions: [String]) {
            testDescription = description
            self.arguments = arguments
            self.code = code
            self.mentions = mentions
        }
    }

    private static let followers = ["--followers", "best-response"]

    @Test(
        "ends with its exit code and one line that names it",
        arguments: [
            Mistake("unknown scenario", ["run", "pricin", "--operator", "analytic"] + followers, 3, ["pricing"]),
            Mistake("unknown plugin", ["run", "pricing", "--operator", "analytc"] + followers, 3, ["analytic"]),
            Mistake(
                "unknown option", ["run", "pricing", "--operator", "analytic:concpt=exact"] + followers, 3,
                ["concept"]),
            Mistake(
                "seed of a policy that is none", ["run", "pricing", "--operator", "random:seed=x"] + followers, 3,
                ["option seed", "18446744073709551615"]),
            Mistake(
                "option value the policy refuses",
                ["run", "pricing", "--operator", "analytic:concept=best"] + followers,
                4, ["concept", "best", "exact"]),
            Mistake(
                "role not served", ["run", "pricing", "--operator", "best-response"] + followers, 3, ["followers"]),
            Mistake("no such program", ["run", "pricing", "--operator", "./nowhere"] + followers, 3, ["nowhere"]),
            Mistake(
                "external program within the process",
                ["run", "pricing", "--in-process", "--operator", "/bin/cat"] + followers, 3, ["in-process"]),
            Mistake(
                "scenario the policy refuses, with its own remedy last",
                ["run", "offloading/users10", "--operator", "oracle"] + followers,
                4, ["10; play all-inc, which takes any number (blame: user)\n"]),
            Mistake(
                "process for each of thousands",
                ["run", "offloading/large", "--isolate", "--operator", "all-inc"] + followers, 3,
                ["10000 followers", "limited to 100", "leave it out"]),
            Mistake("missing instance", ["solve", "pricing", "none.json", "--concept", "exact"], 3, ["none.json"]),
            Mistake("unknown concept", ["solve", "pricing", "--concept", "exat"], 3, ["exact"]),
            Mistake("concept that does not scale", ["solve", "pricing/large", "--concept", "exact"], 3, ["search"]),
            Mistake("missing cases", ["verify", "nowhere"], 3, ["nowhere"]),
            Mistake("ill-formed arm", ["ab", "pricing", "--a", "analytic", "--b", "analytic"], 3, ["operator="]),
        ])
    func oneLine(mistake: Mistake) throws {
        let outcome = try Command.run(mistake.arguments + ["--quiet"])
        #expect(outcome.code == mistake.code)
        #expect(outcome.output == "")
        #expect(outcome.lines.count == 1, "\(outcome.complaint)")
        for mention in mistake.mentions { #expect(outcome.complaint.contains(mention), "\(outcome.complaint)") }
    }

    @Test(
        "on the command line exits with 2",
        arguments: [
            ["run"], ["run", "pricing", "--episodes", "0"], ["run", "pricing", "--episodes", "9000000000000000000"],
            ["fly"],
            ["ab", "pricing", "--pairs", "many"],
            ["run", "pricing", "--operator", "analytic", "--operator", "random", "--followers", "random"],
            ["solve", "pricing", "--concept", "exact", "--trace"],
            ["run", "pricing", "--operator", "random", "--followers", "random", "--out", ""],
            ["run", "pricing", "--operator", "random", "--followers", "random", "--record", ""],
        ])
    func usage(arguments: [String]) throws {
        let outcome = try Command.run(arguments)
        #expect(outcome.code == 2)
        #expect(outcome.output == "")
        #expect(!outcome.complaint.isEmpty)
    }

    @Test("in a scenario file names the line and the nearest key")
    func scenarioFile() throws {
        let scratch = try Scratch()
        let file = try scratch.write("mine.yaml", "base: pricing\nparameters:\n  gammaa: 12\n")
        let outcome = try Command.run(
            ["run", file, "--operator", "analytic", "--followers", "best-response", "--quiet"])
        #expect(outcome.code == 3)
        #expect(outcome.lines.count == 1)
        #expect(outcome.complaint.contains("gammaA"))
        #expect(outcome.complaint.contains("line 3"))
    }

    @Test("of an instance names the field, in every case of the reference file")
    func instances() throws {
        let scratch = try Scratch()
        let path = "\(Command.package)/Tests/Golden/pricing/bad_input.json"
        let file = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
        let cases = ((file as? [String: Any])?["cases"] as? [[String: Any]]) ?? []
        #expect(cases.count == 23)
        for reference in cases {
            let game = try JSONSerialization.data(withJSONObject: reference["game"] ?? [:])
            let instance = try scratch.write("instance.json", String(decoding: game, as: UTF8.self))
            let outcome = try Command.run(["solve", "pricing", instance, "--concept", "exact", "--quiet"])
            let name = reference["name"] as? String ?? ""
            guard let field = reference["reject"] as? String else {
                #expect(outcome.code == 0, "\(name): \(outcome.complaint)")
                continue
            }
            #expect(outcome.code == 3, "\(name)")
            #expect(outcome.complaint.contains(field == "derived" ? "derived" : field), "\(name): \(outcome.complaint)")
            #expect(outcome.lines.count == 1, "\(name)")
        }
    }

    @Test("leaves the result alone when nobody reads standard error")
    func deafStandardError() throws {
        let arguments = ["run", "pricing", "--operator", "analytic", "--followers", "best-response", "--episodes", "1"]
        let outcome = try Command.run(arguments, complaint: "/dev/full")
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("operatorUtility"))
    }

    @Test("such as another program by the name of one of ours is not played within the process")
    func impostor() throws {
        let scratch = try Scratch()
        let path = scratch.path("analytic")
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: "\(Command.folder)/constant-price")
        let outcome = try Command.run(
            ["run", "pricing", "--in-process", "--operator", path, "--followers", "best-response", "--quiet"])
        #expect(outcome.code == 3)
        #expect(outcome.complaint.contains("in-process"))
    }

    @Test("such as a plugin that there is not is named, with the nearest")
    func unknownPlugin() throws {
        let outcome = try Command.run(["plugins", "analitic"])
        #expect(outcome.code == 3)
        #expect(outcome.complaint.contains("analytic"))
    }

    @Test("such as a full disk under standard output is told")
    func fullDisk() throws {
        let outcome = try Command.run(["plugins", "--format", "json"], output: "/dev/full")
        #expect(outcome.code == 3)
        #expect(outcome.complaint.contains("standard output"))
    }
}
