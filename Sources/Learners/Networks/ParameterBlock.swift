/// A run of a network's parameters that has a name and a shape, as files keep it.
public struct ParameterBlock: Sendable, Hashable {
    /// For example `layer0.weight`.
    public let name: String
    /// Row-major.
    public let shape: [Int]
    /// Where it begins among the network's parameters.
    let offset: Int

    init(_ name: String, shape: [Int], offset: Int) {
        self.name = name
        self.shape = shape
        self.offset = offset
    }

    /// Numbers in it.
    public var count: Int { shape.reduce(1, *) }
}

extension AffineLayer {
    /// Its weights and biases as blocks called `name.weight` and `name.bias`.
    func blocks(_ name: String) -> [ParameterBlock] {
        let weight = ParameterBlock("\(name).weight", shape: [inner, columns], offset: offset)
        return hasBias ? [weight, ParameterBlock("\(name).bias", shape: [columns], offset: biasOffset)] : [weight]
    }
}
