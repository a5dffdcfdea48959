import Foundation
import Testing

@testable import Learners

@Suite("Random sequence")
struct RandomSequenceTests {
    static func uniforms(_ count: Int, _ sequence: inout RandomSequence, _ kind: NetworkKernelKind) -> [Float] {
        let values = Matrix(repeating: .nan, count: count)
        sequence.fillUniforms(0..<count, of: values, kind: kind)
        return values.numbers
    }

    static func normals(_ count: Int, _ sequence: inout RandomSequence, _ kind: NetworkKernelKind) -> [Float] {
        let values = Matrix(repeating: .nan, count: count)
        sequence.fillNormals(0..<count, of: values, kind: kind)
        return values.numbers
    }

    /// Philox4x32-10, written after the paper.
    static func philox(_ counter: SIMD4<UInt32>, seed: UInt64) -> SIMD4<UInt32> {
        var words = counter
        var key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32))
        for _ in 0..<10 {
            let first = words.x.multipliedFullWidth(by: 0xD251_1F53)
            let second = words.z.multipliedFullWidth(by: 0xCD9E_8D57)
            words = [second.high ^ words.y ^ key.x, second.low, first.high ^ words.w ^ key.y, first.low]
            key &+= [0x9E37_79B9, 0xBB67_AE85]
        }
        return words
    }

    /// The block of word i of a sequence that begins at `start`.
    static func block(_ i: Int, seed: UInt64, start: UInt64) -> SIMD4<UInt32> {
        let counter = start + UInt64(i / 4)
        return philox([UInt32(truncatingIfNeeded: counter), UInt32(counter >> 32), 0, 0], seed: seed)
    }

    @Test("is tested against Philox's published words")
    func philox() {
        // kat_vectors of Random123.
        #expect(
            Self.philox(.zero, seed: 0)
                == [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8])
        #expect(
            Self.philox([0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], seed: 0x299F_31D0_A409_3822)
                == [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1])
    }

    @Test("gives the words at its address", arguments: NetworkKernelKind.available, [1, 3, 4, 63, 64, 65, 257])
    func words(_ kind: NetworkKernelKind, _ count: Int) {
        // Across the carry into the second word.
        let (seed, start) = (UInt64(0x0123_4567_89AB_CDEF), UInt64(0x7_FFFF_FFFE))
        let words = (0..<count).map { Self.block($0, seed: seed, start: start)[$0 % 4] }
        var sequence = RandomSequence(seed: seed, counter: start)
        #expect(Self.uniforms(count, &sequence, kind) == words.map { Float($0 >> 8) * 0x1p-24 })
        #expect(sequence.counter == start + UInt64((count + 3) / 4))

        sequence = RandomSequence(seed: seed, counter: start)
        var indices = Array(repeating: Int32(-1), count: count)
        sequence.fill(&indices, below: 100_003, kind: kind)
        #expect(indices == words.map { Int32($0.multipliedFullWidth(by: 100_003).high) })
        #expect(sequence.counter == start + UInt64((count + 3) / 4))

        sequence = RandomSequence(seed: seed, counter: start)
        for (i, normal) in Self.normals(count, &sequence, kind).enumerated() {
            let first = i / 2 * 2 % 4
            let block = Self.block(i, seed: seed, start: start)
            let u = Float(block[first]) * 0x1p-32 + 0x1p-33
            let turns = Double(block[first + 1] >> 8) * 0x1p-24
            let radius = (-2 * log(Double(u))).squareRoot()
            let exact = radius * (i % 2 == 0 ? cos(2 * .pi * turns) : sin(2 * .pi * turns))
            // Logarithm, root, circle and product, an ulp or less each; near a circle's zero, 2^-24 of the radius.
            #expect(abs(Double(normal) - exact) <= 3 * 0x1p-23 * radius)
        }
        #expect(sequence.counter == start + UInt64((count + 3) / 4))
    }

    @Test("has the same bits with every instruction set, whole or in pieces of whole blocks")
    func kinds() {
        var whole = RandomSequence(seed: 9)
        let normals = Self.normals(1000, &whole, .portable)
        for kind in NetworkKernelKind.available {
            var pieces = RandomSequence(seed: 9)
            #expect([4, 96, 100, 800].flatMap { Self.normals($0, &pieces, kind) } == normals)
            #expect(pieces == whole)
        }
    }

    @Test("has standard normals")
    func moments() {
        let count = 200_000
        var sequence = RandomSequence(seed: 11)
        let values = Self.normals(count, &sequence, .best).map(Double.init)
        var sums = SIMD4<Double>.zero
        var (products, products2) = (0.0, 0.0)
        for i in stride(from: 0, to: count, by: 2) {
            let (x, y) = (values[i], values[i + 1])
            sums += [x + y, x * x + y * y, x * x * x + y * y * y, x * x * x * x + y * y * y * y]
            products += x * y
            products2 += (x * x - 1) * (y * y - 1)
        }
        // Five standard errors, a chance below 1e-6 each: the powers have variances 1, 2, 15 and 96.
        for (power, (moment, variance)) in [(0.0, 1.0), (1, 2), (0, 15), (3, 96)].enumerated() {
            let mean = sums[power] / Double(count)
            #expect(abs(mean - moment) <= 5 * (variance / Double(count)).squareRoot(), "moment \(power + 1)")
        }
        // The two of a pair share their radius; neither they nor their squares are correlated.
        let standardError = 1 / Double(count / 2).squareRoot()
        #expect(abs(products) / Double(count / 2) <= 5 * standardError)
        #expect(abs(products2) / Double(count / 2) <= 5 * 2 * standardError)
    }

    @Test("chooses every index alike")
    func indices() {
        var sequence = RandomSequence(seed: 12)
        var values = Array(repeating: Int32(0), count: 70_000)
        sequence.fill(&values, below: 7)
        let counts = values.reduce(into: Array(repeating: 0, count: 7)) { $0[Int($1)] += 1 }
        // Five standard errors of a count of 10,000, and a half more for there being seven.
        #expect(counts.allSatisfy { abs(Double($0) - 10_000) <= 5.5 * (10_000 * 6.0 / 7).squareRoot() })
    }
}
