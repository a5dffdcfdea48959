/// A stream of random numbers without a state: every draw has its own address, so there is no order of drawing.
///
/// An address is (slot, environment, n, m); the stream itself is a seed and a purpose. Philox4x32-10 turns it into four
/// words, those into two uniforms or two normals. Therefore trajectories depend neither on the number of followers,
/// stations or environments nor on threads or policies, and runs with equal seeds are paired.
///
/// - SeeAlso: spec/pricing.md, section 3.1; Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
public struct RandomStream: Sendable, Hashable {
    /// What a stream is for; streams of different purposes are independent.
    public struct Purpose: Sendable, Hashable {
        public let number: UInt32

        /// A purpose that has no name here: learners own 16 to 31, the offloading game 32 to 63.
        public init(_ number: UInt32) {
            precondition(number < 256, "purpose \(number) is not below 256")
            self.number = number
        }

        public static let position = Purpose(1)
        public static let velocity = Purpose(2)
        public static let fading = Purpose(3)
        /// First prices of Algorithm 1.
        public static let initialPrice = Purpose(5)
        /// Random starts of the equilibrium search.
        public static let searchStart = Purpose(6)
    }

    public let seed: UInt64
    public let purpose: Purpose

    public init(seed: UInt64, purpose: Purpose) {
        self.seed = seed
        self.purpose = purpose
    }

    /// The four words at an address; `m` is 0 where no station is meant.
    public func words(slot: UInt32, environment: UInt32 = 0, n: UInt32 = 0, m: UInt32 = 0) -> SIMD4<UInt32> {
        precondition(m < 1 << 24, "m = \(m) is not below 2^24")
        return Philox.words(
            counter: SIMD4(slot, environment, n, purpose.number << 24 | m),
            key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
    }

    /// Two independent uniforms in `0..<1`.
    public func uniforms(slot: UInt32, environment: UInt32 = 0, n: UInt32 = 0, m: UInt32 = 0) -> (Double, Double) {
        let (high, low) = Self.bits(words(slot: slot, environment: environment, n: n, m: m))
        return (Double(high) * 0x1p-53, Double(low) * 0x1p-53)
    }

    /// Two independent standard normals (Box and Muller), bit for bit those of the vector kernels.
    public func normals(slot: UInt32, environment: UInt32 = 0, n: UInt32 = 0, m: UInt32 = 0) -> (Double, Double) {
        let (high, low) = Self.bits(words(slot: slot, environment: environment, n: n, m: m))
        return Elementary.normals(uniform: Double(high + 1) * 0x1p-53, turns: Double(low) * 0x1p-53)
    }

    private static func bits(_ words: SIMD4<UInt32>) -> (UInt64, UInt64) {
        ((UInt64(words.x) << 32 | UInt64(words.y)) >> 11, (UInt64(words.z) << 32 | UInt64(words.w)) >> 11)
    }
}

/// The counter-based generator Philox4x32-10.
public enum Philox {
    /// Ten rounds over a 128-bit counter with a 64-bit key.
    public static func words(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var (counter, key) = (counter, key)
        for _ in 0..<10 {
            let first = UInt64(counter.x) * 0xD251_1F53
            let second = UInt64(counter.z) * 0xCD9E_8D57
            counter = SIMD4(
                UInt32(second >> 32) ^ counter.y ^ key.x, UInt32(truncatingIfNeeded: second),
                UInt32(first >> 32) ^ counter.w ^ key.y, UInt32(truncatingIfNeeded: first))
            key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
        }
        return counter
    }
}
