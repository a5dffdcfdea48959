import Testing

@testable import Learners

@Suite("Moving parameters")
struct OptimiserKernelTests {
    /// Ten steps of Adam over `count` parameters, and their gradients.
    static func adam(_ count: Int, _ kind: NetworkKernelKind) -> (p: [Float], m: [Float], v: [Float]) {
        let p = Matrix(Samples.floats(count, seed: 1))
        let (m, v) = (Matrix(rows: 1, columns: count), Matrix(rows: 1, columns: count))
        for t in 1...10 {
            let gradients = Samples.floats(count, seed: UInt64(t + 1))
            var (power1, power2) = (1.0, 1.0)
            for _ in 0..<t { (power1, power2) = (power1 * 0.9, power2 * 0.999) }
            NetworkKernel.adam(
                Matrix(gradients), p, m: m, v: v, rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
                correction1: 1 / (1 - power1), correction2: 1 / (1 - power2), kind: kind)
        }
        return (p.numbers, m.numbers, v.numbers)
    }

    @Test("by Adam follows its paper", arguments: NetworkKernelKind.available, [1, 3, 17, 65])
    func paper(_ kind: NetworkKernelKind, _ count: Int) {
        let ours = Self.adam(count, kind)
        var p = Samples.floats(count, seed: 1).map(Double.init)
        var m = Array(repeating: 0.0, count: count)
        var v = m
        var (power1, power2) = (1.0, 1.0)
        for t in 1...10 {
            (power1, power2) = (power1 * 0.9, power2 * 0.999)
            for (i, g) in Samples.floats(count, seed: UInt64(t + 1)).map(Double.init).enumerated() {
                m[i] = 0.9 * m[i] + 0.1 * g
                v[i] = 0.999 * v[i] + 0.001 * g * g
                p[i] -= 1e-3 * (m[i] / (1 - power1)) / ((v[i] / (1 - power2)).squareRoot() + 1e-8)
            }
        }
        for i in 0..<count {
            // Parameters below 1.01: ten roundings of half an ulp, 2^-25, and steps of 1e-3 to a relative 1e-6.
            #expect(abs(Double(ours.p[i]) - p[i]) <= 10 * 0x1p-24 + 1e-8)
            // Sums of ten terms that do not exceed 1 and 0.01 by much, three roundings a term.
            #expect(abs(Double(ours.m[i]) - m[i]) <= 30 * 0x1p-24)
            #expect(abs(Double(ours.v[i]) - v[i]) <= 30 * 0x1p-24 * 0.02)
        }
    }

    @Test(
        "has the same bits with AVX2 and AVX-512",
        .enabled(if: NetworkKernelKind.avx2.isAvailable && NetworkKernelKind.avx512.isAvailable),
        arguments: [1, 3, 17, 65])
    func kinds(_ count: Int) {
        #expect(Self.adam(count, .avx2) == Self.adam(count, .avx512))
        #expect(Self.blend(count, 0.005, .avx2) == Self.blend(count, 0.005, .avx512))
    }

    @Test(
        "by Adam ends where gradients do: means do not linger as subnormal numbers",
        arguments: NetworkKernelKind.available)
    func dying(_ kind: NetworkKernelKind) {
        let (p, m, v) = (Matrix([1, 1, 1]), Matrix([0.5, 0, 1e-37]), Matrix([1e-6, 0, 1e-37]))
        for _ in 0..<1000 {
            // A gradient whose square would be subnormal, too.
            NetworkKernel.adam(
                Matrix([0, 1e-20, 0]), p, m: m, v: v, rate: 1e-3, beta1: 0.9, beta2: 0.9, epsilon: 1e-8, correction1: 1,
                correction2: 1, kind: kind)
        }
        #expect(m.numbers == [0, 0, 0] && v.numbers == [0, 0, 0])
        #expect(p[0] < 1 && p[1] == 1 && p[2] == 1)
        NetworkKernel.adam(
            Matrix([.nan, 0, 0]), p, m: m, v: v, rate: 1e-3, beta1: 0.9, beta2: 0.9, epsilon: 1e-8, correction1: 1,
            correction2: 1, kind: kind)
        #expect(p[0].isNaN && m[0].isNaN && p[1] == 1)
    }

    static func blend(_ count: Int, _ tau: Float, _ kind: NetworkKernelKind) -> [Float] {
        let target = Matrix(Samples.floats(count, seed: 2))
        NetworkKernel.blend(tau, of: Matrix(Samples.floats(count, seed: 1)), into: target, kind: kind)
        return target.numbers
    }

    @Test("by a blend goes tau of the way", arguments: NetworkKernelKind.available, [1, 3, 17, 65])
    func blends(_ kind: NetworkKernelKind, _ count: Int) {
        let (source, target) = (Samples.floats(count, seed: 1), Samples.floats(count, seed: 2))
        for (i, value) in Self.blend(count, 0.25, kind).enumerated() {
            let exact = 0.75 * Double(target[i]) + 0.25 * Double(source[i])
            // A difference below 2, its product and a sum below 1, half an ulp each.
            #expect(abs(Double(value) - exact) <= 0x1p-24)
        }
        #expect(Self.blend(count, 0, kind) == target)
    }
}
