import Policy

extension OffloadingGame {
    /// Who does a part of its task at a node needs a share of the node: beta = 0 only together with lambda = 0.
    ///
    /// Of users who are not active, must not offload or stay at the edge server alone, split and share mean nothing.
    ///
    /// - SeeAlso: spec/offloading.md, section 14.
    public func violation(
        stage: Int, agents: Range<Int>, space: Int, rows: Int, actions: Actions
    ) -> DecisionViolation? {
        guard Stages(stage) == .associate else { return nil }
        let (lambda, beta) = (1, 2)
        for row in 0..<rows {
            for m in agents where environments[row].mayOffload(m) {
                let i = row * agents.count + m - agents.lowerBound
                guard actions.tensors[0].int32[i] > 0, actions.tensors[beta].float64[i] == 0 else { continue }
                let split = actions.tensors[lambda].float64[i]
                guard split > 0 else { continue }
                return DecisionViolation(
                    tensor: beta, row: row, agent: m - agents.lowerBound,
                    rule: "a share of 0 of a node goes only with lambda = 0, not \(split)")
            }
        }
        return nil
    }
}
