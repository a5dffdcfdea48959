import Games
import Testing

@Suite("Random stream")
struct RandomStreamTests {
    struct Environment: Decodable {
        struct Words: Decodable {
            let counter, key, output: [UInt32]
        }
        struct Draw: Decodable {
            let seed: String
            let purpose, t, env, n, m: UInt32
            let uniform, normal: [Double]
        }
        let philox: [Words]
        let draws: [Draw]
    }

    @Test("gives Philox's published words")
    func words() throws {
        for reference in try Golden.read("environment", as: Environment.self).philox {
            let words = Philox.words(
                counter: SIMD4(reference.counter), key: SIMD2(reference.key[0], reference.key[1]))
            #expect(words == SIMD4(reference.output))
        }
    }

    @Test("gives the reference draws")
    func draws() throws {
        for reference in try Golden.read("environment", as: Environment.self).draws {
            let seed = try #require(UInt64(reference.seed))
            let stream = RandomStream(seed: seed, purpose: .init(reference.purpose))
            let uniforms = stream.uniforms(
                slot: reference.t, environment: reference.env, n: reference.n, m: reference.m)
            #expect([uniforms.0, uniforms.1] == reference.uniform)
            let normals = stream.normals(slot: reference.t, environment: reference.env, n: reference.n, m: reference.m)
            // rtol of the file.
            #expect(relativeError(normals.0, reference.normal[0]) <= 1e-13)
            #expect(relativeError(normals.1, reference.normal[1]) <= 1e-13)
        }
    }

    @Test("has standard normals")
    func moments() {
        let stream = RandomStream(seed: 7, purpose: .fading)
        let count = 20_000
        var (sum, squares) = (0.0, 0.0)
        for n in 0..<UInt32(count / 2) {
            let (first, second) = stream.normals(slot: 1, n: n)
            sum += first + second
            squares += first * first + second * second
        }
        // Five standard errors of a mean (1/sqrt n) and of a mean square (sqrt(2/n)): a fixed seed, chance below 1e-6.
        #expect(abs(sum / Double(count)) < 5 / Double(count).squareRoot())
        #expect(abs(squares / Double(count) - 1) < 5 * (2 / Double(count)).squareRoot())
    }
}
