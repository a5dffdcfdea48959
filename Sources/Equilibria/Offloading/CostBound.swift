import Games

extension OffloadingInstance {
    /// A cost that no decision of operator or users can go below; with the printed energy, unproven.
    ///
    /// Everybody at its best channel without interference, with a node to itself, the edge server loaded by each of the
    /// others as little as a choice of theirs can, and the downlink at p*. Far from tight where channels are crowded.
    ///
    /// The physical p* is the minimum, so the bound is one. That of `energy` = `literal` is the best of a grid, refined:
    /// the bound then holds as far as no power between the grid's costs less than what ``DownlinkPower`` finds.
    ///
    /// - Complexity: O(M K).
    public var costBound: Double {
        let values = model.values
        let downlink = DownlinkPower(model)
        let lightest = min(1, values.collaborationWeight) * Double(max(activeCount - 1, 0))
        var sum = 0.0
        for m in 0..<userCount where isActive(m) {
            func uplinkMs(_ j: Int) -> Double {
                let rate = model.uplink.rate(sinr: uplinkSINR(m, on: j, interference: 0))
                return model.transferMs(dataMbit[m], rate: rate)
            }
            var least = uplinkMs(0) + edgeMs(m, isCollaborating: false, load: 1 + lightest)
            let e = edgeMs(m, isCollaborating: true, load: values.collaborationWeight + lightest)
            for k in 1..<nodeCount + 1 where values.nodeCapacity > 0 {
                let a = nodeMs(m, at: k)
                let processing =
                    switch values.branch {
                    case .parallel: e == 0 ? 0 : a * e / (a + e)
                    case .serial: min(a, e)
                    }
                least = min(least, uplinkMs(k) + model.forwardingMs(dataMbit[m]) + processing)
            }
            let power = downlink.best(gain: gain(0, m), resultMbit: resultMbit(m))
            sum +=
                values.timeWeight * least
                + downlink.cost(powerW: power, gain: gain(0, m), resultMbit: resultMbit(m))
        }
        return sum
    }
}
