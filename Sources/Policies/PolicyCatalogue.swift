import Policy

/// Our own policies by name: what a manifest in `plugins/` starts as a process, a host can also play in its own.
public enum PolicyCatalogue {
    public static var policies: [any Policy.Type] {
        [
            AllINC.self, Analytic.self, BestResponse.self, CheapestStation.self, ConstantPrice.self, EQPLC.self,
            GMRN.self,
            MECOnly.self,
            LearningPolicy<DDPGAlgorithm>.self, LearningPolicy<SACAlgorithm>.self, LearningPolicy<TD3Algorithm>.self,
            OffloadingOracleOperator.self, PROPPLC.self, RandomPolicy.self,
        ]
    }

    public static var names: [String] { policies.map { $0.name } }

    /// The policy called `name`; nil where it is none of ours.
    public static func policy(named name: String) -> (any Policy.Type)? {
        policies.first { $0.name == name }
    }
}
