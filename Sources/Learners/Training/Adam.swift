/// Adam: steps of each parameter's mean gradient over the root of its mean square.
///
/// - SeeAlso: Kingma & Ba, ICLR 2015, Algorithm 1.
struct Adam {
    /// Step size alpha.
    var rate: Float
    /// Moments m and v, one each a parameter.
    let (first, second): (Matrix, Matrix)
    /// beta1^t and beta2^t after t steps.
    private(set) var powers = (first: 1.0, second: 1.0)

    /// Decay rates of the two moments, and what keeps the quotient finite: the paper's, and PyTorch's.
    private static let (beta1, beta2, epsilon) = (0.9, 0.999, 1e-8)

    init(parameters count: Int, rate: Float) {
        self.rate = rate
        (first, second) = (Matrix(rows: 1, columns: count), Matrix(rows: 1, columns: count))
    }

    /// Takes one step against `gradient`.
    mutating func step(_ parameters: Matrix, against gradient: Matrix) {
        powers.first *= Self.beta1
        powers.second *= Self.beta2
        NetworkKernel.adam(
            gradient, parameters, m: first, v: second, rate: Double(rate), beta1: Self.beta1, beta2: Self.beta2,
            epsilon: Self.epsilon, correction1: 1 / (1 - powers.first), correction2: 1 / (1 - powers.second))
    }

    mutating func visit<V: StateVisitor & ~Copyable>(_ name: String, _ visitor: inout V) throws(V.Failure) {
        try visitor.visit("\(name)/m", first)
        try visitor.visit("\(name)/v", second)
        try visitor.visit("\(name)/beta1", &powers.first)
        try visitor.visit("\(name)/beta2", &powers.second)
    }
}
