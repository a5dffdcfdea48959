import Policy
import Testing

@testable import Wire

@Suite("Actions against their spaces")
struct ActionCheckTests {
    /// What a host says to a decision of two rows of one space for three agents.
    private func verdict(_ space: TensorSpace, _ edit: (inout Tensor) -> Void) -> InvalidAction? {
        var tensor = Tensor(space, rows: 2, agents: 3)
        edit(&tensor)
        return tensor.violation(rows: 2)
    }

    private let price = TensorSpace(
        name: "price", shape: [2], elementType: .float64, domain: .box(low: [0, -1], high: [1, .infinity]))

    @Test("pass at both bounds and between")
    func bounds() {
        #expect(verdict(price) { $0.float64 = [0, -1, 1, 1e300, 0.5, 0, 0, -1, 1, 1e300, 0.5, 0] } == nil)
        #expect(verdict(.discrete("mode", start: -2, count: 3)) { $0.int32 = [-2, -1, 0, -2, -1, 0] } == nil)
        let whole = TensorSpace(name: "n", shape: [], elementType: .int32, domain: .box(low: [-3], high: [4]))
        #expect(verdict(whole) { $0.int32 = [-3, 4, 0, 1, 2, 3] } == nil)
    }

    @Test("are refused by row, agent and element")
    func place() {
        #expect(
            verdict(price) { $0.float64[11] = -1.5 }
                == InvalidAction(
                    tensor: "price", row: 1, agent: 2, element: 1, .outOfRange(-1.5, low: -1, high: .infinity)))
        #expect(
            verdict(.discrete("mode", count: 3)) { $0.int32[4] = 3 }
                == InvalidAction(tensor: "mode", row: 1, agent: 1, element: 0, .outOfRange(3, low: 0, high: 2)))
    }

    @Test("are refused where they are not finite, even without a bound")
    func notFinite() {
        #expect(
            verdict(price) { $0.float64[1] = .infinity }
                == InvalidAction(tensor: "price", element: 1, .notFinite(.infinity)))
        let violation = verdict(price) { $0.float64[6] = .nan }
        guard case .notFinite(let value) = violation?.problem else {
            Issue.record("\(String(describing: violation))")
            return
        }
        #expect(value.isNaN && violation?.row == 1 && violation?.agent == 0)
    }

    @Test("of 32 bits pass at a bound that 32 bits cannot hold", arguments: [0.1, 0.7, 1e-3, 16_777_217])
    func rounding(bound: Double) {
        let space = TensorSpace.box("x", shape: [], -bound...bound, elementType: .float32)
        let float = Float(bound)
        #expect(verdict(space) { $0.float32 = [float, -float, 0, 0, 0, 0] } == nil)
        #expect(verdict(space) { $0.float32[0] = float.nextUp } != nil)
        #expect(verdict(space) { $0.float32[0] = (-float).nextDown } != nil)
    }

    @Test("at the ends of 32-bit integers are compared without overflow")
    func integerEnds() {
        let top = TensorSpace.discrete("top", start: Int32.max - 1, count: 2)
        #expect(verdict(top) { $0.int32 = Array(repeating: .max, count: 6) } == nil)
        #expect(verdict(top) { $0.int32 = Array(repeating: .min, count: 6) } != nil)
        let bottom = TensorSpace.discrete("bottom", start: .min, count: .max)
        #expect(verdict(bottom) { $0.int32 = Array(repeating: .min, count: 6) } == nil)
        #expect(verdict(bottom) { $0.int32 = Array(repeating: .max, count: 6) } != nil)
    }

    @Test("are not looked at beyond the batch")
    func beyondTheBatch() {
        var actions = Actions(stage: 1, of: Samples.session, Acceptance(Samples.session))
        actions.tensors[1].float64[12] = .nan
        #expect(actions.violation(rows: 2) == nil)
        #expect(actions.violation(rows: 3)?.tensor == "size")
    }

    @Test("arrive only with every tensor in its length")
    func shape() throws {
        var actions = Actions(stage: 1, of: Samples.session, Acceptance(Samples.session))
        func read(_ tensors: [[UInt8]]) throws {
            var encoder = PluginMessageEncoder()
            try encoder.encode(PluginEnvelope(id: 1, replyTo: 2, session: 1, .decision(Decision(actions: tensors))))
            let body = Array(encoder.frame[4...])
            var decoder = PluginMessageDecoder()
            _ = try decoder.decode(body.span)
            _ = try decoder.readDecision(into: &actions, rows: 2)
        }
        let station = [UInt8](repeating: 0, count: 24)
        let size = [UInt8](repeating: 0, count: 96)
        try read([station, size])
        #expect(throws: Fault.invalidAction(InvalidAction(tensor: "", .tensorCount(1, expected: 2)))) {
            try read([station])
        }
        #expect(throws: Fault.invalidAction(InvalidAction(tensor: "size", .byteCount(95, expected: 96)))) {
            try read([station, size.dropLast()])
        }
        #expect(throws: Fault.invalidAction(InvalidAction(tensor: "station", .byteCount(36, expected: 24)))) {
            try read([station + station.prefix(12), size])
        }
    }
}
