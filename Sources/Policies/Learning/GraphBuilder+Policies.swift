import Checkpoints
import Learners
import Policy

extension GraphBuilder {
    /// The shape that a file keeps a block of `networks` independent networks in: a bias has an axis for the batch.
    static func stored(_ block: ParameterBlock, networks: Int, _ body: AgentDesign.Body) -> [Int] {
        switch body {
        case .perceptron: [networks] + (block.shape.count == 1 ? [1] : []) + block.shape
        case .grid: [networks] + Array(repeating: 1, count: 4 - block.shape.count) + block.shape
        }
    }

    /// What the networks of `actors` say about `observation` of `[B, A, d]`: a value of `[B, A, outputs]`.
    mutating func body(of actors: [Actor], _ observation: Value) -> Value {
        switch actors[0].design.body {
        case .perceptron(let hidden): perceptron(of: actors, observation, layers: hidden.count + 1)
        case .grid(let rows, let columns, _, let depth):
            grid(of: actors, observation, rows: rows, columns: columns, layers: depth + 1)
        }
    }

    /// Networks over a grid: a place's numbers last, `[A, B, N, M, h]`.
    private mutating func grid(
        of actors: [Actor], _ observation: Value, rows: Int, columns: Int, layers: Int
    ) -> Value {
        let (agents, batch) = (observation.shape[1], observation.shape[0])
        let planes = observation.length(-1) / (rows * columns)
        let grids = reshape(
            observation, [batch, agents, .fixed(planes), .fixed(rows), .fixed(columns)])
        var x = transpose(grids, [1, 0, 3, 4, 2])
        for layer in 0..<layers {
            let blocks = actors[0].blocks.filter { $0.name.hasPrefix("layer\(layer).") }
            var sum: Value?
            for block in blocks {
                let values = actors.flatMap { $0.values(of: block) }
                let term: Value
                if block.name.hasSuffix(".bias") {
                    // Of every place, or of all.
                    let ones = Array(repeating: 1, count: 4 - block.shape.count)
                    term = parameter(block.name, shape: [actors.count] + ones + block.shape, values)
                } else {
                    let weights = parameter(
                        block.name, shape: [actors.count, 1, 1] + block.shape, values)
                    term = matMul(pooled(x, block.name), weights)
                }
                sum = sum.map { add($0, term) } ?? term
            }
            guard let sum else { preconditionFailure("layer \(layer) has no parameters") }
            x = layer + 1 < layers ? relu(sum) : sum
        }
        let outputs = x.length(-1) * rows * columns
        let planesFirst = transpose(x, [1, 0, 4, 2, 3])
        return reshape(planesFirst, [batch, agents, .fixed(outputs)])
    }

    /// What the weights called `name` see of `x` of `[A, B, N, M, h]`.
    private mutating func pooled(_ x: Value, _ name: String) -> Value {
        switch name.split(separator: ".").dropFirst().first {
        case "meanOfColumn": mean(x, over: [2])
        case "meanOfRow": mean(x, over: [3])
        case "largestOfColumn": largest(x, over: 2)
        default: x
        }
    }

    private mutating func largest(_ x: Value, over axis: Int) -> Value {
        var shape = x.shape
        shape[axis] = 1
        return append(
            "ReduceMax", [x], [.init("axes", .ints([Int64(axis)])), .init("keepdims", .int(1))], shape: shape)
    }

    private mutating func perceptron(of actors: [Actor], _ observation: Value, layers: Int) -> Value {
        let blocks = actors[0].blocks
        var x = swappingAgentsAndBatch(observation)
        for layer in 0..<layers {
            let (weight, bias) = (blocks[2 * layer], blocks[2 * layer + 1])
            x = dense(
                x, "layer\(layer)", weights: actors.flatMap { $0.values(of: weight) },
                biases: actors.flatMap { $0.values(of: bias) }, outputs: bias.count, networks: actors.count)
            if layer + 1 < layers { x = relu(x) }
        }
        return swappingAgentsAndBatch(x)
    }

    /// Names as outputs the actions that `output`, of `[B, A, outputs]`, stands for.
    mutating func writeActions(of output: Value, _ decoder: ActionDecoder, _ kind: Actor.Kind, _ squash: Squash) {
        switch decoder.action {
        case .numbers(let count):
            // Of a distribution, the means come first.
            let shares = shares(of: slice(output, 0..<count), squash)
            let numbers = scaled(shares, "action", by: decoder.scales, plus: decoder.offsets)
            var first = 0
            for tensor in decoder.space.tensors {
                let elements = slice(numbers, first..<first + tensor.elementCount)
                self.output(tensor.name, reshaped(elements, tensor.shape))
                first += tensor.elementCount
            }
        case .choices(let choices, let options, let allowsNone):
            writeChoices(of: output, decoder, squash, choices, options, allowsNone)
        }
    }

    private mutating func writeChoices(
        of output: Value, _ decoder: ActionDecoder, _ squash: Squash, _ choices: Int, _ options: Int,
        _ allowsNone: Bool
    ) {
        let pairs = choices * options
        let grid = Array(output.shape[0..<2]) + [.fixed(choices), .fixed(options)]
        var logits = reshape(slice(output, 0..<pairs), grid)
        if allowsNone {
            // None comes first and has 0.
            let zero = multiply(slice(logits, 0..<1), constant(0))
            logits = concatenate([zero, logits])
        }
        let best = argMax(logits)
        let categories = options + (allowsNone ? 1 : 0)
        var chosen = oneHot(best, count: categories)
        let codes = parameter(
            "choice.codes", shape: [categories], (0..<categories).map { Float($0) - (allowsNone ? 1 : 0) })
        let code = cast(sum(multiply(chosen, codes), over: [3], keepingAxes: false), to: .int64)
        if allowsNone { chosen = slice(chosen, 1..<categories) }
        let shares = shares(of: reshape(slice(output, pairs..<2 * pairs), grid), squash)
        let share = sum(multiply(chosen, shares), over: [3], keepingAxes: false)
        let number = scaled(share, "number", by: decoder.scales, plus: decoder.offsets)
        for tensor in decoder.space.tensors {
            if case .discrete = tensor.domain {
                self.output(tensor.name, reshaped(code, tensor.shape))
            } else {
                self.output(tensor.name, reshaped(number, tensor.shape))
            }
        }
    }

    /// Squashed numbers as shares in 0...1.
    private mutating func shares(of x: Value, _ squash: Squash) -> Value {
        switch squash {
        case .logistic: return sigmoid(x)
        case .tanh:
            let half = multiply(tanh(x), constant(0.5))
            return add(half, constant(0.5))
        }
    }

    /// `[B, A, n]` as `[B, A] + shape`.
    private mutating func reshaped(_ x: Value, _ shape: [Int]) -> Value {
        let target = Array(x.shape[0..<2]) + shape.map { .fixed($0) }
        return target == x.shape ? x : reshape(x, target)
    }

    private mutating func oneHot(_ index: Value, count: Int) -> Value {
        let depth = parameter("oneHot.depth", shape: [1], [Float(count)])
        let values = parameter("oneHot.values", shape: [2], [0, 1])
        return append("OneHot", [index, depth, values], shape: index.shape + [.fixed(count)])
    }

    private mutating func cast(_ x: Value, to type: OnnxGraph.ElementType) -> Value {
        append("Cast", [x], [.init("to", .int(Int64(type.rawValue)))], shape: x.shape, elementType: type)
    }
}
