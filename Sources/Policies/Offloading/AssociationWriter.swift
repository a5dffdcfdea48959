import Games
import Policy

/// Writes what followers of the offloading game decided into the stage `associate`'s action space `split`.
struct AssociationWriter {
    let acceptance: Acceptance
    private let agents: Range<Int>
    /// Positions in the action space.
    private let station, split, share: Int

    /// - Throws: ``PolicyError`` where the session is not that of the game's followers.
    init(_ session: Session) throws(PolicyError) {
        guard session.stages.count == 1, session.stages[0].name == "associate" else {
            throw PolicyError("it plays the stage associate; \(session.scenario) has \(session.stages.map(\.name))")
        }
        let stage = session.stages[0]
        let space = try stage.actionSpace("split")
        let names = stage.actions[space].tensors.map(\.name)
        guard let station = names.firstIndex(of: "station"), let split = names.firstIndex(of: "lambda"),
            let share = names.firstIndex(of: "beta")
        else { throw PolicyError("action space split has tensors \(names), not station, lambda and beta") }
        (self.station, self.split, self.share) = (station, split, share)
        agents = session.agents
        var acceptance = Acceptance(session)
        acceptance.actionSpaces = [space]
        acceptance.wantsObservation = false
        acceptance.wantsInstance = true
        self.acceptance = acceptance
    }

    /// Writes the own agents' part of `play`.
    func write(_ play: OffloadingPlay, row: Int, into actions: inout Actions) {
        for (position, m) in agents.enumerated() {
            let index = row * agents.count + position
            actions.tensors[station].int32[index] = play.channels[m]
            actions.tensors[split].float64[index] = play.splits[m]
            actions.tensors[share].float64[index] = play.shares[m]
        }
    }
}
