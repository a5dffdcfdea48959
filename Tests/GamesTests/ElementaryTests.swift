import Foundation
import Games
import Testing

#if arch(x86_64)  // the reference is Float80, which only x86 has

    @Suite("Elementary vector functions")
    struct ElementaryTests {
        /// |value - exact| in units in the last place of `exact`, which carries a few extra bits as high + low.
        static func ulps(_ value: Double, _ exact: Float80) -> Double {
            Double(abs(Float80(value) - exact)) / Double(exact).ulp
        }

        static func apply(_ function: Elementary.Function, _ x: [Double], _ kind: KernelKind) -> [Double] {
            var y = x
            var span = y.mutableSpan
            function(x.span, &span, kind)
            return y
        }

        /// Numbers spread over `exponents` of two, and edge values.
        static func sample(_ exponents: ClosedRange<Double>, edges: [Double]) -> [Double] {
            let stream = RandomStream(seed: 1, purpose: .init(31))
            return edges
                + (0..<20_000).map { i in
                    let (first, second) = stream.uniforms(slot: 0, n: UInt32(i))
                    let exponent = exponents.lowerBound + (exponents.upperBound - exponents.lowerBound) * first
                    return (1 + second) * exp2(exponent.rounded(.down))
                }
        }

        struct Claim: CustomTestStringConvertible, Sendable {
            let testDescription: String
            let function: Elementary.Function
            let reference: @Sendable (Float80) -> Float80
            let arguments: [Double]
            let ulps: Double
        }

        // fdlibm claims less than 1 ulp for each of these; the vector forms differ by selections only.
        static let claims = [
            Claim(
                testDescription: "log", function: Elementary.log, reference: { Foundation.log($0) },
                arguments: sample(
                    -1074...1022, edges: [1, 1.0.nextUp, 1.0.nextDown, 0.5, 2, 0x1p-1074, .greatestFiniteMagnitude])
                    + sample(-2...2, edges: []), ulps: 1),
            Claim(
                testDescription: "log1p", function: Elementary.log1p, reference: { Foundation.log1p($0) },
                arguments: sample(
                    -1074...1022, edges: [0, 1, 0x1p-1074, 0x1p-53, 0x1p-54, 1e16, .greatestFiniteMagnitude])
                    + sample(-8...8, edges: []),
                ulps: 1),
            Claim(
                testDescription: "exp", function: Elementary.exp, reference: { Foundation.exp($0) },
                arguments: sample(-60...9, edges: [0, 708, 709]).filter { $0 <= 709 }
                    + sample(-60...9, edges: [0, 707]).filter { $0 <= 708 }.map { -$0 }, ulps: 1),
            Claim(
                testDescription: "expm1", function: Elementary.expm1, reference: { Foundation.expm1($0) },
                arguments: sample(-1070...10, edges: [0, .infinity, 60, 40, 0.34657359027997264, 0x1p-1060]).map { -$0 }
                    + sample(-6...6, edges: []).map { -$0 }, ulps: 1),
        ]

        @Test("are accurate to an ulp", arguments: claims, KernelKind.allCases.filter(\.isAvailable))
        func accuracy(_ claim: Claim, _ kind: KernelKind) {
            let values = Self.apply(claim.function, claim.arguments, kind)
            var worst = (ulps: 0.0, at: 0.0)
            for (x, value) in zip(claim.arguments, values) {
                let error = Self.ulps(value, claim.reference(Float80(x)))
                if !(error <= worst.ulps) { worst = (error, x) }
            }
            #expect(worst.ulps <= claim.ulps, "\(claim.testDescription)(\(worst.at)) is off by \(worst.ulps) ulp")
        }

        @Test("turn circles to 1.5 ulp", arguments: KernelKind.allCases.filter(\.isAvailable))
        func circles(_ kind: KernelKind) {
            let u = Self.sample(-50 ... -1, edges: [0, 0.125, 0.25, 0.375, 0.5, 0.75, 1.0.nextDown]).filter { $0 < 1 }
            var sine = u
            var cosine = u
            var sineSpan = sine.mutableSpan
            var cosineSpan = cosine.mutableSpan
            Elementary.sinCosTurns(u.span, sine: &sineSpan, cosine: &cosineSpan, kind: kind)
            for (i, turns) in u.enumerated() {
                // The quarter turn is taken off exactly here too, so that the reference is good near its zeros.
                let quarter = (4 * turns).rounded(.toNearestOrEven)
                let angle = 2 * Float80.pi * (Float80(turns) - Float80(quarter) / 4)
                let (s, c) = (sin(angle), cos(angle))
                let (exactSine, exactCosine) =
                    switch Int(quarter) % 4 {
                    case 0: (s, c)
                    case 1: (c, -s)
                    case 2: (-s, -c)
                    default: (-c, s)
                    }
                #expect(Self.ulps(sine[i], exactSine) <= 1.5, "sin at \(turns)")
                #expect(Self.ulps(cosine[i], exactCosine) <= 1.5, "cos at \(turns)")
            }
        }

        @Test("give the same bits with every instruction set", arguments: claims)
        func kinds(_ claim: Claim) {
            let baseline = Self.apply(claim.function, claim.arguments, .baseline).map(\.bitPattern)
            for kind in KernelKind.allCases where kind.isAvailable {
                #expect(Self.apply(claim.function, claim.arguments, kind).map(\.bitPattern) == baseline)
            }
        }
    }

#endif
