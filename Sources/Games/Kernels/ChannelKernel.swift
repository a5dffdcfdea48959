import CKernels

/// Channel vectors drawn, and multiplied with each other, by the vector kernels.
///
/// Arrays of channels have shape `[sites, antennas, users]` and `room` elements after the last.
struct ChannelKernel {
    let sites: Int
    let users: Int
    let antennas: Int
    let kind: KernelKind

    /// Elements that a kernel may read and write after the last of an array of channels.
    static let room = Int(CK_ROOM)

    /// Standard normals at the addresses of the spec's section 12, antenna l of site j in sub-stream j L + l.
    func draw(seed: UInt64, episode: UInt32, slot: UInt32, real: inout [Double], imaginary: inout [Double]) {
        let count = sites * antennas * users + Self.room
        precondition(real.count == count && imaginary.count == count, "\(real.count) channels, not \(count)")
        unsafe ck_channels(
            kind.rawValue, users, sites * antennas, seed, episode, slot, RandomStream.Purpose.channel.number, &real,
            &imaginary)
    }

    /// Lengths and inner products, as `ChannelVectors.measure` says.
    func gram(
        scale: [Double], real: [Double], imaginary: [Double], norm: inout [Double], gain: inout [Double],
        coupling: inout [Double]
    ) {
        let (pairs, count) = (sites * users, sites * antennas * users + Self.room)
        precondition(real.count == count && imaginary.count == count, "\(real.count) channels, not \(count)")
        precondition(scale.count == pairs + Self.room && norm.count == scale.count, "\(scale.count) scales")
        precondition(
            gain.count == pairs && coupling.count == pairs * users, "\(gain.count) gains, \(coupling.count) couplings")
        unsafe ck_gram(
            kind.rawValue, sites, users, antennas, scale, real, imaginary, &norm, &gain, &coupling)
    }
}
