/// A small generator of 64 random bits a draw, for resampling: the same seed gives the same bits on every machine.
///
/// One addition and a mixing of bits, with a period of 2^64 in which every word occurs once. It passes BigCrush and is
/// no secret: nothing that an adversary must not guess may come from it.
///
/// - SeeAlso: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Sendable, Hashable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number in `0..<bound`, each as likely as any other; `bound` is positive.
    ///
    /// Not the standard library's, whose draws may change from one version to the next.
    ///
    /// - SeeAlso: Lemire, ACM TOMACS 29(1), 2019.
    public mutating func index(below bound: Int) -> Int {
        precondition(bound > 0, "an index below \(bound)")
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let uneven = (0 &- bound) % bound
            while product.low < uneven { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }
}
