import Games
import Testing

@Suite("Channel vectors")
struct ChannelVectorsTests {
    struct Shape: CustomTestStringConvertible, Sendable {
        let sites: Int
        let users: Int
        let antennas: Int
        var testDescription: String { "\(sites) sites, \(users) users, \(antennas) antennas" }
    }

    static let shapes = [
        Shape(sites: 5, users: 6, antennas: 8), Shape(sites: 2, users: 1, antennas: 1),
        Shape(sites: 2, users: 16, antennas: 3), Shape(sites: 3, users: 17, antennas: 2),
        Shape(sites: 2, users: 47, antennas: 5), Shape(sites: 3, users: 0, antennas: 2),
    ]

    /// Lengths and inner products in plain Swift, in the order of the specification.
    struct Plain {
        private(set) var gain: [Double] = []
        private(set) var coupling: [Double] = []

        init(_ vectors: ChannelVectors, scale: [Double]) {
            let users = vectors.userCount
            for j in 0..<vectors.siteCount {
                var norms: [Double] = []
                for m in 0..<users {
                    var norm = 0.0
                    for l in 0..<vectors.antennaCount {
                        let h = vectors[j, m, l]
                        norm += h.real * h.real + h.imaginary * h.imaginary
                    }
                    norms.append(norm)
                    gain.append(scale[j * users + m] * norm)
                }
                for m in 0..<users {
                    for n in 0..<users {
                        var (real, imaginary) = (0.0, 0.0)
                        for l in 0..<vectors.antennaCount {
                            let (own, other) = (vectors[j, m, l], vectors[j, n, l])
                            real += own.real * other.real + own.imaginary * other.imaginary
                            imaginary += own.real * other.imaginary - own.imaginary * other.real
                        }
                        let square = real * real + imaginary * imaginary
                        let isDead = gain[j * users + m] == 0
                        coupling.append(isDead ? 0 : scale[j * users + n] * (square / norms[m]))
                    }
                }
            }
        }
    }

    static func measure(_ vectors: ChannelVectors, scale: [Double]) -> (gain: [Double], coupling: [Double]) {
        var vectors = vectors
        var gain = Array(repeating: -1.0, count: vectors.siteCount * vectors.userCount)
        var coupling = Array(repeating: -1.0, count: gain.count * vectors.userCount)
        let room = Array(repeating: 0.0, count: ChannelVectors.scaleRoom)
        vectors.measure(scale: scale + room, gain: &gain, coupling: &coupling)
        return (gain, coupling)
    }

    static func scale(_ shape: Shape) -> [Double] {
        (0..<shape.sites * shape.users).map { $0 % 7 == 3 ? 0 : 1e-9 / Double(1 + $0) }
    }

    @Test(
        "are the stream's normals, and their products those of plain code, bit for bit", arguments: shapes,
        KernelKind.allCases.filter(\.isAvailable))
    func plain(_ shape: Shape, _ kind: KernelKind) {
        var vectors = ChannelVectors(
            sites: shape.sites, users: shape.users, antennas: shape.antennas, kind: kind)
        let seed: UInt64 = 0xFEDC_BA98_7654_3210
        vectors.draw(seed: seed, episode: 4_000_000_000, slot: 7)
        let stream = RandomStream(seed: seed, purpose: .init(39))
        for j in 0..<shape.sites {
            for m in 0..<shape.users {
                for l in 0..<shape.antennas {
                    let expected = stream.normals(
                        slot: 7, environment: 4_000_000_000, n: UInt32(m), m: UInt32(j * shape.antennas + l))
                    let drawn = vectors[j, m, l]
                    #expect(drawn.real.bitPattern == expected.0.bitPattern)
                    #expect(drawn.imaginary.bitPattern == expected.1.bitPattern)
                }
            }
        }
        let scale = Self.scale(shape)
        let (gain, coupling) = Self.measure(vectors, scale: scale)
        let plain = Plain(vectors, scale: scale)
        #expect(gain.map(\.bitPattern) == plain.gain.map(\.bitPattern))
        #expect(coupling.map(\.bitPattern) == plain.coupling.map(\.bitPattern))
    }

    @Test("have products by Cauchy and Schwarz, and their own lengths among them", arguments: shapes)
    func laws(_ shape: Shape) {
        var vectors = ChannelVectors(sites: shape.sites, users: shape.users, antennas: shape.antennas)
        vectors.draw(seed: 3, episode: 1, slot: 2)
        let (gain, coupling) = Self.measure(vectors, scale: Self.scale(shape))
        let users = shape.users
        // A product of sums of 2 L terms each, rounded.
        let tolerance = 1 + Double(8 * shape.antennas + 8) * 0x1p-53
        for row in gain.indices {
            let j = row / max(users, 1)
            for n in 0..<users {
                let x = coupling[row * users + n]
                #expect(x >= 0 && x <= gain[j * users + n] * tolerance)
                if gain[row] == 0 { #expect(x == 0) }
                // |h_m^H h_n|^2 is the same seen from both ends.
                let mirrored = coupling[(j * users + n) * users + row % users]
                #expect(abs(x * gain[row] - mirrored * gain[j * users + n]) <= 4 * (x * gain[row]).ulp)
            }
            let own = coupling[row * users + row % max(users, 1)]
            #expect(abs(own - gain[row]) <= 2 * gain[row].ulp)
        }
    }

    @Test("keep products of channels that could not be squared")
    func extremes() {
        for size in [1e-200, 1e300] {
            var vectors = ChannelVectors(sites: 1, users: 2, antennas: 2)
            (vectors[0, 0, 0], vectors[0, 0, 1]) = ((1, 0), (0, 1))
            (vectors[0, 1, 0], vectors[0, 1, 1]) = ((0, 2), (3, 0))
            // |h_0|^2 = 2 s, |h_1|^2 = 13 s, h_0^H h_1 = 2i - 3i.
            let (gain, coupling) = Self.measure(vectors, scale: [size, size])
            #expect(gain == [2 * size, 13 * size])
            #expect(coupling == [2 * size, size / 2, size * (1 / 13), 13 * size])
        }
    }

    @Test("are standard complex normals")
    func moments() {
        var vectors = ChannelVectors(sites: 4, users: 50, antennas: 50)
        vectors.draw(seed: 9, episode: 0, slot: 0)
        var (sum, squares, count) = (0.0, 0.0, 0.0)
        for j in 0..<4 {
            for m in 0..<50 {
                for l in 0..<50 {
                    let (real, imaginary) = vectors[j, m, l]
                    sum += real + imaginary
                    squares += real * real + imaginary * imaginary
                    count += 2
                }
            }
        }
        // Five standard errors of a mean (1/sqrt n) and of a mean square (sqrt(2/n)): a fixed seed, chance below 1e-6.
        #expect(abs(sum / count) < 5 / count.squareRoot())
        #expect(abs(squares / count - 1) < 5 * (2 / count).squareRoot())
    }
}
