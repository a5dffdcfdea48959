import Crypto
import Games
import Testing

@testable import Experiments

@Suite("Scenario library")
struct ScenarioLibraryTests {
    let library = ScenarioLibrary(games: [TinyGame.self])
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    func load(_ yaml: String, as name: String = "mine.yaml") throws -> LoadedScenario {
        try library.load(try folder.write(yaml, to: name))
    }

    @Test("a game's name and its presets are scenarios")
    func presets() throws {
        #expect(library.presetNames == ["tiny", "tiny/dense"])
        #expect(try library.load("tiny").scenario["players"] == .integer(4))
        let dense = try library.load("tiny/dense")
        #expect(dense.scenario.name == "tiny/dense")
        #expect(dense.scenario["players"] == .integer(8))
        #expect(dense.game.name == "tiny")
    }

    @Test("the hash is the SHA-256 of the canonical form, whatever the name")
    func hash() throws {
        let form = "game=tiny\nplayers=8\nstake=10.0\nweights=1.0,2.0\nmode=silent\n"
        let expected = SHA256.hash(data: Array(form.utf8)).description.split(separator: " ").last.map(String.init)
        #expect(try library.load("tiny/dense").sha256 == expected)
        #expect(try load("base: tiny\nparameters: {players: 8}").sha256 == expected)
        #expect(try library.load("tiny").sha256 != expected)
    }

    @Test("a file states what differs from a preset")
    func file() throws {
        let loaded = try load(
            """
            # rich and lopsided
            base: tiny/dense
            name: rich
            parameters:
              stake: 1e3
              weights: [3, 4.5]
              mode: connected
            """)
        #expect(loaded.scenario.name == "tiny/rich")
        #expect(loaded.scenario["players"] == .integer(8))
        #expect(loaded.scenario["stake"] == .number(1000))
        #expect(loaded.scenario["weights"] == .numbers([3, 4.5]))
        #expect(loaded.scenario["mode"] == .text("connected"))
    }

    @Test("a file without a name lends its own")
    func defaultName() throws {
        #expect(try load("base: tiny", as: "lab.v2.yaml").scenario.name == "tiny/lab")
        #expect(try load("base: tiny\nparameters: {stake: 3, weights: 7}").scenario["weights"] == .numbers([7]))
    }

    @Test("an unknown name is answered with the nearest")
    func unknownName() {
        #expect(
            throws: ExperimentsError.unknownScenario(
                "tiny/dens", nearest: "tiny/dense", known: ["tiny", "tiny/dense"])
        ) { try library.load("tiny/dens") }
        #expect(throws: ExperimentsError.unreadable(path: "/no/such.yaml", reason: "there is no such file")) {
            try library.load("/no/such.yaml")
        }
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let yaml: String
        let message: String

        init(_ description: String, _ yaml: String, _ message: String) {
            (testDescription, self.yaml, self.message) = (description, yaml, message)
        }
    }

    @Test(
        "a fault is told with its line and the remedy",
        arguments: [
            Fault(
                "unknown key", "base: tiny\nparameter: {}",
                "line 2, column 1: there is no key parameter here; did you mean parameters?"),
            Fault(
                "unknown parameter", "base: tiny\nparameters:\n  stakes: 3",
                "line 3, column 3: there is no parameter stakes; did you mean stake?"),
            Fault(
                "parameter like no other", "base: tiny\nparameters:\n  bandwith: 3",
                "line 3, column 3: there is no parameter bandwith; the game's are players, stake, weights, mode"),
            Fault(
                "wrong type", "base: tiny\nparameters:\n  players: 2.5",
                "line 3, column 12: parameter players must be a whole number"),
            Fault(
                "a word for a number", "base: tiny\nparameters: {stake: .inf}",
                "line 2, column 21: parameter stake must be a number"),
            Fault(
                "too large", "base: tiny\nparameters: {stake: 1e999}", "line 2, column 21: 1e999 does not fit a double"),
            Fault(
                "out of range", "base: tiny\nparameters:\n  stake: 2\n  players: 0",
                "line 4, column 12: parameter players must be positive"),
            Fault("no value", "base: tiny\nparameters:\n  stake:", "line 3, column 9: a value is missing here"),
            Fault(
                "no base", "name: mine",
                "line 1, column 1: the key base is missing; it names the preset that this file differs from"),
            Fault(
                "unknown base", "base: tinny",
                "line 1, column 7: there is no preset tinny; did you mean tiny?; a base is one of tiny, tiny/dense"),
            Fault(
                "a file as base", "base: other.yaml",
                "line 1, column 7: there is no preset other.yaml; a base is one of tiny, tiny/dense"),
            Fault(
                "a preset's name", "base: tiny\nname: dense",
                "line 2, column 7: tiny/dense is a preset; take another name, so that results tell them apart"),
            Fault(
                "a bad name", "base: tiny\nname: a/b", "line 2, column 7: a name has letters, digits, - _ and . only"),
            Fault(
                "a key twice", "base: tiny\nname: a\nname: b", "line 2, column 1: the key name is given twice"),
            Fault("empty", "", "line 1, column 1: the file is empty"),
            Fault("a list", "- base", "line 1, column 1: \"key: value\" lines are expected here"),
            Fault(
                "an anchor", "base: &b tiny\nname: *b",
                "line 1, column 7: anchors and aliases are not allowed; write it out"),
        ])
    func faults(fault: Fault) throws {
        let path = try folder.write(fault.yaml, to: "mine.yaml")
        let error = #expect(throws: ExperimentsError.self) { try library.load(path) }
        #expect(error?.description == "\(path): \(fault.message)")
    }

    @Test("a bomb of aliases, brackets or bytes is refused at once")
    func bombs() throws {
        let aliases =
            (1..<40).reduce("a0: &a0 x\n") { $0 + "a\($1): &a\($1) [*a\($1 - 1), *a\($1 - 1)]\n" } + "? *a39\n: 1\n"
        let brackets = "base: " + String(repeating: "[", count: 200_000)
        let bytes = "base: tiny\n" + String(repeating: "# filler\n", count: 100_000)
        for yaml in [aliases, brackets, bytes] {
            #expect(throws: ExperimentsError.self) { try load(yaml) }
        }
        #expect(throws: ExperimentsError.self) { try load("base: [tiny") }
        #expect(throws: ExperimentsError.self) { try load("base: tiny\n---\nbase: tiny") }
    }

    @Test(
        "an ampersand or a star within a text is no anchor",
        arguments: ["a: R&D", "a: x & y", "a: '*b'", "a: \"&b\"", "# *b", "a: b # *c", "a: 2 *b, *c*", "a-*b: 1"])
    func notAnchors(yaml: String) {
        #expect(yamlAnchor(in: yaml) == nil)
    }

    @Test(
        "anchors are found where values begin",
        arguments: ["a: &b 1", "- *b", "a: [1, *b]", "? *b", "*b : 1", "{a: *b}"])
    func anchors(yaml: String) {
        #expect(yamlAnchor(in: yaml) != nil)
    }
}

@Suite("Scenarios of the pricing game")
struct PricingScenarioTests {
    let library = ScenarioLibrary(games: [PricingGame.self])

    @Test("every preset is legal and different from the others")
    func presets() throws {
        let scenarios = try library.presetNames.map { try library.load($0) }
        #expect(Set(scenarios.map(\.sha256)).count == scenarios.count)
        for loaded in scenarios { _ = try loaded.game.init(loaded.scenario, rows: 1) }
    }

    @Test("a value out of range is told with its line")
    func outOfRange() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("base: pricing\nparameters:\n  gammaA: 12\n  eps: -1", to: "mine.yaml")
        let error = #expect(throws: ExperimentsError.self) { try library.load(path) }
        #expect(try #require(error?.description).hasPrefix("\(path): line 4, column 8: parameter eps "))
    }
}
