import Games
import Policy

/// `best-response` in the pricing game: followers answer posted prices one after the other, to a fixed point of the access
/// game.
///
/// Full information: it computes everybody's response from the static instance and the posted prices, and returns the
/// rows of its own agents. From everybody out, in index order, ties by the rule of the specification (pricing, section
/// 8); sizes in closed form (section 5). Where a sweep limit ends a cycle, the profile reached is played: it is a
/// response to the prices, not an equilibrium, and the host's NashConv says so.
struct PricingBestResponse: GamePolicy {
    static let game = PricingGame.name

    static func plays(_ stages: [Stage]) -> Bool { stages.map(\.name) == ["offload"] }

    /// Sweeps after which a cycle is taken for granted; 5 were the most ever needed (pricing, section 8).
    fileprivate static let maximumSweeps = 1000

    private var agents = 0..<0
    private var rows = 0
    private var tensors: PricingTensors?
    /// The batch that is played, kept for as long as only gains and prices change.
    private var table: Table?

    fileprivate struct Table {
        let instance: PricingInstance
        /// An observation whose first row has this instance.
        let sample: Observations
        var batch: PricingBatch
        /// h, shape `[N, M, E]`.
        var gain: [Double]
    }

    mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        var acceptance = Acceptance(session)
        guard let hybrid = session.stages[0].actions.firstIndex(where: { $0.name == "hybrid" }) else {
            throw PolicyError("stage offload has no action space hybrid: not a pricing game")
        }
        tensors = try PricingTensors(session.stages[0])
        acceptance.actionSpaces = [hybrid]
        acceptance.wantsObservation = false
        acceptance.wantsInstance = true
        agents = session.agents
        rows = session.rows
        return acceptance
    }

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        guard let tensors else { throw PolicyError("it was asked before its session opened") }
        let isAlike = (0..<observations.rows).allSatisfy {
            tensors.isAlike(observations, row: $0, table?.sample ?? observations, row: 0)
        }
        if table == nil || !isAlike { table = try table(observations, tensors) }
        guard (0..<observations.rows).allSatisfy({ tensors.isAlike(observations, row: $0, observations, row: 0) })
        else {
            throw PolicyError("environments of one batch differ in more than their gains")
        }
        table?.respond(tensors.gain(observations), tensors.prices(observations), rows: observations.rows)
        if let table { write(table, rows: observations.rows, into: &actions) }
    }

    private func table(_ observations: Observations, _ tensors: PricingTensors) throws(PolicyError) -> Table {
        let instance = try tensors.instance(observations, row: 0)
        return Table(
            instance: instance, sample: observations, batch: PricingBatch(instance, environments: rows),
            gain: Array(repeating: 0, count: instance.g.count * rows))
    }

    private func write(_ table: Table, rows: Int, into actions: inout Actions) {
        for row in 0..<rows {
            for (position, n) in agents.enumerated() {
                let (from, to) = (n * rows + row, row * agents.count + position)
                let station = table.batch.access[from]
                let limit = table.instance.limitMB[n]
                // A connected follower that has no room offloads nothing where it sits.
                let share = station < 0 || limit == 0 ? 0 : min(1, table.batch.sizeMB[from] / limit)
                actions.tensors[0].int32[to] = station
                actions.tensors[1].float64[to] = share
            }
        }
    }
}

extension PricingBestResponse.Table {
    /// Plays the access game at the posted prices.
    fileprivate mutating func respond(_ gains: Tensor, _ prices: Tensor, rows: Int) {
        batch.use(environments: rows)
        let pairs = instance.g.count
        for row in 0..<rows {
            for pair in 0..<pairs {
                gain[pair * rows + row] = gains.float64[row * pairs + pair]
                batch.price[pair * rows + row] = prices.float64[row * pairs + pair]
            }
        }
        batch.bestRespond(gain: gain, prices: .posted, maximumSweeps: PricingBestResponse.maximumSweeps)
        batch.takeBestSizes(gain: gain)
    }
}
