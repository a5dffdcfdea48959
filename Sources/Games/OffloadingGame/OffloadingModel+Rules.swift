extension OffloadingModel {
    /// Whether users pay nothing for shares and missed deadlines, c_beta = Lambda_D = 0.
    ///
    /// Then their splits do not depend on the deadline and their choices not on the downlink's power.
    public var isUnpriced: Bool { values.sharePrice == 0 && values.deadlinePenalty == 0 }

    /// E in mJ of a downlink at `powerW` and `rate` in Mbit/ms, which takes `ms`.
    ///
    /// - SeeAlso: spec/offloading.md, section 2.
    public func energyMJ(powerW: Double, rate: Double, ms: Double) -> Double {
        switch values.energyLaw {
        case .physical: powerW * ms
        case .literal: powerW * rate
        }
    }

    /// e = C W/(w F_es), ms that a whole task takes on the edge server.
    ///
    /// - Parameters:
    ///   - workMcycle: C.
    ///   - isCollaborating: whether its user shares it with a node: then its weight w is alpha, else 1.
    ///   - load: W = n_0 + alpha n_c, the weights of everybody active, the user's own included.
    /// - Returns: e; the time alone where the load is the user's own weight.
    public func edgeMs(workMcycle: Double, isCollaborating: Bool, load: Double) -> Double {
        let weight = isCollaborating ? values.collaborationWeight : 1
        return workMcycle * load / (weight * edgeSpeedGHz)
    }
}
