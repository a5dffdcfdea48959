/// Two firms that sell one good: the operator decides first how much, the follower sees it and answers.
///
/// The price falls with what both bring, P = a - q_operator - q_follower, and a good costs either firm c to make. Profits
/// are in money; quantities in goods.
///
/// - SeeAlso: von Stackelberg, *Marktform und Gleichgewicht*, 1934; Tirole, *The Theory of Industrial Organization*, 1988,
///   sections 5.4 and 8.2.
public struct DuopolyInstance: Sendable, Hashable {
    /// The price at which nobody buys, in money/good.
    public let a: Double
    /// What a good costs, in money/good.
    public let c: Double

    /// Checks the numbers.
    ///
    /// - Throws: ``ScenarioError`` unless 0 <= c < a and a - c, whose square is a profit, is from 1e-100 to 1e100.
    public init(a: Double, c: Double) throws(ScenarioError) {
        guard a.isFinite else { throw .outOfRange("a", reason: "is \(a)") }
        guard c >= 0, c < a else { throw .outOfRange("c", reason: "\(c) is not from 0 to below a = \(a)") }
        guard (1e-100...1e100).contains(a - c) else {
            throw .outOfRange("a", reason: "exceeds c by \(a - c), which is not from 1e-100 to 1e100")
        }
        self.a = a
        self.c = c
    }

    /// a - c: what the first good earns, and what either firm can sell before the price is below cost by that alone.
    ///
    /// More is worse than nothing whatever the other does, so quantities run from 0 to here.
    public var mostGoods: Double { a - c }

    /// What `quantity` earns beside `other`; negative where together they press the price below cost.
    public func profit(of quantity: Double, beside other: Double) -> Double {
        (mostGoods - quantity - other) * quantity
    }

    /// The quantity that earns most beside `other`, in `0...mostGoods`.
    public func bestReply(to other: Double) -> Double { (mostGoods - other) / 2 }

    /// What the operator sells who knows how the follower answers.
    public var leaderQuantity: Double { mostGoods / 2 }
    /// What either firm sells where nobody moves first.
    public var cournotQuantity: Double { mostGoods / 3 }
    /// The most that the operator can earn: (a - c)^2 / 8.
    public var optimum: Double { profit(of: leaderQuantity, beside: bestReply(to: leaderQuantity)) }
}
