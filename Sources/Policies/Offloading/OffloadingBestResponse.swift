import Equilibria
import Games
import Policy

/// `best-response` in the offloading game: followers play for channels by Algorithm 1, from everybody at the edge server.
///
/// Full information: it computes everybody's response from the static slot, o and p', and returns its own agents' part,
/// split and share being optimal for the profile. The game need not converge; where it does not, the best profile of
/// the cycle is played, and the host's NashConv says what is missing. Reports `rounds`, the last, unchanged one included.
///
/// - SeeAlso: spec/offloading.md, section 7.
struct OffloadingBestResponse: GamePolicy {
    static let game = OffloadingGame.name

    static func plays(_ stages: [Stage]) -> Bool { stages.map(\.name) == ["associate"] }

    private var session: OpenSession?

    /// What an open session plays with; storage is used again from decision to decision.
    fileprivate struct OpenSession {
        let writer: AssociationWriter
        var tensors: OffloadingTensors
        /// nil before the first slot, which brings the model.
        var table: Table?
    }

    fileprivate struct Table {
        var game: FollowerGame
        var iteration: BestResponseIteration
        var outcome: OffloadingOutcome
        var play: OffloadingPlay
    }

    mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        let writer = try AssociationWriter(session)
        self.session = OpenSession(writer: writer, tensors: try OffloadingTensors(session.stages[0]))
        var acceptance = writer.acceptance
        acceptance.reports = ["rounds"]
        return acceptance
    }

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        guard session != nil else { throw PolicyError("it was asked before its session opened") }
        for row in 0..<observations.rows { try session?.decide(observations, row: row, into: &actions) }
    }
}

extension OffloadingBestResponse.OpenSession {
    fileprivate mutating func decide(
        _ observations: Observations, row: Int, into actions: inout Actions
    ) throws(PolicyError) {
        let instance = try tensors.instance(observations, row: row)
        if table == nil { table = OffloadingBestResponse.Table(instance) }
        table?.respond(
            to: instance, modes: tensors.modes(observations, row: row), powersW: tensors.powersW(observations, row: row)
        )
        guard let table else { return }
        writer.write(table.play, row: row, into: &actions)
        actions.reports[row] = Double(table.iteration.rounds)
    }
}

extension OffloadingBestResponse.Table {
    fileprivate init(_ instance: OffloadingInstance) {
        let users = instance.userCount
        game = FollowerGame(instance.model, users: users)
        iteration = BestResponseIteration(users: users)
        outcome = OffloadingOutcome(users: users, nodes: instance.nodeCount)
        play = OffloadingPlay(users: users, powerW: 0)
    }

    fileprivate mutating func respond(to instance: OffloadingInstance, modes: [Int32], powersW: [Double]) {
        game.load(instance)
        game.setPowers(powersW, in: instance)
        iteration.run(&game, modes: modes)
        (play.modes, play.powersW, play.channels) = (modes, powersW, iteration.channels)
        outcome.evaluate(instance, play, .optimal)
        (play.splits, play.shares) = (outcome.split, outcome.share)
    }
}
