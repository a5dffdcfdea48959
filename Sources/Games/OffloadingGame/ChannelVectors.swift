/// The channels of one slot, a vector over antennas for every site and user: h = sqrt(scale) (x + i y).
///
/// The scales are kept apart from the vectors, so that no product of two channels leaves the range of doubles where the
/// channels themselves are in it.
///
/// - SeeAlso: spec/offloading.md, section 2.
public struct ChannelVectors: Sendable {
    /// K + 1, the edge server's first.
    public let siteCount: Int
    public let userCount: Int
    /// L.
    public let antennaCount: Int
    private let kernel: ChannelKernel
    /// Shape `[K+1, L, M]`, users innermost, and the kernel's room.
    private var real: [Double]
    private var imaginary: [Double]
    private var norm: [Double]

    /// Storage for vectors to be drawn; all of them 0.
    public init(sites: Int, users: Int, antennas: Int, kind: KernelKind = .best) {
        precondition(sites > 0 && users >= 0 && antennas > 0, "\(sites) sites, \(users) users, \(antennas) antennas")
        siteCount = sites
        userCount = users
        antennaCount = antennas
        kernel = ChannelKernel(sites: sites, users: users, antennas: antennas, kind: kind)
        real = Array(repeating: 0, count: sites * antennas * users + ChannelKernel.room)
        imaginary = real
        norm = Array(repeating: 0, count: sites * users + ChannelKernel.room)
    }

    /// Draws a slot: x and y standard normals, so that with scale g/2 a channel is sqrt(g) times CN(0, I).
    ///
    /// - Complexity: O(K L M).
    public mutating func draw(seed: UInt64, episode: UInt32, slot: UInt32) {
        kernel.draw(seed: seed, episode: episode, slot: slot, real: &real, imaginary: &imaginary)
    }

    /// x and y of user `m` at antenna `l` of site `j`.
    public subscript(j: Int, m: Int, l: Int) -> (real: Double, imaginary: Double) {
        get {
            let index = place(j, m, l)
            return (real[index], imaginary[index])
        }
        set {
            let index = place(j, m, l)
            (real[index], imaginary[index]) = newValue
        }
    }

    /// What interference depends on.
    ///
    /// - Parameters:
    ///   - scale: of every site and user, shape `[K+1, M]` and ``scaleRoom`` elements of no meaning.
    ///   - gain: receives hn2 = ||h_jm||^2, shape `[K+1, M]`.
    ///   - coupling: receives X[j][m][n] = |h_jm^H h_jn|^2 / hn2[j][m], shape `[K+1, M, M]`; 0 where hn2 is.
    /// - Complexity: O(K L M^2).
    public mutating func measure(scale: [Double], gain: inout [Double], coupling: inout [Double]) {
        kernel.gram(
            scale: scale, real: real, imaginary: imaginary, norm: &norm, gain: &gain, coupling: &coupling)
    }

    /// Elements that an array of scales has after the last.
    public static let scaleRoom = ChannelKernel.room

    private func place(_ j: Int, _ m: Int, _ l: Int) -> Int {
        precondition(
            (0..<siteCount).contains(j) && (0..<userCount).contains(m) && (0..<antennaCount).contains(l),
            "antenna \(l) of site \(j) to user \(m)")
        return (j * antennaCount + l) * userCount + m
    }
}
