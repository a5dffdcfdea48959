import Policy

extension OffloadingGame {
    public func observe(stage: Int, agents: Range<Int>, into observations: inout Observations) {
        observations.slot = UInt64(slot)
        let stage = Stages(stage)
        for row in 0..<min(observations.rows, rowCount) {
            // These parts only: reading the environment as a whole would count a hundred references.
            let (instance, play) = (environments[row].instance, environments[row].play)
            if !observations.observation.isEmpty {
                show(
                    instance, play, channelLevel: environments[row].channelLevel, to: agents, in: stage, row: row,
                    into: &observations.observation)
            }
            if !observations.instance.isEmpty {
                description.write(instance, row: row, into: &observations.instance)
                describe(play, in: stage, row: row, into: &observations.instance)
            }
        }
    }

    /// Writes what `agents` see to row `row` of `tensors`: the operator all users, a follower itself; both the nodes.
    private func show(
        _ instance: OffloadingInstance, _ play: OffloadingPlay, channelLevel: [Double], to agents: Range<Int>,
        in stage: Stages, row: Int, into tensors: inout [Tensor]
    ) {
        let users = stage == .associate ? agents : 0..<instance.userCount
        let width = features.width(of: stage, nodes: instance.nodeCount)
        for m in users {
            features.describe(
                m, for: stage, instance, play, channelLevel: channelLevel, into: &tensors[0].float64,
                at: (row * users.count + m - users.lowerBound) * width)
        }
        if features.extent == .paper { return }
        for position in 0..<agents.count {
            features.describeNodes(
                instance, into: &tensors[1].float64, at: (row * agents.count + position) * instance.nodeCount)
        }
    }

    /// Writes what the stages before `stage` decided to row `row` of `tensors`, after the description.
    private func describe(_ play: OffloadingPlay, in stage: Stages, row: Int, into tensors: inout [Tensor]) {
        if stage == .mode { return }
        let (modes, powers) = (description.spaces.count, description.spaces.count + 1)
        for m in play.modes.indices { tensors[modes].int32[row * play.modes.count + m] = play.modes[m] }
        if stage == .associate { tensors[powers].set(row, to: play.powersW) }
    }
}
