import Foundation
import Testing

@testable import Learners

@Suite("Elementary functions of floats")
struct ElementaryKernelTests {
    struct Claim: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let function: @Sendable (Int, Matrix, Matrix, NetworkKernelKind) -> Void
        let reference: @Sendable (Double) -> Double
        let ulps: Double

        func values(_ x: [Float], _ kind: NetworkKernelKind) -> [Float] {
            let y = Matrix(repeating: 7, count: x.count)
            function(x.count, Matrix(x), y, kind)
            return y.numbers
        }
    }

    // Measured over one float in 64: 0.94, 0.77, 1.30, 2.28 and 1.83.
    static let claims = [
        Claim(
            testDescription: "exp", function: { NetworkKernel.exp($0, $1, into: $2, kind: $3) }, reference: { exp($0) },
            ulps: 1),
        Claim(
            testDescription: "log", function: { NetworkKernel.log($0, $1, into: $2, kind: $3) },
            reference: { $0 < 0 ? .nan : log($0) }, ulps: 1),
        Claim(
            testDescription: "tanh", function: { NetworkKernel.tanh($0, $1, into: $2, kind: $3) },
            reference: { tanh($0) }, ulps: 2),
        Claim(
            testDescription: "logistic", function: { NetworkKernel.logistic($0, $1, into: $2, kind: $3) },
            reference: { 1 / (1 + exp(-$0)) }, ulps: 2.5),
        Claim(
            testDescription: "softplus", function: { NetworkKernel.softplus($0, $1, into: $2, kind: $3) },
            reference: { max($0, 0) + log1p(exp(-abs($0))) }, ulps: 2),
    ]

    /// Every 524,287th float (a prime), those of moderate size more densely, and edges.
    static let arguments: [Float] =
        stride(from: UInt32(0), to: UInt32.max - 524_287, by: 524_287).map { Float(bitPattern: $0) }
        + Samples.floats(8000, seed: 6).map { 110 * $0 } + Samples.floats(8000, seed: 7)
        + [
            0, -0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
            .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 88.72283, 88.72284, -87.33655,
            -103.97207, -103.97209, 0.625, -0.625, Float(0.625).nextDown, Float(1).nextUp, Float(1).nextDown,
        ]

    @Test("are accurate everywhere", arguments: claims, NetworkKernelKind.available)
    func accuracy(_ claim: Claim, _ kind: NetworkKernelKind) {
        var worst = (ulps: 0.0, at: Float(0))
        for (x, value) in zip(Self.arguments, claim.values(Self.arguments, kind)) {
            let exact = claim.reference(Double(x))
            let rounded = Float(exact)
            if exact.isNaN || rounded.isInfinite || value.isInfinite {
                #expect(exact.isNaN ? value.isNaN : value == rounded, "\(claim.testDescription)(\(x)) = \(value)")
                continue
            }
            // An ulp of the exact value; below normal numbers all are 2^-149.
            let ulp = max(0x1p-149, exact == 0 ? 0 : exact.binade.magnitude * 0x1p-23)
            let error = abs(Double(value) - exact) / ulp
            if !(error <= worst.ulps) { worst = (error, x) }
        }
        #expect(worst.ulps <= claim.ulps, "\(claim.testDescription)(\(worst.at)) is off by \(worst.ulps) ulp")
    }

    @Test("give the same bits with every instruction set and at every place", arguments: claims)
    func kinds(_ claim: Claim) {
        let portable = claim.values(Self.arguments, .portable)
        for kind in NetworkKernelKind.available {
            let values = claim.values(Self.arguments, kind)
            #expect(zip(values, portable).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN })
            for count in 1...17 {
                let some = claim.values(Array(Self.arguments[1000..<1000 + count]), kind)
                #expect(some == Array(values[1000..<1000 + count]))
            }
        }
    }
}
