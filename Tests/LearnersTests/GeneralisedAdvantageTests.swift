import Learners
import Testing

@Suite("Generalised advantage")
struct GeneralisedAdvantageTests {
    static let rewards = [1.0, -2, 0.5, 3]
    static let values = [0.25, 1, -1, 2]

    @Test("is the discounted sum of the critic's errors", arguments: [0, 0.3, 0.95, 1])
    func definition(decay: Double) {
        let (discount, last) = (0.9, 0.75)
        let advantages = GeneralisedAdvantage(discount: discount, decay: decay)
            .advantages(rewards: Self.rewards, values: Self.values, nextValue: last)
        let next = Self.values.dropFirst() + [last]
        let errors = zip(zip(Self.rewards, next), Self.values).map { $0.0 + discount * $0.1 - $1 }
        for t in errors.indices {
            var (sum, weight) = (0.0, 1.0)
            for error in errors[t...] {
                sum += weight * error
                weight *= discount * decay
            }
            // Four terms of size below 8, summed in another order.
            #expect(abs(advantages[t] - sum) <= 1e-14)
        }
    }

    @Test("at lambda 1 is the return less the critic's value, whatever the critic says of the steps between")
    func returns() {
        let advantages = GeneralisedAdvantage(discount: 0.5, decay: 1)
            .advantages(rewards: Self.rewards, values: Self.values, nextValue: 8)
        // 1 - 2/2 + 0.5/4 + 3/8 + 8/16, all exact in binary.
        #expect(advantages[0] + Self.values[0] == 1)
        #expect(advantages[3] + Self.values[3] == 7)
    }

    @Test("of no steps is none")
    func empty() {
        #expect(
            GeneralisedAdvantage(discount: 0.9, decay: 0.95).advantages(rewards: [], values: [], nextValue: 1) == [])
    }
}
