import Policy
import Testing

@testable import Experiments

@Suite("Shell words")
struct ShellWordsTests {
    /// Compared with what `printf '%s\n' ...` prints in dash.
    @Test(
        "split as a POSIX shell splits",
        arguments: [
            ("a b  c", ["a", "b", "c"]), (" a\tb\n", ["a", "b"]), ("", []), ("''", [""]), ("a\\ b", ["a b"]),
            ("'a \"b' c", ["a \"b", "c"]), ("\"a 'b\" c", ["a 'b", "c"]), ("a'b'\"c\"d", ["abcd"]),
            ("'a\\b'", ["a\\b"]), ("\"a\\b\\\"\\\\\\$\"", ["a\\b\"\\$"]), ("a\\\nb", ["ab"]), ("\"a\\\nb\"", ["ab"]),
            ("--x=$HOME *|; ~", ["--x=$HOME", "*|;", "~"]), ("é 'ü ö'", ["é", "ü ö"]),
        ])
    func splitting(command: String, words: [String]) throws {
        #expect(try shellWords(command) == words)
    }

    @Test("an open quote or a last backslash is an error", arguments: ["'a", "\"a", "a\\", "\"a\\\""])
    func unfinished(command: String) {
        #expect(throws: ExperimentsError.self) { try shellWords(command) }
    }
}

@Suite("Policy reference")
struct PolicyReferenceTests {
    static func options(_ pairs: (String, String)...) -> [Session.Option] {
        pairs.map { Session.Option(key: $0.0, value: $0.1) }
    }

    @Test(
        "a name, a path or a command, with options",
        arguments: [
            ("analytic", PolicyReference.plugin(name: "analytic", options: [])),
            (
                "sac:checkpoint=runs/s1/best.onnx,alpha=0.1",
                .plugin(name: "sac", options: options(("checkpoint", "runs/s1/best.onnx"), ("alpha", "0.1")))
            ),
            ("sac:layers=64,64,rate=", .plugin(name: "sac", options: options(("layers", "64,64"), ("rate", "")))),
            ("sac:note='a b,c=d',x=1", .plugin(name: "sac", options: options(("note", "a b,c=d"), ("x", "1")))),
            ("sac:url=http://h:1/a=b", .plugin(name: "sac", options: options(("url", "http://h:1/a=b")))),
            ("./mine", .executable(path: "./mine", options: [])),
            ("build/mine:depth=3", .executable(path: "build/mine", options: options(("depth", "3")))),
            ("./odd:name", .executable(path: "./odd:name", options: [])),
            ("./my\\ policy", .executable(path: "./my policy", options: [])),
            ("python3 mine.py --x 1", .command(["python3", "mine.py", "--x", "1"])),
            ("'python3 mine.py --x 1'", .command(["python3", "mine.py", "--x", "1"])),
            ("\"analytic\"", .plugin(name: "analytic", options: [])),
            ("python3 'my file.py' \"a,b\"", .command(["python3", "my file.py", "a,b"])),
        ])
    func forms(text: String, reference: PolicyReference) throws {
        #expect(try PolicyReference(parsing: text) == reference)
    }

    @Test("what is none of these is refused", arguments: ["", "  ", "''", "sac:", "sac:oops", "a.b", "x,y", "'a"])
    func refused(text: String) {
        #expect(throws: ExperimentsError.self) { try PolicyReference(parsing: text) }
    }
}

@Suite("Arm reference")
struct ArmReferenceTests {
    @Test(
        "names a policy for each role, in either order, options and commands included",
        arguments: [
            ("operator=analytic,followers=best-response", "analytic", "best-response"),
            ("followers=best-response,operator=analytic", "analytic", "best-response"),
            (
                "operator=sac:checkpoint=best.onnx,alpha=0.1,followers=td3:x=1,y=2",
                "sac:checkpoint=best.onnx,alpha=0.1",
                "td3:x=1,y=2"
            ),
            ("operator=python3 a.py --l 1,2,followers='./b --x'", "python3 a.py --l 1,2", "./b --x"),
            ("operator=\"python3 a.py ,followers=x\",followers=b", "python3 'a.py' ,followers=x", "b"),
            ("'operator=analytic,followers=b'", "analytic", "b"),
        ])
    func forms(text: String, leading: String, following: String) throws {
        let arm = try ArmReference(parsing: text)
        #expect(arm[.operator] == (try PolicyReference(parsing: leading)))
        #expect(arm[.followers] == (try PolicyReference(parsing: following)))
    }

    @Test(
        "a role missing, twice or unknown is refused",
        arguments: [
            ("operator=analytic", "followers=POLICY is missing"), ("followers=b", "operator=POLICY is missing"),
            ("operator=a,operator=b,followers=c", "it names the operator twice"),
            ("leader=a,followers=b", "an arm is operator=POLICY,followers=POLICY"),
            (
                "operator=x,followers=y,z=2",
                "an arm has operator and followers only, not z; options are POLICY:key=value,key=value"
            ),
            ("analytic", "an arm is operator=POLICY,followers=POLICY"),
        ])
    func refused(text: String, reason: String) {
        #expect(throws: ExperimentsError.reference(text, reason: reason)) { try ArmReference(parsing: text) }
    }
}
