/// What a unit of entropy is worth to a soft actor-critic, held so that the entropy stays at its target.
///
/// - SeeAlso: Haarnoja et al. 2018b, section 5.
struct Temperature {
    /// What it is the temperature of, as metrics name it.
    let name: String
    /// The entropy aimed at.
    private let target: Float
    /// One number each, in matrices because the optimiser takes them.
    private let logarithm = Matrix(rows: 1, columns: 1)
    private let gradient = Matrix(rows: 1, columns: 1)
    private var optimiser: Adam

    init(_ name: String, initial: Float, target: Float, rate: Float) {
        precondition(initial > 0, "a temperature of \(initial)")
        self.name = name
        self.target = target
        optimiser = Adam(parameters: 1, rate: rate)
        logarithm[0] = NetworkKernel.log(initial)
    }

    var value: Float { NetworkKernel.exp(logarithm[0]) }

    /// Rises where the entropy is below its target, falls where it is above.
    mutating func adjust(entropy: Float) {
        gradient[0] = entropy - target
        optimiser.step(logarithm, against: gradient)
    }

    mutating func visit<V: StateVisitor & ~Copyable>(_ name: String, _ visitor: inout V) throws(V.Failure) {
        try visitor.visit("\(name)/logarithm", logarithm)
        try optimiser.visit("\(name)/adam", &visitor)
    }
}
