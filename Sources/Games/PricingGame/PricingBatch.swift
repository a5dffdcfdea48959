/// Plays of one pricing game in E environments that differ in their gains: best responses, utilities, certificates.
///
/// Arrays have shape `[N, M, E]`, `[N, E]` or `[E]`, environments innermost, so that the kernels take neighbouring
/// environments together; an environment's results do not depend on how many others there are. Nothing is allocated
/// after the initialiser.
///
/// - SeeAlso: spec/pricing.md, sections 2, 4, 5, 8, 10 and 16.
public struct PricingBatch: Sendable {
    /// Which prices followers answer.
    public enum Prices: Sendable, Hashable {
        /// Those in ``price``.
        case posted
        /// The operator's best one for each pair at the current rates (Proposition 2).
        case adaptive
    }

    /// Scores closer than this, in units of gammaA, tie; the current station wins a tie, then the lowest index.
    public static let tie = 1e-12

    public let followerCount: Int
    public let stationCount: Int
    /// Environments in play, at most as many as there is storage for; arrays hold theirs first.
    public private(set) var environmentCount: Int
    /// mu, posted prices in utility/MB, shape `[N, M, E]`.
    public var price: [Double]
    /// Stations, -1 for out, shape `[N, E]`.
    public var access: [Int32]
    /// Z in MB, shape `[N, E]`.
    public var sizeMB: [Double]
    /// U of every follower, shape `[N, E]`.
    public private(set) var utility: [Double]
    /// What the operator earns from every follower, shape `[N, E]`.
    public private(set) var profit: [Double]
    /// V: what it could earn from every follower at this access, shape `[N, E]`; from `certify`.
    public private(set) var value: [Double]
    /// The best utility every follower could reach alone, shape `[N, E]`; from `certify`.
    public private(set) var bestUtility: [Double]
    /// Sweeps in which somebody moved, -1 for an environment that had not settled, shape `[E]`; from `bestRespond`.
    public private(set) var sweeps: [Int32]
    private var totalHigh: [Double]
    private var totalLow: [Double]
    private var scratch: [Double]
    private let kernel: AccessKernel

    /// Storage for `environments` copies of `instance`, whose gains are not used; everybody out.
    public init(_ instance: PricingInstance, environments: Int, kind: KernelKind = .best) {
        let (followers, stations) = (instance.followerCount, instance.stationCount)
        followerCount = followers
        stationCount = stations
        environmentCount = environments
        price = Array(repeating: 0, count: followers * stations * environments)
        access = Array(repeating: -1, count: followers * environments)
        sizeMB = Array(repeating: 0, count: followers * environments)
        (utility, profit, value, bestUtility) = (sizeMB, sizeMB, sizeMB, sizeMB)
        sweeps = Array(repeating: 0, count: environments)
        totalHigh = Array(repeating: 0, count: stations * environments)
        totalLow = totalHigh
        kernel = AccessKernel(instance, kind: kind)
        scratch = Array(repeating: 0, count: kernel.scratchCount)
    }

    /// Plays on with `environments` environments, at most as many as there is storage for; what was decided is void.
    public mutating func use(environments: Int) {
        precondition(environments <= sweeps.count, "\(environments) environments, storage for \(sweeps.count)")
        environmentCount = environments
    }

    /// Sequential best response from everybody out: sweeps in index order until one changes nothing.
    ///
    /// An environment that has not settled after `maximumSweeps` shows -1 in ``sweeps`` and holds no equilibrium. Sizes
    /// are left alone; see `takeBestSizes`.
    ///
    /// - Parameters:
    ///   - gain: h, shape `[N, M, E]`.
    ///   - prices: what followers answer.
    ///   - maximumSweeps: sweeps after which to give up.
    /// - Complexity: O(N M) for a sweep of an environment.
    public mutating func bestRespond(gain: [Double], prices: Prices, maximumSweeps: Int = 1000) {
        requireGain(gain)
        for i in access.indices { access[i] = -1 }
        for i in totalHigh.indices { (totalHigh[i], totalLow[i]) = (0, 0) }
        let posted: [Double]? =
            switch prices {
            case .posted: price
            case .adaptive: nil
            }
        kernel.sweep(
            environmentCount, gain: gain, price: posted, tie: Self.tie, most: maximumSweeps, access: &access,
            high: &totalHigh, low: &totalLow, sweeps: &sweeps, scratch: &scratch)
    }

    /// Gives every follower its best size at its station, at the posted prices, and sums up what both get.
    ///
    /// Call after `bestRespond` or `meet`; fills ``sizeMB``, ``utility`` and ``profit``.
    public mutating func takeBestSizes(gain: [Double]) {
        requireGain(gain)
        kernel.bestSizes(
            environmentCount, gain: gain, price: price, access: access, high: totalHigh, low: totalLow, sizeMB: &sizeMB,
            utility: &utility, profit: &profit)
    }

    /// Sums up who sends where, after ``access`` was written from outside.
    public mutating func meet(gain: [Double]) {
        requireGain(gain)
        kernel.totals(environmentCount, gain: gain, access: access, high: &totalHigh, low: &totalLow)
    }

    /// Utilities and profits of the play, and what each side could have had: ``value`` and ``bestUtility``.
    ///
    /// Call after `bestRespond` or `meet`.
    ///
    /// - Complexity: O(N M) per environment.
    public mutating func certify(gain: [Double]) {
        requireGain(gain)
        kernel.utilities(
            environmentCount, gain: gain, price: price, access: access, high: totalHigh, low: totalLow, sizeMB: sizeMB,
            utility: &utility, profit: &profit, value: &value)
        kernel.bestUtilities(
            environmentCount, gain: gain, price: price, access: access, high: totalHigh, low: totalLow,
            best: &bestUtility, scratch: &scratch)
    }

    private func requireGain(_ gain: [Double]) {
        precondition(gain.count >= price.count, "\(gain.count) gains for \(price.count) pairs")
    }
}
