import Policy

/// Options that go together: values for those that nobody gave.
enum LearnerPreset: String, CaseIterable {
    /// The defaults of Stable-Baselines3 2, for whatever game.
    case general
    /// The pricing paper's (pricing, section 11).
    case paper
    /// What was found to learn most of the pricing game; `docs/measured.md` says how.
    case pricing

    /// The preset that goes with the game of `scenario`.
    init(scenario: String) {
        self = scenario.prefix { $0 != "/" } == "pricing" ? .pricing : .general
    }

    /// What it sets for `algorithm` in `role`.
    func options(of algorithm: String, role: Role) -> [(key: String, value: String)] {
        switch (self, role) {
        case (.general, _): Self.general(algorithm)
        case (.paper, .operator): [("hidden", "128x128"), ("rate", "5e-3")]
        case (.paper, .followers): [("hidden", "128x128"), ("rate", "3.3e-5")]
        case (.pricing, .operator): Self.pricingOperator(algorithm) + (algorithm == "sac" ? Self.softOperator : [])
        case (.pricing, .followers): Self.pricingFollowers + (algorithm == "sac" ? Self.softFollowers : [])
        }
    }

    private static func general(_ algorithm: String) -> [(key: String, value: String)] {
        [
            ("hidden", algorithm == "sac" ? "256x256" : "400x300"), ("batch", "256"), ("replay", "1000000"),
            ("rate", algorithm == "sac" ? "3e-4" : "1e-3"), ("squash", "tanh"), ("warm-up", "100"),
        ] + (algorithm == "sac" ? [("temperature", "1")] : [])
    }

    /// Found with `--envs 256 --episodes 16384`: 6,400 slots, a gradient step after each from the 100th on.
    ///
    /// Actions do not influence the channel, so that a discount above 0 only adds variance (pricing, section 11).
    private static func pricingOperator(_ algorithm: String) -> [(key: String, value: String)] {
        [
            ("discount", "0"), ("action", "offer"), ("network", "grid"), ("hidden", "48x48x48"),
            ("observation-scale", "4"),
            ("observation-shift", "-3"), ("batch", "256"), ("replay", "51200"), ("warm-up", "100"),
            ("critic-rate", "3e-3"), ("actor-rate", algorithm == "sac" ? "2e-3" : "3e-3"),
            ("choice-exploration", "0.2"), ("candidates", "16"), ("candidate-temperature", "0.002"),
            ("candidate-weight", "1"), ("decay-steps", "all"),
        ]
    }

    /// Found with `--envs 32 --episodes 12800`: 40,000 slots, a gradient step after each from the 20th on.
    ///
    /// One follower that explores jams others, whose rewards then fall to the floor: exploration is rare and ends early,
    /// and the critics' losses are linear from a small error on.
    private static let pricingFollowers = [
        (key: "discount", value: "0"), ("action", "hybrid"), ("hidden", "64x64"), ("observation-scale", "4x8"),
        ("observation-shift", "-3x-2.8"), ("batch", "128"), ("replay", "50000"), ("warm-up", "20"),
        ("rate", "1e-3"), ("choice-exploration", "0.02"), ("number-floor", "0.1"), ("candidates", "8"),
        ("candidate-temperature", "0.005"), ("candidate-weight", "10"), ("decay-steps", "all"),
        ("error-limit", "0.1"), ("last-exploration", "0.01"),
    ]

    /// What soft actor-critic has besides: nothing is bootstrapped, so one critic is enough.
    private static let softOperator = [
        (key: "critics", value: "1"), ("temperature-mode", "fixed"), ("temperature", "0.02"),
        ("last-temperature", "2e-4"), ("number-temperature", "0.1"),
    ]

    private static let softFollowers = [
        (key: "critics", value: "1"), ("temperature-mode", "fixed"), ("temperature", "0.005"),
        ("last-temperature", "2e-4"), ("number-temperature", "0.1"), ("number-exploration", "0.1"),
    ]
}
