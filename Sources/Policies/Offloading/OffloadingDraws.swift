import Games

/// The random numbers of one slot that belong to the offloading game's random heuristics.
///
/// Every draw has its own address (slot, episode, user), so none depends on the others or on who decides together.
/// Reference cases key them with the world's seed; a policy, which never gets that, with the seed of its `reset`, in
/// episode 0.
///
/// - SeeAlso: spec/offloading.md, section 12, purposes 40 and 41.
public struct OffloadingDraws: Sendable {
    private let game: RandomStream
    private let proportional: RandomStream
    private let slot: UInt32
    private let episode: UInt32

    public init(seed: UInt64, slot: UInt32, episode: UInt32 = 0) {
        game = RandomStream(seed: seed, purpose: RandomStream.Purpose(40))
        proportional = RandomStream(seed: seed, purpose: RandomStream.Purpose(41))
        self.slot = slot
        self.episode = episode
    }

    /// GM-RN's score of user `m`, uniform on [-1, 1).
    public func score(of m: Int) -> Double { 2 * gameUniforms(m).0 - 1 }

    /// GM-RN's power of user `m`, as the share of its range, uniform on [0, 1).
    public func power(of m: Int) -> Double { gameUniforms(m).1 }

    /// PROP-PLC's choice for user `m` among `weights`, with probability in proportion to them, by inverse CDF.
    ///
    /// - Parameters:
    ///   - m: the user.
    ///   - weights: not negative, not all 0.
    /// - Returns: an index of positive weight.
    public func choice(of m: Int, weights: [Double]) -> Int {
        let target =
            proportional.uniforms(slot: slot, environment: episode, n: UInt32(m)).0 * weights.reduce(0, +)
        var sum = 0.0
        var last = 0
        for (index, weight) in weights.enumerated() where weight > 0 {
            sum += weight
            if target < sum { return index }
            last = index
        }
        // Rounding may leave the target at the very end of the range.
        return last
    }

    private func gameUniforms(_ m: Int) -> (Double, Double) {
        game.uniforms(slot: slot, environment: episode, n: UInt32(m))
    }
}
