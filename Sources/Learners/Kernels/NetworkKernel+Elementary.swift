import CNetworkKernels

/// Elementary functions, the same bits with every instruction set; NaN gives NaN.
extension NetworkKernel {
    /// e^x of the first `count` numbers, within 1 ulp.
    static func exp(_ count: Int, _ x: Matrix, into y: Matrix, kind: NetworkKernelKind = .best) {
        requireRoom(count, x, y)
        unsafe nk_exp(kind.rawValue, count, x.address, y.address)
    }

    /// ln x of the first `count` numbers, within 1 ulp: -infinity at 0 and NaN below.
    static func log(_ count: Int, _ x: Matrix, into y: Matrix, kind: NetworkKernelKind = .best) {
        requireRoom(count, x, y)
        unsafe nk_log(kind.rawValue, count, x.address, y.address)
    }

    /// tanh x of the first `count` numbers, within 2 ulp.
    static func tanh(_ count: Int, _ x: Matrix, into y: Matrix, kind: NetworkKernelKind = .best) {
        requireRoom(count, x, y)
        unsafe nk_tanh(kind.rawValue, count, x.address, y.address)
    }

    /// 1/(1 + e^-x) of the first `count` numbers, within 2.5 ulp.
    static func logistic(_ count: Int, _ x: Matrix, into y: Matrix, kind: NetworkKernelKind = .best) {
        requireRoom(count, x, y)
        unsafe nk_logistic(kind.rawValue, count, x.address, y.address)
    }

    /// ln(1 + e^x) of the first `count` numbers, within 2 ulp.
    static func softplus(_ count: Int, _ x: Matrix, into y: Matrix, kind: NetworkKernelKind = .best) {
        requireRoom(count, x, y)
        unsafe nk_softplus(kind.rawValue, count, x.address, y.address)
    }

    /// e^x of one number.
    static func exp(_ x: Float) -> Float {
        var (x, y) = (x, Float.zero)
        unsafe nk_exp(NetworkKernelKind.best.rawValue, 1, &x, &y)
        return y
    }

    /// ln x of one number.
    static func log(_ x: Float) -> Float {
        var (x, y) = (x, Float.zero)
        unsafe nk_log(NetworkKernelKind.best.rawValue, 1, &x, &y)
        return y
    }

    @inline(__always)
    private static func requireRoom(_ count: Int, _ x: Matrix, _ y: Matrix) {
        precondition(count >= 0 && count <= x.count && count <= y.count, "\(count) of \(x.count) into \(y.count)")
    }
}
