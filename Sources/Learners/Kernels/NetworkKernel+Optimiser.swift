import CNetworkKernels

extension NetworkKernel {
    /// One step of Adam: `parameters -= rate·(m/(1-beta1^t))/(sqrt(v/(1-beta2^t)) + epsilon)` after m and v have moved.
    ///
    /// All matrices have the same count.
    ///
    /// - Parameters:
    ///   - gradient: of the parameters.
    ///   - parameters: are moved.
    ///   - m: running mean of the gradients.
    ///   - v: running mean of their squares.
    ///   - rate: alpha.
    ///   - beta1: what the mean keeps, in 0..<1.
    ///   - beta2: what the mean of squares keeps, in 0..<1.
    ///   - epsilon: what keeps the quotient finite.
    ///   - correction1: 1/(1 - beta1^t) at step t, counted from 1.
    ///   - correction2: 1/(1 - beta2^t).
    ///   - kind: the instruction set to use.
    /// - SeeAlso: Kingma & Ba, ICLR 2015, algorithm 1.
    static func adam(
        _ gradient: Matrix, _ parameters: Matrix, m: Matrix, v: Matrix, rate: Double, beta1: Double, beta2: Double,
        epsilon: Double, correction1: Double, correction2: Double, kind: NetworkKernelKind = .best
    ) {
        let count = gradient.count
        precondition(
            parameters.count == count && m.count == count && v.count == count,
            "\(count) gradients, \(parameters.count) parameters, \(m.count) and \(v.count) means")
        unsafe nk_adam(
            kind.rawValue, count, gradient.address, parameters.address, m.address, v.address, rate, beta1, beta2,
            epsilon, correction1, correction2)
    }

    /// Moves `target` towards `source` by `share` of the way, as target networks do: Polyak averaging.
    static func blend(_ share: Float, of source: Matrix, into target: Matrix, kind: NetworkKernelKind = .best) {
        precondition(source.count == target.count, "\(source.count) numbers into \(target.count)")
        unsafe nk_blend(kind.rawValue, source.count, share, source.address, target.address)
    }
}
