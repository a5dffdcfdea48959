import Games
import Testing

@Suite("The duopoly")
struct DuopolyTests {
    /// The default market, one without costs, and three of other sizes.
    static let markets: [(a: Double, c: Double)] = [(12, 4), (24, 0), (100, 4), (1, 0.5), (3e9, 1e-3)]

    private func solution(
        _ concept: String, _ market: (a: Double, c: Double), order: UpdateOrder = .sequential
    ) throws -> (solution: Solution, quantities: [String: Double]) {
        var options = SolverOptions()
        options.order = order
        options.wantsTrace = true
        let solution = try DuopolyInstance(a: market.a, c: market.c).solve(concept, options) { false }
        var quantities: [String: Double] = [:]
        for quantity in solution.quantities {
            guard case .reals(let values) = quantity.values else { continue }
            quantities[quantity.name] = values[0]
        }
        return (solution, quantities)
    }

    /// The textbook's answer, to the rounding of a few operations on numbers of the market's size.
    private func agree(_ value: Double?, _ expected: Double, scale: Double) -> Bool {
        value.map { abs($0 - expected) <= 8 * scale.ulp } ?? false
    }

    @Test("has the leader sell half and the follower a quarter of a - c", arguments: markets)
    func stackelberg(market: (a: Double, c: Double)) throws {
        let range = market.a - market.c
        let (solution, quantities) = try solution("exact", market)
        #expect(agree(quantities["operatorQuantity"], range / 2, scale: range))
        #expect(agree(quantities["followerQuantity"], range / 4, scale: range))
        #expect(agree(solution.value, range * range / 8, scale: range * range))
        #expect(agree(quantities["followerUtility"], range * range / 16, scale: range * range))
        #expect(agree(quantities["price"], market.a - 0.75 * range, scale: market.a))
        #expect(solution.certificate.nashConv == 0 && solution.certificate.gap == 0)
    }

    @Test("has no other quantity of the leader earn more, nor of the follower", arguments: markets)
    func optimal(market: (a: Double, c: Double)) throws {
        let instance = try DuopolyInstance(a: market.a, c: market.c)
        let shares = (0...100).map { Double($0) / 100 }
        // What is compared is rounded on both sides.
        let rounding = 0x1p-50 * instance.optimum
        for lead in shares.map({ $0 * instance.mostGoods }) {
            let answer = instance.bestReply(to: lead)
            #expect(instance.profit(of: lead, beside: answer) <= instance.optimum + rounding)
            let profits = shares.map { instance.profit(of: $0 * instance.mostGoods, beside: lead) }
            #expect(profits.allSatisfy { $0 <= instance.profit(of: answer, beside: lead) + rounding })
        }
    }

    @Test(
        "without a leader has both sell a third, by best replies that converge", arguments: markets,
        UpdateOrder.allCases)
    func cournot(market: (a: Double, c: Double), order: UpdateOrder) throws {
        let range = market.a - market.c
        let (solution, quantities) = try solution("cournot", market, order: order)
        #expect(agree(quantities["operatorQuantity"], range / 3, scale: range))
        #expect(agree(quantities["followerQuantity"], range / 3, scale: range))
        #expect(agree(solution.value, range * range / 9, scale: range * range))
        let gap = try #require(solution.certificate.gap)
        #expect(abs(gap - 1.0 / 9) <= 0x1p-48)
        #expect(try #require(solution.certificate.nashConv) <= range * range * 0x1p-50)

        #expect(solution.trace.count == solution.certificate.rounds)
        #expect(solution.trace.last == solution.quantities)
        // The follower's distance from a third: a quarter in every round, or a half where both move at once.
        let distances = solution.trace.prefix(10).map { step in
            guard case .reals(let values) = step[1].values else { return Double.nan }
            return abs(values[0] - range / 3)
        }
        let factor = order == .sequential ? 0.25 : 0.5
        for (before, after) in zip(distances, distances.dropFirst()) {
            #expect(abs(after / before - factor) <= 1e-6)  // a distance of 2^-20 of the range has 2^-32 of rounding
        }
    }

    @Test("interrupted reports no play")
    func interrupted() throws {
        let solution = try DuopolyInstance(a: 12, c: 4).solve("cournot", SolverOptions()) { true }
        #expect(!solution.certificate.converged && solution.value == nil && solution.certificate.nashConv == nil)
        #expect(solution.quantities.allSatisfy { $0.values == .unknown })
    }

    @Test(
        "refuses a market that is none, naming the number",
        arguments: [
            ("c", 12.0, 12.0), ("c", 12, 13), ("c", 12, -1), ("c", 12, .nan), ("a", .infinity, 0), ("a", .nan, 0),
            ("a", 1e200, 0), ("a", 1e-200, 0),
        ])
    func refused(key: String, a: Double, c: Double) {
        #expect {
            try DuopolyInstance(a: a, c: c)
        } throws: { error in
            guard case .outOfRange(key, _)? = error as? ScenarioError else { return false }
            return true
        }
    }
}
