extension PricingGame {
    public static let name = "pricing"

    /// Every parameter with the default of the spec's section 13.
    ///
    /// A list is one value a station (bandwidth, speed, x, rho) or a follower (the rest) and repeats over them; what is
    /// too many is left out.
    public static let parameters: [Parameter] = [
        Parameter("followers", .integer(4), meaning: "N, mobile access points"),
        Parameter("stations", .integer(2), meaning: "M, base stations"),
        Parameter("slots", .integer(100), meaning: "slots in an episode"),
        Parameter("mode", .text("silent"), meaning: "silent: who sends nothing does not interfere; connected: does"),
        Parameter(
            "priceBasis", .text("perMB"),
            meaning: "what a posted number u k is the price of: perMB, or perGcycle (then mu = u k c per MB)"),
        Parameter("bandwidth", .numbers([5]), unit: "MHz", meaning: "W, of a station"),
        Parameter("speed", .numbers([20]), unit: "Gcycle/s", meaning: "f, of the core a follower gets at a station"),
        Parameter("x", .numbers([0.64, 0.84]), meaning: "accuracy weight of a station's model"),
        Parameter("rho", .numbers([0.5]), unit: "1/MB", meaning: "accuracy weight of a MB, per station"),
        Parameter("power", .numbers([0.1]), unit: "W", meaning: "p, of a follower's transmitter"),
        Parameter("cycles", .numbers([1.6, 2.1]), unit: "Gcycle/MB", meaning: "c, cycles a MB takes"),
        Parameter("cyclesBy", .text("follower"), meaning: "what cycles repeat over: follower or station"),
        Parameter("limit", .numbers([5]), unit: "MB", meaning: "o, largest task of a follower"),
        Parameter("gammaA", .numbers([10]), unit: "utility", meaning: "weight of accuracy"),
        Parameter("gammaD", .numbers([0.45]), unit: "utility/s", meaning: "weight of delay"),
        Parameter("eps", .number(1e-5), unit: "utility s^2/Gcycle^3", meaning: "energy coefficient"),
        Parameter("noise", .number(1e-13), unit: "W", meaning: "sigma2, at every station"),
        Parameter("side", .number(400), unit: "m", meaning: "L, of the square"),
        Parameter("height", .number(8.5), unit: "m", meaning: "H, of stations above followers"),
        Parameter("pathLossOffset", .number(43.28), unit: "dB", meaning: "A, loss at 1 m"),
        Parameter("pathLossSlope", .number(21), unit: "dB/decade", meaning: "B, loss over distance"),
        Parameter("rice", .number(8), meaning: "K, direct over scattered power"),
        Parameter("fadingCorrelation", .number(0.9), meaning: "r, from slot to slot"),
        Parameter("velocityCorrelation", .number(0.8), meaning: "av, from slot to slot"),
        Parameter("velocitySigma", .number(5), unit: "m/s", meaning: "sv, per axis"),
        Parameter("slotLength", .number(1), unit: "s", meaning: "tau"),
    ]

    public static let presets: [(name: String, overrides: [(key: String, value: ParameterValue)])] = [
        ("dense", [("followers", .integer(8))]),
        // Rates scale as M/N, so the weight of delay does too: 0.9 M/N.
        ("large", [("followers", .integer(1000)), ("stations", .integer(10)), ("gammaD", .numbers([0.009]))]),
        ("per-model", [("cyclesBy", .text("station"))]),
        ("connected", [("mode", .text("connected"))]),
    ]

    /// The price that a posted number u = 1 stands for is u k per MB or per Gcycle.
    enum PriceBasis: String, CaseIterable {
        case perMB
        case perGcycle
    }

    /// What a scenario says, checked.
    struct Configuration {
        let slots: Int
        let priceBasis: PriceBasis
        let radio: PricingRadio.Parameters
        /// The static game with gains of 0.
        let instance: PricingInstance

        /// - Throws: ``ScenarioError`` naming the first parameter that is out of range.
        init(_ scenario: Scenario) throws(ScenarioError) {
            let values = ScenarioValues(scenario)
            let followers = try values.count("followers", most: Self.mostFollowers)
            let stations = try values.count("stations", most: Self.mostStations)
            guard followers * stations <= Self.mostPairs else {
                throw .outOfRange(
                    "stations", reason: "times followers is \(followers * stations), \(Self.mostPairs) are the most")
            }
            slots = try values.count("slots", most: Self.mostSlots)
            let mode = try values.word("mode", as: PricingInstance.IdleMode.self)
            priceBasis = try values.word("priceBasis", as: PriceBasis.self)
            let cyclesBy = try values.word("cyclesBy", as: CyclesBy.self)

            var radio = PricingRadio.Parameters()
            radio.sideM = try values.number("side", above: 0)
            radio.heightM = try values.number("height", above: 0)
            radio.pathLossOffsetDB = try values.number("pathLossOffset", in: -300...300)
            radio.pathLossSlopeDB = try values.number("pathLossSlope", in: -100...100)
            radio.rice = try values.number("rice", in: 0...Double.greatestFiniteMagnitude)
            radio.fadingCorrelation = try values.number("fadingCorrelation", in: 0...1.0.nextDown)
            radio.velocityCorrelation = try values.number("velocityCorrelation", in: 0...1.0.nextDown)
            radio.velocitySigmaMPerS = try values.number("velocitySigma", in: 0...Double.greatestFiniteMagnitude)
            radio.slotS = try values.number("slotLength", above: 0)
            self.radio = radio

            let cycles = try values.list("cycles")
            if priceBasis == .perGcycle, let least = cycles.min(), least < 1 {
                throw .outOfRange(
                    "priceBasis", reason: "perGcycle needs cycles of at least 1, not \(least): else u = 1 still sells")
            }
            let zeros = Array(repeating: 0.0, count: stations)
            do {
                instance = try PricingInstance(
                    bandwidthMHz: values.list("bandwidth").repeated(stations),
                    speedGcyclePerS: values.list("speed").repeated(stations), x: values.list("x").repeated(stations),
                    rhoPerMB: values.list("rho").repeated(stations), powerW: values.list("power").repeated(followers),
                    h: Array(repeating: zeros, count: followers),
                    cyclesGcyclePerMB: (0..<followers).map { n in
                        switch cyclesBy {
                        case .follower: Array(repeating: cycles[n % cycles.count], count: stations)
                        case .station: cycles.repeated(stations)
                        }
                    },
                    limitMB: values.list("limit").repeated(followers),
                    gammaA: values.list("gammaA").repeated(followers),
                    gammaDPerS: values.list("gammaD").repeated(followers), eps: values.anyNumber("eps"),
                    noiseW: values.anyNumber("noise"), idleMode: mode)
            } catch let error as InstanceError {
                throw .outOfRange(Self.key(ofField: error.field), reason: error.reason)
            } catch let error as ScenarioError {
                throw error
            } catch {
                preconditionFailure("\(error) is of no declared type")
            }
        }

        private static let mostFollowers = 1 << 20
        private static let mostStations = 1 << 10
        /// A pair takes some 150 bytes in the host.
        private static let mostPairs = 1 << 26
        private static let mostSlots = 1_000_000_000

        private enum CyclesBy: String, CaseIterable {
            case follower
            case station
        }

        /// The scenario's key for a field of an instance file.
        private static func key(ofField field: String) -> String {
            let keys = [
                "W_MHz": "bandwidth", "f_GcyclePerS": "speed", "x": "x", "rho_perMB": "rho", "p_W": "power",
                "c_GcyclePerMB": "cycles", "o_MB": "limit", "gammaA": "gammaA", "gammaD_perS": "gammaD", "eps": "eps",
                "sigma2_W": "noise", "derived": "gammaA",
            ]
            return keys[field] ?? field
        }
    }
}

extension [Double] {
    /// The first `count` elements of this list said over and over.
    fileprivate func repeated(_ count: Int) -> [Double] {
        (0..<count).map { self[$0 % self.count] }
    }
}
