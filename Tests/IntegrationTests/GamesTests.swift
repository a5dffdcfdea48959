import Experiments
import Foundation
import Testing

@Suite("Every game of the command")
struct EveryGameTests {
    static let games = GameCatalogue.games.map { $0.name }

    @Test("is played by random policies, with the same bytes however they are started", arguments: games)
    func random(game: String) throws {
        let scratch = try Scratch()
        func run(_ flags: [String]) throws -> Command.Outcome {
            let outcome = try Command.run(
                [
                    "run", game, "--operator", "random", "--followers", "random", "--episodes", "2", "--format", "json",
                    "--quiet",
                ] + flags)
            #expect(outcome.code == 0, "\(outcome.complaint)")
            return outcome
        }
        let reference = try run(["--out", scratch.path("out")])
        #expect(reference.promised.contains("\"perEpisode\""))
        let other = try run(["--out", scratch.path("other"), "--in-process", "--envs", "2"])
        #expect(other.promised == reference.promised)
    }

    @Test("is solved by the concept it recommends, from its own first slot", arguments: games)
    func solved(game: String) throws {
        let type = try #require(GameCatalogue.games.first { $0.name == game })
        let concept = try #require(type.concepts.first).name
        let document = try Command.run(["solve", game, "--concept", concept, "--format", "json"]).document
        #expect(document["schema"] == "firstmover.solve/1" && document["concept"] == .string(concept))
        #expect(document["certificate"]?["converged"] == true)
        let text = try Command.run(["solve", game, "--concept", concept])
        #expect(text.code == 0 && text.output.hasPrefix("\(game)  \(concept)  value "))
    }
}

@Suite("The duopoly at the command")
struct DuopolyCommandTests {
    /// The mean of `metric` in a run's document.
    private func mean(_ metric: String, in document: JSON) -> JSON? { document["metrics"]?[metric]?["mean"] }

    @Test("earns the textbook's profits where both play their part", arguments: [[], ["--in-process"], ["--isolate"]])
    func run(flags: [String]) throws {
        let outcome = try Command.run(
            ["run", "duopoly", "--operator", "analytic", "--followers", "best-response", "--format", "json", "--quiet"]
                + flags)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        let document = try outcome.document
        // a - c = 8: 8^2 / 8 and 8^2 / 16.
        #expect(mean("operatorUtility", in: document) == 8.0)
        #expect(mean("followerUtility", in: document) == 4.0)
        #expect(mean("nashConv", in: document) == 0.0)
        #expect(mean("operatorRegret", in: document) == 0.0)
        #expect(mean("optimum", in: document) == 8.0)
    }

    @Test("tells an operator that moves first from one that does not, and from a constant share")
    func compared() throws {
        func comparison(_ b: String) throws -> JSON {
            try Command.run([
                "ab", "duopoly", "--a", "operator=analytic,followers=best-response", "--b",
                "operator=\(b),followers=best-response", "--format", "json", "--quiet",
            ]).document
        }
        #expect(try comparison("constant-price")["verdict"] == "worse")
        // Half of the range is what the leader sells.
        #expect(try comparison("constant-price:u=0.5")["verdict"] == "equivalent")
        let cournot = try comparison("analytic:concept=cournot")
        #expect(cournot["verdict"] == "worse")
        guard case .array(let comparisons)? = cournot["comparisons"],
            case .number(let earned)? = comparisons.first?["metrics"]?["operatorUtility"]?["b"]
        else { throw TestFailure("no comparison") }
        #expect(abs(earned - 64.0 / 9) <= 1e-14)  // a few ulp of 7
    }

    @Test("is solved for numbers of one's own, and refuses those that are none")
    func instance() throws {
        let scratch = try Scratch()
        func solve(_ instance: String) throws -> Command.Outcome {
            let file = try scratch.write("instance.json", instance)
            return try Command.run(["solve", "duopoly", file, "--concept", "exact", "--format", "json"])
        }
        let document = try solve("{\"a\": 20, \"c\": 4.0}").document
        #expect(document["operatorQuantity"] == 8.0 && document["followerQuantity"] == 4.0)
        #expect(document["value"] == 32.0 && document["price"] == 8.0)
        for (instance, mention) in [
            ("{\"b\": 1}", "parameter b"), ("{\"c\": 12}", "parameter c"), ("{\"a\": null}", "a must be"),
            ("{\"a\": [1]}", "parameter a must be a number"), ("[]", "an object"),
        ] {
            let outcome = try solve(instance)
            #expect(outcome.code == 3 && outcome.lines.count == 1)
            #expect(outcome.complaint.contains(mention), "\(outcome.complaint)")
        }
    }

    @Test("is played only by plugins that say so")
    func refused() throws {
        let outcome = try Command.run([
            "run", "duopoly", "--operator", "analytic:concept=search", "--followers", "best-response", "--quiet",
        ])
        #expect(outcome.code == 4)
        #expect(outcome.complaint.contains("give one of exact, cournot"), "\(outcome.complaint)")
        let other = try Command.run([
            "run", "duopoly", "--operator", "analytic", "--followers", "python-best-response", "--quiet",
        ])
        #expect(other.code == 3 && other.complaint.contains("it plays pricing"), "\(other.complaint)")
    }
}

@Suite("The pricing game at the command")
struct PricingCommandTests {
    @Test(
        "shows the exploitability of the rule of the cheapest station as a share of gammaA: 0.57 % at the equilibrium")
    func share() throws {
        let arguments = [
            "run", "pricing", "--operator", "analytic", "--followers", "cheapest-station", "--episodes", "20",
            "--quiet",
        ]
        let document = try Command.run(arguments + ["--format", "json"]).document
        let scale = document["declarations"]?["exploitability"]?["scale"]
        #expect(scale == ["name": "mean gammaA", "value": 10.0])
        #expect(document["declarations"]?["nashConv"]?["scale"] == nil)
        let metric = document["metrics"]?["exploitability"]
        guard case .number(let mean)? = metric?["mean"], case .number(let share)? = metric?["share"],
            case .number(let sd)? = metric?["sd"]
        else { throw TestFailure("no exploitability") }
        #expect(share == mean / 10)
        // 4 standard errors of the mean of 20 episodes, and half of the last digit of the figure.
        #expect(abs(share - 0.0057) <= 4 * sd / 10 / 20.0.squareRoot() + 0.00005, "\(share)")
        let text = try Command.run(arguments).output.split(separator: "\n")
        #expect(text.contains { $0.hasPrefix("exploitability") && $0.hasSuffix(" % of mean gammaA") })
    }
}
