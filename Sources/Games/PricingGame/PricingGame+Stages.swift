import Policy

extension PricingGame {
    /// The stages of a slot, in order.
    enum Stages: Int {
        case price
        case offload

        init(_ index: Int) {
            guard let stage = Stages(rawValue: index) else { preconditionFailure("no stage \(index)") }
            self = stage
        }
    }

    /// The forms of the operator's action.
    enum PriceSpace: Int {
        /// A share of the price's range for every (follower, station) pair.
        case u
        /// For every follower the one station that it is offered, or none, and the share there; every other price is the
        /// highest. By theorem (b) of spec/pricing.md, section 9, no operator utility is lost.
        case offer

        init(_ index: Int) {
            guard let space = PriceSpace(rawValue: index) else { preconditionFailure("no action space \(index)") }
            self = space
        }
    }

    /// The forms of a follower's action.
    enum OffloadSpace: Int {
        case argmax
        case hybrid

        init(_ index: Int) {
            guard let space = OffloadSpace(rawValue: index) else { preconditionFailure("no action space \(index)") }
            self = space
        }
    }

    static func stages(of instance: PricingInstance, priceScale: [Double]) -> [Stage] {
        let (followers, stations) = (instance.followerCount, instance.stationCount)
        let highest = highestPrice(of: instance, priceScale: priceScale)
        let isSilent = instance.idleMode == .silent
        let station = TensorSpace.discrete(
            "station", start: isSilent ? -1 : 0, count: Int32(isSilent ? stations + 1 : stations))
        return [
            Stage(
                name: "price", role: .operator,
                observation: [.box("snr", shape: [followers, stations], -2...2)],
                instance: instanceSpaces(followers, stations),
                actions: [
                    ActionSpace(name: "u", tensors: [.box("u", shape: [followers, stations], 0...1)]),
                    ActionSpace(
                        name: "offer",
                        tensors: [
                            .discrete("station", shape: [followers], start: -1, count: Int32(stations + 1)),
                            .box("u", shape: [followers], 0...1),
                        ]),
                ]),
            Stage(
                name: "offload", role: .followers,
                observation: [.box("snr", shape: [stations], -2...2), .box("price", shape: [stations], 0...highest)],
                instance: instanceSpaces(followers, stations) + [field("mu", [followers, stations])],
                actions: [
                    ActionSpace(name: "argmax", tensors: [.box("v", shape: [stations], 0...1)]),
                    ActionSpace(name: "hybrid", tensors: [station, .box("size", shape: [], 0...1)]),
                ]),
        ]
    }

    /// The largest mu/k that can be posted: 1, or c where numbers are per Gcycle.
    static func highestPrice(of instance: PricingInstance, priceScale: [Double]) -> Double {
        zip(priceScale, instance.k).reduce(1) { max($0, $1.0 / $1.1) }
    }

    /// What `settle` measures; regrets matter from 0.1 % of what accuracy is worth.
    static func metrics(of instance: PricingInstance) -> [Metric] {
        let total = instance.totalGammaA
        let mean = total / Double(instance.followerCount)
        return [
            Metric(name: "operatorUtility", unit: "utility", direction: .higher),
            Metric(name: "followerUtility", unit: "utility", direction: .higher),
            Metric(name: "activeShare", unit: "", direction: .higher),
            Metric(
                name: "nashConv", unit: "utility", direction: .lower, margin: .absolute(0.001 * total),
                isGuardrail: true, isCertificate: true),
            Metric(
                name: "exploitability", unit: "utility", direction: .lower, margin: .absolute(0.001 * mean),
                isGuardrail: true, isCertificate: true, scale: Metric.Scale(name: "mean gammaA", value: mean)),
            Metric(
                name: "priceRegret", unit: "utility", direction: .lower, margin: .absolute(0.001 * total),
                isGuardrail: true, isCertificate: true),
        ]
    }

    /// The static game under the keys of instance files; `priceScale` is mu for u = 1, `mode` 0 silent and 1 connected.
    private static func instanceSpaces(_ followers: Int, _ stations: Int) -> [TensorSpace] {
        [
            field("W_MHz", [stations]), field("f_GcyclePerS", [stations]), field("x", [stations]),
            field("rho_perMB", [stations]), field("p_W", [followers]), field("h", [followers, stations]),
            field("c_GcyclePerMB", [followers, stations]), field("o_MB", [followers]), field("gammaA", [followers]),
            field("gammaD_perS", [followers]), field("eps", []), field("sigma2_W", []),
            field("priceScale", [followers, stations]), .discrete("mode", count: 2),
        ]
    }

    private static func field(_ name: String, _ shape: [Int]) -> TensorSpace {
        .box(name, shape: shape, 0...Double.greatestFiniteMagnitude)
    }
}
