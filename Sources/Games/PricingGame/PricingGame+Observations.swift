import Policy

extension PricingGame {
    public func observe(stage: Int, agents: Range<Int>, into observations: inout Observations) {
        let rows = min(observations.rows, radio.environmentCount)
        observations.slot = UInt64(radio.slot)
        let stage = Stages(stage)
        if !observations.observation.isEmpty {
            switch stage {
            case .price: copy(snr, rows: rows, into: &observations.observation[0].float64)
            case .offload: observeOwn(agents, rows: rows, into: &observations.observation)
            }
        }
        if !observations.instance.isEmpty {
            describe(rows: rows, into: &observations.instance)
            if stage == .offload {
                let mu = observations.instance.count - 1
                copy(play.price, rows: rows, into: &observations.instance[mu].float64)
            }
        }
    }

    /// Copies an array of shape `[N, M, E]` into one of shape `[E, N, M]`.
    private func copy(_ source: [Double], rows: Int, into target: inout [Double]) {
        let (pairs, environments) = (template.k.count, radio.environmentCount)
        for row in 0..<rows {
            for pair in 0..<pairs { target[row * pairs + pair] = source[pair * environments + row] }
        }
    }

    /// (34): a follower sees its own ratios and its own prices over k, nobody else's.
    private func observeOwn(_ agents: Range<Int>, rows: Int, into tensors: inout [Tensor]) {
        let (stations, environments) = (template.stationCount, radio.environmentCount)
        for row in 0..<rows {
            for n in agents {
                let first = (row * agents.count + n - agents.lowerBound) * stations
                for m in 0..<stations {
                    let pair = n * stations + m
                    let index = pair * environments + row
                    tensors[0].float64[first + m] = snr[index]
                    // The quotient of a rounded product may exceed the bound by an ulp.
                    tensors[1].float64[first + m] = min(play.price[index] / template.k[pair], highestPrice)
                }
            }
        }
    }

    /// The static game, unclipped, in the order of the stage's `instance`.
    private func describe(rows: Int, into tensors: inout [Tensor]) {
        fill(&tensors[0], with: template.bandwidthMHz, rows: rows)
        fill(&tensors[1], with: template.speedGcyclePerS, rows: rows)
        fill(&tensors[2], with: template.x, rows: rows)
        fill(&tensors[3], with: template.rhoPerMB, rows: rows)
        fill(&tensors[4], with: template.powerW, rows: rows)
        copy(radio.gain, rows: rows, into: &tensors[5].float64)
        fill(&tensors[6], with: template.cyclesGcyclePerMB, rows: rows)
        fill(&tensors[7], with: template.limitMB, rows: rows)
        fill(&tensors[8], with: template.gammaA, rows: rows)
        fill(&tensors[9], with: template.gammaDPerS, rows: rows)
        for row in 0..<rows {
            tensors[10].float64[row] = template.eps
            tensors[11].float64[row] = template.noiseW
            tensors[13].int32[row] = template.idleMode == .silent ? 0 : 1
        }
        fill(&tensors[12], with: priceScale, rows: rows)
    }

    /// The same values in every row.
    private func fill(_ tensor: inout Tensor, with values: [Double], rows: Int) {
        for row in 0..<rows {
            for i in values.indices { tensor.float64[row * values.count + i] = values[i] }
        }
    }
}
