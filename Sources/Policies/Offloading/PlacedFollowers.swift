import Games
import Policy

/// Followers of the offloading game that play no game: they go where a rule puts them.
///
/// Every process computes everybody's place and plays its own agents' part, so that it does not matter how agents share
/// processes. Nobody goes to a node that the operator did not allow, or that is full.
struct PlacedFollowers {
    /// Where users go.
    enum Rule: Sendable, Hashable {
        /// EQ-PLC: to the nodes in turn.
        case equal
        /// PROP-PLC: to nodes drawn in proportion to their clocks.
        case proportional
    }

    var acceptance: Acceptance { writer.acceptance }

    private let rule: Rule
    private let writer: AssociationWriter
    private var tensors: OffloadingTensors
    /// What keys the draws, per row.
    private var seeds: [UInt64]

    /// - Throws: ``PolicyError`` where the session is not that of the game's followers.
    init(_ session: Session, _ rule: Rule) throws(PolicyError) {
        self.rule = rule
        writer = try AssociationWriter(session)
        tensors = try OffloadingTensors(session.stages[0])
        seeds = Array(repeating: 0, count: session.rows)
    }

    mutating func reset(row: Int, seed: UInt64) { seeds[row] = seed }

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        for row in 0..<observations.rows {
            let instance = try tensors.instance(observations, row: row)
            let modes = tensors.modes(observations, row: row)
            var play = OffloadingPlay(users: instance.userCount, powerW: 0)
            switch rule {
            case .equal:
                let channels = zip(modes, instance.equalChannels()).map { $0 == 1 ? $1 : 0 }
                play.place(channels, in: instance, split: .half)
            case .proportional:
                let draws = OffloadingDraws(
                    seed: seeds[row], slot: UInt32(truncatingIfNeeded: observations.slot))
                play.place(
                    instance.proportionalChannels(within: modes, draws), in: instance, split: .proportional)
            }
            writer.write(play, row: row, into: &actions)
        }
    }
}
