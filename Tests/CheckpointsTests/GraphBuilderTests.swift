import Testing

@testable import Checkpoints

@Suite("A graph's builder")
struct GraphBuilderTests {
    @Test("knows every value's shape")
    func shapes() {
        var builder = GraphBuilder(name: "shapes")
        let x = builder.input("x", ["B", 3, 5])
        let y = builder.swappingAgentsAndBatch(x)
        #expect(y.shape == [3, "B", 5])
        let h = builder.dense(
            y, "l", weights: Array(repeating: 0, count: 105), biases: Array(repeating: 0, count: 21), outputs: 7,
            networks: 3)
        #expect(h.shape == [3, "B", 7])
        #expect(builder.slice(h, 2..<6).shape == [3, "B", 4])
        #expect(builder.slice(h, 1..<2, axis: 0).shape == [1, "B", 7])
        #expect(builder.argMax(h).shape == [3, "B"])
        #expect(builder.argMax(h).elementType == .int64)
        #expect(builder.mean(h, over: [0, -1]).shape == [1, "B", 1])
        #expect(builder.sum(h, over: [0, 2], keepingAxes: false).shape == ["B"])
        #expect(builder.concatenate([h, builder.slice(h, 0..<2)]).shape == [3, "B", 9])
        #expect(builder.reshape(x, ["B", 15]).shape == ["B", 15])
        #expect(builder.add(x, builder.constant(2)).shape == x.shape)
        #expect(builder.add(builder.constant(1), builder.constant(2)).shape == [])
        builder.output("h", h)
        #expect(builder.model().graph.contradiction == nil)
    }

    @Test("traps where shapes do not fit")
    func traps() async {
        await #expect(processExitsWith: .failure) {
            var builder = GraphBuilder(name: "")
            _ = builder.add(builder.input("a", ["B", 3]), builder.input("b", ["B", 4]))
        }
        await #expect(processExitsWith: .failure) {
            var builder = GraphBuilder(name: "")
            _ = builder.dense(
                builder.input("a", ["B", 3]), "l", weights: [1, 2], biases: [1], outputs: 1)
        }
        await #expect(processExitsWith: .failure) {
            var builder = GraphBuilder(name: "")
            _ = builder.matMul(builder.input("a", ["B", 3]), builder.input("b", [4, 3]))
        }
    }
}
