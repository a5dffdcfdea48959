extension GraphBuilder {
    public typealias Dimension = OnnxGraph.Dimension

    // MARK: Element by element

    public mutating func add(_ a: Value, _ b: Value) -> Value { stretched("Add", a, b) }
    public mutating func multiply(_ a: Value, _ b: Value) -> Value { stretched("Mul", a, b) }

    public mutating func relu(_ x: Value) -> Value { append("Relu", [x], shape: x.shape) }
    public mutating func tanh(_ x: Value) -> Value { append("Tanh", [x], shape: x.shape) }
    public mutating func sigmoid(_ x: Value) -> Value { append("Sigmoid", [x], shape: x.shape) }

    /// `x · scale + offset`, with one number each for every element of the last axis.
    public mutating func scaled(_ x: Value, _ name: String, by scale: [Float], plus offset: [Float]) -> Value {
        let count = x.length(-1)
        precondition(scale.count == count && offset.count == count, "\(scale.count) scales for \(x.shape)")
        let factor = parameter("\(name).scale", shape: [count], scale)
        let summand = parameter("\(name).offset", shape: [count], offset)
        return add(multiply(x, factor), summand)
    }

    private mutating func stretched(_ operation: String, _ a: Value, _ b: Value) -> Value {
        guard let shape = a.shape.broadcast(with: b.shape) else {
            preconditionFailure("\(operation) of \(a.name) \(a.shape) and \(b.name) \(b.shape)")
        }
        return append(operation, [a, b], shape: shape)
    }

    // MARK: Products and sums

    /// The matrix product over the last axis of `a` and the last but one of `b`; axes before these are stretched.
    public mutating func matMul(_ a: Value, _ b: Value) -> Value {
        guard a.shape.count > 1, b.shape.count > 1, a.shape[a.shape.count - 1] == b.shape[b.shape.count - 2],
            let batch = Array(a.shape.dropLast(2)).broadcast(with: Array(b.shape.dropLast(2)))
        else { preconditionFailure("MatMul of \(a.name) \(a.shape) and \(b.name) \(b.shape)") }
        let shape = batch + [a.shape[a.shape.count - 2], b.shape[b.shape.count - 1]]
        return append("MatMul", [a, b], shape: shape)
    }

    /// The mean over `axes`, which stay with length 1 unless they are dropped.
    public mutating func mean(_ x: Value, over axes: [Int], keepingAxes: Bool = true) -> Value {
        append(
            "ReduceMean", [x],
            [.init("axes", .ints(axes.map(Int64.init))), .init("keepdims", .int(keepingAxes ? 1 : 0))],
            shape: reduced(x, over: axes, keepingAxes: keepingAxes))
    }

    /// The sum over `axes`, which stay with length 1 unless they are dropped.
    public mutating func sum(_ x: Value, over axes: [Int], keepingAxes: Bool = true) -> Value {
        // From operator set 13 on the axes of this one are an input; those of a mean from 18 on.
        let places = integers(axes)
        return append(
            "ReduceSum", [x, places], [.init("keepdims", .int(keepingAxes ? 1 : 0))],
            shape: reduced(x, over: axes, keepingAxes: keepingAxes))
    }

    private func reduced(_ x: Value, over axes: [Int], keepingAxes: Bool) -> [Dimension] {
        let places = axes.map { place($0, in: x) }
        return x.shape.indices.compactMap { places.contains($0) ? (keepingAxes ? 1 : nil) : x.shape[$0] }
    }

    // MARK: Categories

    /// The index of the largest element along `axis`, the first of equal ones; the axis is dropped.
    public mutating func argMax(_ x: Value, axis: Int = -1) -> Value {
        append(
            "ArgMax", [x], [.init("axis", .int(Int64(axis))), .init("keepdims", .int(0))],
            shape: reduced(x, over: [axis], keepingAxes: false), elementType: .int64)
    }

    // MARK: Shapes

    /// Axis `i` of the result is axis `permutation[i]` of `x`.
    public mutating func transpose(_ x: Value, _ permutation: [Int]) -> Value {
        precondition(permutation.sorted() == Array(x.shape.indices), "\(permutation) of \(x.name) \(x.shape)")
        return append(
            "Transpose", [x], [.init("perm", .ints(permutation.map(Int64.init)))],
            shape: permutation.map { x.shape[$0] }, elementType: x.elementType)
    }

    /// The elements `range` of axis `axis`.
    public mutating func slice(_ x: Value, _ range: Range<Int>, axis: Int = -1) -> Value {
        precondition(range.lowerBound >= 0 && range.upperBound <= x.length(axis), "\(range) of \(x.name) \(x.shape)")
        let (start, end) = (integers([range.lowerBound]), integers([range.upperBound]))
        let place = place(axis, in: x)
        let axes = integers([place])
        var shape = x.shape
        shape[place] = .fixed(range.count)
        return append("Slice", [x, start, end, axes], shape: shape, elementType: x.elementType)
    }

    /// `values` one after the other along `axis`.
    public mutating func concatenate(_ values: [Value], axis: Int = -1) -> Value {
        guard let first = values.first else { preconditionFailure("nothing to concatenate") }
        let place = place(axis, in: first)
        var shape = first.shape
        shape[place] = .fixed(values.reduce(0) { $0 + $1.length(place) })
        for value in values {
            var expected = value.shape
            expected[place] = shape[place]
            precondition(expected == shape, "\(value.name) \(value.shape) beside \(first.name) \(first.shape)")
        }
        return append(
            "Concat", values, [.init("axis", .int(Int64(place)))], shape: shape, elementType: first.elementType)
    }

    /// The same elements in another shape.
    ///
    /// A length that is not fixed stays on its axis.
    public mutating func reshape(_ x: Value, _ shape: [Dimension]) -> Value {
        func size(_ shape: [Dimension]) -> Int { shape.reduce(1) { if case .fixed(let n) = $1 { $0 * n } else { $0 } } }
        precondition(size(x.shape) == size(shape), "\(x.name) \(x.shape) as \(shape)")
        let lengths = shape.indices.map { axis in
            if case .fixed(let length) = shape[axis] { return length }
            precondition(axis < x.shape.count && x.shape[axis] == shape[axis], "\(x.name) \(x.shape) as \(shape)")
            return 0  // "as in x"
        }
        let target = integers(lengths)
        return append("Reshape", [x, target], shape: shape, elementType: x.elementType)
    }

    private func place(_ axis: Int, in x: Value) -> Int {
        let place = axis < 0 ? axis + x.shape.count : axis
        precondition(x.shape.indices.contains(place), "axis \(axis) of \(x.name) \(x.shape)")
        return place
    }
}
