import Games

/// Every access vector of a small pricing game, each with the operator's best prices at its rates.
///
/// The independent check of the solvers: nothing here knows one.
struct AccessEnumeration {
    /// More access vectors than this are refused.
    static let limit = 2_000_000

    let instance: PricingInstance
    let count: Int
    /// The columns over pairs that do not depend on access.
    private let rx: [Double]
    private let limitMB: [Double]
    private let gammaA: [Double]

    /// - Throws: ``ExperimentsError/field(path:reason:)`` where the game is too large to enumerate.
    init(_ instance: PricingInstance) throws(ExperimentsError) {
        var count = 1
        let choices = instance.stationCount + (instance.idleMode == .silent ? 1 : 0)
        for _ in 0..<instance.followerCount {
            count *= choices
            guard count <= Self.limit else {
                let size = "\(instance.followerCount) mAPs and \(instance.stationCount) stations"
                throw .field(
                    path: "game", reason: "has \(size), too many to enumerate; \(Self.limit) access vectors at most")
            }
        }
        self.instance = instance
        self.count = count
        rx = instance.perStation(instance.rx)
        limitMB = instance.perFollower(instance.limitMB)
        gammaA = instance.perFollower(instance.gammaA)
    }

    /// Access vector `index`, in lexicographic order of its reverse.
    func access(_ index: Int) -> [Int] {
        let lowest = instance.idleMode == .silent ? -1 : 0
        let choices = instance.stationCount - lowest
        var rest = index
        return (0..<instance.followerCount).map { _ in
            defer { rest /= choices }
            return rest % choices + lowest
        }
    }

    /// What Proposition 2 gives every pair at the rates of an access vector, shape `[N, M]` each.
    struct Offers {
        let price, sizeMB, profit, utility: [Double]
    }

    func offers(at access: [Int]) -> Offers {
        let delayCost = instance.rates(of: access).delayCost
        var price = Array(repeating: 0.0, count: delayCost.count)
        var (size, profit, utility) = (price, price, price)
        var prices = price.mutableSpan
        var sizes = size.mutableSpan
        var profits = profit.mutableSpan
        var utilities = utility.mutableSpan
        PairKernel.bestPrices(
            a: delayCost.span, b: instance.b.span, k: instance.k.span, rx: rx.span, limitMB: limitMB.span,
            gammaA: gammaA.span, price: &prices, sizeMB: &sizes, profit: &profits, utility: &utilities)
        return Offers(price: price, sizeMB: size, profit: profit, utility: utility)
    }

    /// What the operator earns at `access`; nil where somebody at a station buys nothing, which silent mode calls out.
    func value(of access: [Int], _ offers: Offers) -> Double? {
        var sum = 0.0
        for (n, m) in access.enumerated() where m >= 0 {
            let profit = offers.profit[n * instance.stationCount + m]
            if profit <= 0, instance.idleMode == .silent { return nil }
            sum += profit
        }
        return sum
    }
}
