import Foundation
import Testing

@Suite("Help")
struct HelpTests {
    @Test(
        "shows an example that works",
        arguments: ["run", "ab", "solve", "verify", "runs", "plugins", "doctor"])
    func example(command: String) throws {
        let help = try Command.run([command, "--help"])
        #expect(help.code == 0)
        let example = try #require(help.output.components(after: "Example:"))
        #expect(example.first == "firstmover" && example.dropFirst().first == command)
        let arguments = example.dropFirst().map { argument in
            argument.hasPrefix("Tests/") ? "\(Command.package)/\(argument)" : argument
        }
        let outcome = try Command.run(Array(arguments))
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(!outcome.output.isEmpty)
    }

    @Test(
        "of commands that work on files shows a script that works",
        arguments: [
            ("report", "constant-price is worse than analytic: ", "report.html"),
            ("baseline", "pricing  ", "mine.json"), ("check", "pricing  ", "mine.json"),
        ])
    func script(command: String, output: String, file: String) throws {
        let help = try Command.run([command, "--help"])
        let start = try #require(help.output.range(of: "Example:")).upperBound
        let example = help.output[start...].split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
            .prefix { !$0.allSatisfy(\.isWhitespace) }
        let scratch = try Scratch()
        let outcome = try Command.shell(example.joined(separator: "\n"), in: scratch.folder)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(outcome.output.hasPrefix(output))
        #expect(outcome.output.contains("no regression") == (command == "check"))
        #expect(!(try scratch.text(file).isEmpty))
    }

    @Test("of train shows a script that works")
    func training() throws {
        let help = try Command.run(["train", "--help"])
        let start = try #require(help.output.range(of: "Example:")).upperBound
        let example = help.output[start...].split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
            .prefix { !$0.allSatisfy(\.isWhitespace) }
        let scratch = try Scratch()
        let outcome = try Command.shell("set -e\n" + example.joined(separator: "\n"), in: scratch.folder)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(outcome.output.contains("16 of 16 training episodes") && outcome.output.contains("24 of 24"))
    }

    @Test("lists every command with its exit codes")
    func root() throws {
        let help = try Command.run(["--help"])
        for word in [
            "run", "train", "ab", "baseline", "check", "report", "runs", "solve", "verify", "plugins", "doctor",
            "130 interrupted",
        ] {
            #expect(help.output.contains(word))
        }
    }
}

extension String {
    /// The words between `mark` and the next empty line.
    fileprivate func components(after mark: String) -> [String]? {
        guard let start = range(of: mark)?.upperBound else { return nil }
        let lines = self[start...].split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        return lines.prefix { !$0.allSatisfy(\.isWhitespace) }.flatMap { $0.split(separator: " ").map(String.init) }
            .filter { $0 != "\\" }
    }
}
