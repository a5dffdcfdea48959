import CKernels

/// The elementary functions under the kernels, each within about 1 ulp and with the same bits on every machine.
///
/// The C library's differ from release to release; results that must not are made of these.
public enum Elementary {
    public typealias Function = @Sendable (Span<Double>, inout MutableSpan<Double>, KernelKind) -> Void

    /// ln x for x > 0.
    public static let log: Function = { unsafe ck_log($2.rawValue, $0.count, address(of: $0), address(of: &$1)) }
    /// ln(1+x) for x >= 0.
    public static let log1p: Function = { unsafe ck_log1p($2.rawValue, $0.count, address(of: $0), address(of: &$1)) }
    /// e^x for x <= 709.
    public static let exp: Function = { unsafe ck_exp($2.rawValue, $0.count, address(of: $0), address(of: &$1)) }
    /// e^x - 1 for x <= 0.
    public static let expm1: Function = { unsafe ck_expm1($2.rawValue, $0.count, address(of: $0), address(of: &$1)) }

    /// Puts ln x in the place of each of the first `count` values x > 0.
    static func replaceByLog(_ values: inout [Double], count: Int, kind: KernelKind) {
        unsafe values.withUnsafeMutableBufferPointer { values in
            precondition(count <= values.count, "\(count) of \(values.count) values")
            unsafe ck_log(kind.rawValue, count, values.baseAddress, values.baseAddress)
        }
    }

    /// Puts ln(1+x) in the place of each of the first `count` values x >= 0.
    public static func replaceByLog1p(_ values: inout [Double], count: Int, kind: KernelKind) {
        unsafe values.withUnsafeMutableBufferPointer { values in
            precondition(count <= values.count, "\(count) of \(values.count) values")
            unsafe ck_log1p(kind.rawValue, count, values.baseAddress, values.baseAddress)
        }
    }

    /// Sine and cosine of 2 pi u for 0 <= u < 1.
    ///
    /// - Parameters:
    ///   - u: turns.
    ///   - sine: receives the sines.
    ///   - cosine: receives the cosines.
    ///   - kind: the instruction set to use.
    public static func sinCosTurns(
        _ u: Span<Double>, sine: inout MutableSpan<Double>, cosine: inout MutableSpan<Double>, kind: KernelKind
    ) {
        precondition(u.count == sine.count && u.count == cosine.count, "columns of unequal length")
        unsafe ck_sincos_turns(kind.rawValue, u.count, address(of: u), address(of: &sine), address(of: &cosine))
    }

    /// e^x of one number x <= 709.
    public static func exp(_ x: Double) -> Double {
        var (x, y) = (x, 0.0)
        unsafe ck_exp(KernelKind.best.rawValue, 1, &x, &y)
        return y
    }

    /// ln x of one number x > 0.
    public static func log(_ x: Double) -> Double {
        var (x, y) = (x, 0.0)
        unsafe ck_log(KernelKind.best.rawValue, 1, &x, &y)
        return y
    }

    /// ln(1+x) of one number x >= 0.
    static func log1p(_ x: Double) -> Double {
        var (x, y) = (x, 0.0)
        unsafe ck_log1p(KernelKind.best.rawValue, 1, &x, &y)
        return y
    }

    /// Two independent standard normals made of two uniforms (Box and Muller): `uniform` in (0, 1], `turns` in [0, 1).
    static func normals(uniform: Double, turns: Double) -> (Double, Double) {
        var (uniform, turns, logarithm, sine, cosine) = (uniform, turns, 0.0, 0.0, 0.0)
        unsafe ck_log(KernelKind.best.rawValue, 1, &uniform, &logarithm)
        unsafe ck_sincos_turns(KernelKind.best.rawValue, 1, &turns, &sine, &cosine)
        let radius = (-2 * logarithm).squareRoot()
        return (radius * cosine, radius * sine)
    }
}
