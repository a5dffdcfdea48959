import CKernels

/// The access game of one pricing instance over several environments, played by the vector kernels.
///
/// Holds what does not change from slot to slot in one array that the kernels get a view of. Shapes are those of
/// ``PricingBatch``; `high` and `low`, shape `[M, E]`, are the received power of every station as two doubles.
struct AccessKernel: Sendable {
    private let followers: Int
    private let stations: Int
    private let connected: Bool
    private let noiseW: Double
    /// power, gammaA, gammaD, limit `[N]` each; bandwidth, rx `[M]` each; k, b, compute cost, 1/k `[N, M]` each;
    /// (a + mu)/k and (a + b)/k at which the size limit begins to bind, `[N, M]` each.
    private let constants: [Double]
    private let kind: Int32

    init(_ instance: PricingInstance, kind: KernelKind) {
        followers = instance.followerCount
        stations = instance.stationCount
        connected = instance.idleMode == .connected
        noiseW = instance.noiseW
        // The depth at the limit is rx o; a follower chooses ln(k/y), the operator d with (1-d) e^-d = q/k.
        let depths = instance.k.indices.map { pair in
            instance.rx[pair % instance.stationCount] * instance.limitMB[pair / instance.stationCount]
        }
        let postedCaps = depths.map { Elementary.exp(-$0) }
        let adaptiveCaps = zip(depths, postedCaps).map { max(0, 1 - $0) * $1 }
        constants = [
            instance.powerW, instance.gammaA, instance.gammaDPerS, instance.limitMB, instance.bandwidthMHz, instance.rx,
            instance.k, instance.b, instance.computeCost, instance.k.map { 1 / $0 }, postedCaps, adaptiveCaps,
        ].flatMap { $0 }
        self.kind = kind.rawValue
    }

    /// Elements of scratch storage that `sweep` and `bestUtilities` need.
    var scratchCount: Int { ck_scratch(stations) }

    /// Sequential best response to `price`, or to the operator's best prices where nil.
    func sweep(
        _ environments: Int, gain: [Double], price: [Double]?, tie: Double, most: Int, access: inout [Int32],
        high: inout [Double], low: inout [Double], sweeps: inout [Int32], scratch: inout [Double]
    ) {
        unsafe withView(environments) { game in
            if let price {
                unsafe ck_sweep(
                    kind, game, gain, price, tie, most, &access, &high, &low, &sweeps, &scratch)
            } else {
                unsafe ck_sweep(kind, game, gain, nil, tie, most, &access, &high, &low, &sweeps, &scratch)
            }
        }
    }

    func totals(
        _ environments: Int, gain: [Double], access: [Int32], high: inout [Double], low: inout [Double]
    ) {
        unsafe withView(environments) { unsafe ck_totals(kind, $0, gain, access, &high, &low) }
    }

    func bestSizes(
        _ environments: Int, gain: [Double], price: [Double], access: [Int32], high: [Double], low: [Double],
        sizeMB: inout [Double], utility: inout [Double], profit: inout [Double]
    ) {
        unsafe withView(environments) {
            unsafe ck_best_sizes(kind, $0, gain, price, access, high, low, &sizeMB, &utility, &profit)
        }
    }

    func bestUtilities(
        _ environments: Int, gain: [Double], price: [Double], access: [Int32], high: [Double], low: [Double],
        best: inout [Double], scratch: inout [Double]
    ) {
        unsafe withView(environments) {
            unsafe ck_best_utilities(kind, $0, gain, price, access, high, low, &best, &scratch)
        }
    }

    /// Utilities and profits at given sizes, and the most the operator could earn from every follower at this access.
    func utilities(
        _ environments: Int, gain: [Double], price: [Double], access: [Int32], high: [Double], low: [Double],
        sizeMB: [Double], utility: inout [Double], profit: inout [Double], value: inout [Double]
    ) {
        unsafe withView(environments) {
            unsafe ck_utilities(kind, $0, gain, price, access, high, low, sizeMB, &utility, &profit, &value)
        }
    }

    /// Calls `body` with the kernels' view of this; the pointer is valid during the call.
    private func withView(_ environments: Int, _ body: (UnsafePointer<ck_pricing>) -> Void) {
        unsafe constants.withUnsafeBufferPointer { constants in
            guard let base = constants.baseAddress else { return }
            let stationColumns = unsafe base + 4 * followers
            let pairColumns = unsafe stationColumns + 2 * stations
            let pairs = followers * stations
            var game = unsafe ck_pricing(
                followers: followers, stations: stations, environments: environments, connected: connected ? 1 : 0,
                noise: noiseW, power: base, gamma_a: base + followers, gamma_d: base + 2 * followers,
                limit: base + 3 * followers, bandwidth: stationColumns, rx: stationColumns + stations,
                k: pairColumns, b: pairColumns + pairs, compute_cost: pairColumns + 2 * pairs,
                inverse_k: pairColumns + 3 * pairs, posted_cap: pairColumns + 4 * pairs,
                adaptive_cap: pairColumns + 5 * pairs)
            unsafe body(&game)
        }
    }
}
