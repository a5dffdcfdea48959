import Games
import Policy
import Testing

@testable import Experiments

@Suite("Known policies beside learned ones")
struct TrainingBaselineTests {
    private static let solutions = ["analytic, best-response", "analytic:concept=access, best-response"]
    private static let priced = ["constant-price:u=0.35, best-response", "random, best-response"]

    @Test(
        "of the pricing game are its solutions, and what plays against the frozen side",
        arguments: [
            ("mine", "best-response", [.operator], solutions + priced),
            ("mine", "other", [.operator], solutions),
            ("analytic", "mine", [.followers], solutions + ["analytic, cheapest-station"]),
            ("constant-price", "mine", [.followers], solutions),
            ("mine", "yours", [.operator, .followers], solutions + priced + ["analytic, cheapest-station"]),
        ] as [(String, String, [Role], [String])])
    func pricing(operator: String, followers: String, learning: [Role], names: [String]) throws {
        let arm = try ArmReference(operator: `operator`, followers: followers)
        var shown: [String] = []
        for baseline in PricingGame.trainingBaselines where baseline.fits(arm, learning: learning) {
            let name = "\(baseline.operator), \(baseline.followers)"
            if !shown.contains(name) { shown.append(name) }
        }
        #expect(shown == names)
    }
}
