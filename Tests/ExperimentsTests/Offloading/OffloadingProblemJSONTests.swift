import Equilibria
import Games
import Testing

@testable import Experiments

@Suite("Offloading problem as JSON")
struct OffloadingProblemJSONTests {
    /// Two nodes with room for one user each; the last of four users requests nothing.
    static func slot(_ more: [(String, JSON)] = []) -> JSON {
        let pairs: [JSON] = (0..<3).map { _ in .array((0..<4).map { _ in [0.0, 1e-11, 1e-11, 1e-11] }) }
        var slot: JSON = [
            "params": ["K": 2, "cap": 1], "mu": [1, 2, 3, 0], "I": [0.02, 0.03, 0.04, 0.0],
            "C": [10.0, 12.0, 14.0, 0.0],
            "Tmax": [9.0, 9.0, 9.0, 0.0], "q": [2.0, 2.0, 2.0, 2.0], "p_ul": [0.2, 0.2, 0.2, 0.2], "f_cn": [5.0, 6.0],
            "hn2": .array((0..<3).map { _ in [1e-10, 2e-10, 3e-10, 4e-10] }), "X": .array(pairs),
        ]
        for (key, value) in more { slot.set(key, to: value) }
        return slot
    }

    func read(_ document: JSON) throws -> OffloadingProblem {
        try OffloadingProblem(JSONField(document), in: .offloading)
    }

    @Test("decisions are read under either name, powers as one number or a list")
    func decisions() throws {
        let bare = try read(Self.slot())
        #expect(bare.modes == nil && bare.powersW == nil && bare.start == nil)
        #expect(bare.instance.userCount == 4 && bare.instance.model.values.nodeCapacity == 1)
        let symbols = try read(Self.slot([("o", [1, 1, 0, 0]), ("p_dl", 2.5), ("s", [0, 2, 0, 0])]))
        #expect(symbols.modes == [1, 1, 0, 0])
        #expect(symbols.powersW == [2.5, 2.5, 2.5, 2.5])
        #expect(symbols.start == [0, 2, 0, 0])
        let words = try read(
            Self.slot([("modes", [1, 1, 0, 0]), ("powers", [2.5, 2.5, 2.5, 2.5]), ("channels", [0, 2, 0, 0])]))
        #expect(words == symbols)
        #expect(try read(["name": "a case", "slot": Self.slot(), "p_dl": [1.0, 1.0, 1.0]]) == bare)
        let slip = #expect(throws: ExperimentsError.self) {
            try read(["name": "a case", "slot": Self.slot([("powrs", 1.0)])])
        }
        #expect(slip?.description == "slot.powrs is unknown; did you mean powers?")
    }

    static let refused: [(key: String, value: JSON, message: String)] = [
        ("o", [1, 0], "o: has 2 elements, not 4"),
        ("o", [1, 0, 0.5, 0], "o[2] must be a whole number, not 0.5"),
        ("o", [1, 0, 5_000_000_000, 0], "o[2] is 5000000000, out of range"),
        ("powers", 21.0, "powers: element 0 is 21.0, not between p_min and p_max"),
        ("p_dl", [1.0, 1.0], "p_dl: has 2 elements, not 4"),
        ("p_dl", "high", "p_dl must be a number, not the text \"high\""),
        ("channels", [3, 0, 0, 0], "channels: element 0 is 3, not in 0...2"),
        ("s", [0, 0, 0, 1], "s: element 3 is 1, but o allows user 3 no node"),
        ("mu", [1, -2, 3, 0], "mu: element 1 is negative: -2"),
        ("mu", [1, 2, 31, 0], "mu element 2 is 31, but there are only F = 30 tasks"),
        ("params", ["K": 2, "cap": 1, "F": 2, "Nn": 1], "mu element 2 is 3, but there are only F = 2 tasks"),
        ("mode", [1, 0, 0, 0], "mode is unknown; did you mean modes?"),
        (
            "price", 1,
            "price is unknown; known are params, mu, I, C, Tmax, q, p_ul, f_cn, hn2, X, o, modes, p_dl, powers, s, channels"
        ),
    ]

    @Test("the field at fault is named as the file names it", arguments: refused)
    func faults(key: String, value: JSON, message: String) {
        let error = #expect(throws: ExperimentsError.self) { try read(Self.slot([(key, value)])) }
        #expect(error?.description == message)
    }

    @Test("a decision given under both of its names is refused")
    func doubled() {
        for (symbol, name) in [("o", "modes"), ("p_dl", "powers"), ("s", "channels")] {
            let value: JSON = symbol == "p_dl" ? 1.0 : [0, 0, 0, 0]
            let error = #expect(throws: ExperimentsError.self) {
                try read(Self.slot([(symbol, value), (name, value)]))
            }
            #expect(error?.description == "\(name) and \(symbol) say the same; leave one out")
        }
    }
}
