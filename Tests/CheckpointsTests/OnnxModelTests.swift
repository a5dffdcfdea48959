import Foundation
import Testing

@testable import Checkpoints

@Suite("An ONNX model")
struct OnnxModelTests {
    private let model = sampleModel()

    private func decoded(_ bytes: [UInt8]) throws -> OnnxModel { try OnnxModel(decoding: bytes.span, origin: "bytes") }

    private func problem(_ bytes: [UInt8]) -> CheckpointError.Problem? {
        do throws(CheckpointError) {
            _ = try OnnxModel(decoding: bytes.span, origin: "bytes")
            return nil
        } catch {
            return error.problem
        }
    }

    /// The model's bytes with `graph` as its graph.
    private func bytes(graph: [UInt8], irVersion: UInt64 = 8, operatorSet: UInt64 = 17) -> [UInt8] {
        Field.number(1, irVersion) + Field.bytes(7, graph) + Field.bytes(8, Field.number(2, operatorSet))
    }

    @Test("is read back as it was written, to the last bit")
    func roundTrip() throws {
        let again = try decoded(model.encoded())
        #expect(again.metadata == model.metadata)
        #expect(again.graph.inputs == model.graph.inputs)
        #expect(again.graph.outputs == model.graph.outputs)
        #expect(again.graph.nodes == model.graph.nodes)
        #expect(again.graph.initializers.map(\.name) == model.graph.initializers.map(\.name))
        #expect(
            try again.weights("awkward", shape: [awkwardNumbers.count]).map(\.bitPattern)
                == awkwardNumbers.map(\.bitPattern))
        // Not even a NaN is another: the same bytes.
        #expect(again.encoded() == model.encoded())
    }

    @Test("reads numbers that another program wrote as a list")
    func listedNumbers() throws {
        let tensor =
            Field.number(1, 3) + Field.number(2, 1) + Field.bytes(4, [0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64])
            + Field.text(8, "w")
        // A field that is not of the schema, as a later version of ONNX may write.
        let graph = Field.bytes(5, tensor) + Field.text(10, "a doc string")
        #expect(try decoded(bytes(graph: graph)).weights("w", shape: [3]) == [1, 2, 3])
    }

    @Test("is written all or nothing, and found again")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("actor.onnx")
        try folder.write([1, 2, 3], to: "actor.onnx")
        try model.write(to: path)
        #expect(try folder.names() == ["actor.onnx"])
        #expect(try OnnxModel(contentsOf: path).encoded() == model.encoded())
        #expect(throws: CheckpointError.self) { try model.write(to: folder.path("none/actor.onnx")) }
        #expect(throws: CheckpointError.self) { try model.write(to: folder.path) }
        #expect(try folder.names() == ["actor.onnx"])
    }

    @Test("names the file, what is wrong with it and the remedy")
    func complaints() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(model.encoded(), to: "actor.onnx")
        let read = try OnnxModel(contentsOf: path)
        func complaint(_ body: () throws(CheckpointError) -> Void) -> String {
            do throws(CheckpointError) {
                try body()
                return ""
            } catch {
                return error.description
            }
        }
        #expect(
            complaint { () throws(CheckpointError) in _ = try read.weights("layer0.weight", shape: [3, 4]) }
                == "\(path): tensor layer0.weight has shape [2, 3, 4] where [3, 4] is expected; "
                + "use the checkpoint with the scenario and the options that it was trained with")
        #expect(
            complaint { () throws(CheckpointError) in _ = try read.weights("layer9.weight", shape: []) }
                .hasPrefix("\(path): there is no tensor layer9.weight; the file holds layer0.weight, layer0.bias, "))
        #expect(
            complaint { () throws(CheckpointError) in _ = try read.value(of: "game") }
                == "\(path): the model does not say its game; use a checkpoint that firstmover train wrote")
        #expect(try read.value(of: "schärfe") == "größer ∞")
        #expect(
            complaint { () throws(CheckpointError) in _ = try OnnxModel(contentsOf: folder.path("none")) }
                .hasPrefix("\(folder.path)/none: there is no such file; "))
        for path in [folder.path, "/dev/zero"] {
            #expect(throws: CheckpointError(path, .notAFile)) { try OnnxModel(contentsOf: path) }
        }
        try folder.write("hello".utf8, to: "text")
        #expect(throws: CheckpointError(folder.path("text"), .malformed)) {
            try OnnxModel(contentsOf: folder.path("text"))
        }
        try folder.write([], to: "empty")
        #expect(throws: CheckpointError(folder.path("empty"), .malformed)) {
            try OnnxModel(contentsOf: folder.path("empty"))
        }
    }

    @Test("of a gigabyte is refused before it is read")
    func tooLarge() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([], to: "huge.onnx")
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.truncate(atOffset: 1 << 30)
        #expect(throws: CheckpointError(path, .tooLarge(bytes: 1 << 30, limit: OnnxModel.sizeLimit))) {
            try OnnxModel(contentsOf: path)
        }
    }

    @Test("of many empty messages does not fill the memory")
    func balloon() {
        // Two bytes each in the file, two hundred each in memory.
        let nodes = Array(repeatElement(Field.bytes(1, []), count: 200_000).joined())
        #expect(problem(bytes(graph: nodes)) == .tooMuchMemory(limit: 16 << 20))
        let unknown = Array(repeatElement(Field.bytes(99, []), count: 500_000).joined())
        #expect(problem(unknown) == .tooMuchMemory(limit: 16 << 20))
        // A length of 2^63 - 1.
        #expect(problem([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]) == .malformed)
    }

    @Test("that contradicts itself or is beyond us is refused with the reason")
    func contradictions() {
        func tensor(_ dims: [UInt64], type: UInt64 = 1, bytes: Int = 8) -> [UInt8] {
            let dims = dims.flatMap { Field.number(1, $0) }
            return Field.bytes(
                5,
                dims + Field.number(2, type) + Field.text(8, "w")
                    + Field.bytes(9, Array(repeating: 0, count: bytes)))
        }
        func node(_ inputs: [String], _ outputs: [String], _ more: [UInt8] = []) -> [UInt8] {
            Field.bytes(
                1,
                inputs.flatMap { Field.text(1, $0) } + outputs.flatMap { Field.text(2, $0) } + Field.text(4, "Op")
                    + more)
        }
        #expect(problem(bytes(graph: [])) == nil)
        #expect(problem(bytes(graph: tensor([2]))) == nil)
        for (graph, complaint) in [
            (tensor([3]), "tensor w of shape [3] has 2 elements"),
            (tensor([2], bytes: 7), "tensor w of shape [2] has 0 elements"),
            (tensor([.max]), "tensor w has the shape [-1]"),
            (tensor([1 << 40, 1 << 40]), "tensor w has the shape [1099511627776, 1099511627776]"),
            (tensor([1 << 62, 4, 0], bytes: 0), "tensor w has the shape [4611686018427387904, 4, 0]"),
            (tensor([2]) + tensor([2]), "two inputs or constants are called w"),
            (node(["x"], ["y"]), "a node Op reads x before it is made"),
            (tensor([2]) + node([], ["w"]), "w is made twice"),
            (node([], ["y"]) + node([], ["y"]), "y is made twice"),
        ] {
            #expect(problem(bytes(graph: graph)) == .inconsistent(complaint))
        }
        for (bytes, complaint) in [
            (bytes(graph: [], irVersion: 11), "ONNX file format 11 where 8 is read"),
            (bytes(graph: [], operatorSet: 21), "operators version 21 where ONNX's own of version 17 are read"),
            (
                bytes(graph: tensor([2], type: 11)),
                "tensor w has elements of ONNX's type 11 where float32 (1) and int64 (7) are read"
            ),
            (
                bytes(graph: Field.bytes(5, Field.number(2, 1) + Field.text(8, "w") + Field.number(14, 1))),
                "the elements of tensor w stand in another file"
            ),
            (
                bytes(graph: node([], ["y"], Field.bytes(5, Field.text(1, "body") + Field.number(20, 5)))),
                "attribute body of operator Op has ONNX's type 5"
            ),
            (bytes(graph: node([], ["y"], Field.text(7, "com.example"))), "the operator Op is of com.example"),
            (bytes(graph: Field.bytes(11, Field.text(1, "x"))), "the input or output x is no tensor of known rank"),
        ] {
            #expect(problem(bytes) == .unsupported(complaint))
        }
    }

    @Test("cut off anywhere is refused or is a smaller model, never worse")
    func cutOff() throws {
        let bytes = model.encoded()
        for count in bytes.indices {
            guard let problem = problem(Array(bytes[..<count])) else {
                // Cut between two of the model's own fields: what is there is whole.
                #expect(try decoded(Array(bytes[..<count])).encoded().count > 0)
                continue
            }
            #expect(problem == .malformed, "\(count)")
        }
    }

    @Test("that is damaged is read or refused, never worse: 40,000 of them", arguments: 0..<4)
    func damaged(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        let bytes = model.encoded()
        var refused = 0
        for _ in 0..<10_000 where problem(bytes.damaged(&generator)) != nil { refused += 1 }
        #expect(refused > 1_000)
    }
}
