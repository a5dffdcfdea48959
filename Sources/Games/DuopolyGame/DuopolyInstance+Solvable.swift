extension DuopolyInstance: SolvableInstance {
    public static let concepts = [
        Concept("exact", help: "the leader-follower equilibrium: the operator sells (a-c)/2, the follower (a-c)/4"),
        Concept(
            "cournot", help: "as if nobody moved first, by best replies: both sell (a-c)/3, the operator earns less",
            hasTrace: true),
    ]

    public func solve(
        _ concept: String, _ options: SolverOptions, shouldStop: () -> Bool
    ) throws(EquilibriumError) -> Solution {
        var trace: [Solution.Step] = []
        switch concept {
        case "exact":
            return solution(concept, (leaderQuantity, bestReply(to: leaderQuantity)), rounds: 1, [])
        case "cournot":
            let (play, rounds) = replyToEachOther(options.order, shouldStop: shouldStop) { play in
                if options.wantsTrace { trace.append(quantities(play)) }
            }
            return solution(concept, play, rounds: rounds, trace)
        default: throw .unknownConcept(concept, known: Self.concepts.map(\.name))
        }
    }

    /// What the operator and the follower sell.
    private typealias Play = (operator: Double, follower: Double)

    /// Best replies from (0, 0) until neither moves by more than rounding; nil where it was told to stop before.
    ///
    /// A round shrinks the error to a quarter where the follower sees the operator's move, to a half where both move at
    /// once: 2^-50 of the range is reached after 26 or 51 of them.
    private func replyToEachOther(
        _ order: UpdateOrder, shouldStop: () -> Bool, onRound: (Play) -> Void
    ) -> (Play?, rounds: Int) {
        var play: Play = (0, 0)
        var rounds = 0
        while !shouldStop() {
            let before = play
            play.operator = bestReply(to: before.follower)
            play.follower = bestReply(to: order == .sequential ? play.operator : before.operator)
            rounds += 1
            onRound(play)
            let change = max(abs(play.operator - before.operator), abs(play.follower - before.follower))
            if change <= 0x1p-50 * mostGoods { return (play, rounds) }
        }
        return (nil, rounds)
    }

    /// `play` with what is proven about it; nil is none.
    private func solution(_ concept: String, _ play: Play?, rounds: Int, _ trace: [Solution.Step]) -> Solution {
        let value = play.map { profit(of: $0.operator, beside: $0.follower) }
        let nashConv = play.map { play in
            let best = profit(of: bestReply(to: play.operator), beside: play.operator)
            return max(0, best - profit(of: play.follower, beside: play.operator))
        }
        return Solution(
            concept: concept, value: value, quantities: quantities(play),
            certificate: Certificate(
                nashConv: nashConv, bound: optimum, value: value, converged: play != nil, rounds: rounds),
            trace: trace,
            reading: Solution.Reading(
                value: "profit of the operator, money", payoffUnit: "money", bound: .best("the leader's best")))
    }

    private func quantities(_ play: Play?) -> [Solution.Quantity] {
        func scalar(_ name: String, _ unit: String, _ value: (Play) -> Double) -> Solution.Quantity {
            Solution.Quantity(name, unit: unit, play.map { .reals([value($0)]) } ?? .unknown)
        }
        return [
            scalar("operatorQuantity", "goods") { $0.operator },
            scalar("followerQuantity", "goods") { $0.follower },
            scalar("price", "money/good") { a - $0.operator - $0.follower },
            scalar("followerUtility", "money") { profit(of: $0.follower, beside: $0.operator) },
        ]
    }
}
