import Policy

extension PricingGame {
    public func forfeit(stage: Int, space: Int, rows: Int, agents: Range<Int>, into actions: inout Actions) {
        switch Stages(stage) {
        case .price:
            switch PriceSpace(space) {
            case .u:
                // At u = 1 the price is the value of the first MB: nobody buys.
                for i in 0..<rows * actions.tensors[0].rowStride { actions.tensors[0].float64[i] = 1 }
            case .offer:
                for i in 0..<rows * template.followerCount {
                    actions.tensors[0].int32[i] = -1
                    actions.tensors[1].float64[i] = 1
                }
            }
        case .offload:
            switch OffloadSpace(space) {
            case .argmax:
                for i in 0..<rows * actions.tensors[0].rowStride { actions.tensors[0].float64[i] = 0 }
            case .hybrid:
                for i in 0..<rows * agents.count {
                    // Connected followers are always somewhere, if with nothing to offload.
                    actions.tensors[0].int32[i] = template.idleMode == .silent ? -1 : 0
                    actions.tensors[1].float64[i] = 0
                }
            }
        }
    }
}
