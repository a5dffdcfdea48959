/// How much interference a user bears on a node's channel before the edge server alone is the quicker choice.
///
/// - SeeAlso: spec/offloading.md, section 7; equation (15) of the paper.
public struct InterferenceThreshold: Sendable, Equatable {
    /// V_m(k) in W: T_m(k) < T_m(0) where the interference is below it, which infinities say of every one or none.
    public let limitW: Double
    /// Int_m(k) in W, what the others on the channel cause.
    public let interferenceW: Double
    /// T_m(k), ms.
    public let nodeLatencyMs: Double
    /// T_m(0), ms.
    public let edgeLatencyMs: Double
}

extension OffloadingInstance {
    /// What decides between node `k` and the edge server for active user `m`, everybody else doing what `play` says.
    ///
    /// No constant of the user: the loads of the profile enter by both latencies. Splits and shares are the best ones.
    ///
    /// - Complexity: as of two outcomes.
    public func interferenceThreshold(_ m: Int, at k: Int, in play: OffloadingPlay) -> InterferenceThreshold {
        precondition(isActive(m), "user \(m) requests nothing")
        precondition((1...nodeCount).contains(k), "node \(k) of \(nodeCount)")
        var play = play
        play.channels[m] = 0
        var outcome = OffloadingOutcome(self, play, .optimal)
        let atEdge = outcome.latencyMs[m]
        play.channels[m] = Int32(k)
        outcome.evaluate(self, play, .optimal)
        let atNode = outcome.latencyMs[m]

        var interference = 0.0
        for n in 0..<userCount where n != m && isActive(n) && play.channels[n] == k {
            interference += self.interference(from: n, to: m, on: k)
        }
        return InterferenceThreshold(
            limitW: limit(m, at: k, withinMs: atEdge - (atNode - outcome.uplinkMs[m])), interferenceW: interference,
            nodeLatencyMs: atNode, edgeLatencyMs: atEdge)
    }

    /// The interference at which the transfer to node `k` takes `withinMs`, the D_k of the spec.
    private func limit(_ m: Int, at k: Int, withinMs time: Double) -> Double {
        if time <= 0 { return -.infinity }
        // Nothing to send is sent at once; what is abandoned at T_cap never takes longer.
        if dataMbit[m] == 0 || time > model.values.transferCapMs { return .infinity }
        let ratio = model.uplink.sinr(rate: dataMbit[m] / time)
        let limit = uplinkPowerW[m] * gain(k, m) / ratio - model.uplink.noiseW
        return ratio > Self.mostRatio && limit <= 0 ? -.infinity : limit
    }

    /// The ratio, 150 dB, beyond which a rate counts as out of reach, as in the reference cases; the spec leaves it open.
    ///
    /// Only a name for limits that no interference is below anyway: one that some could be below stays as it is.
    private static let mostRatio = 1e15
}
