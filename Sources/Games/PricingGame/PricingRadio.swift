/// The radio environment of the pricing game in E environments: who is where, and how well each station is heard.
///
/// mAPs move by a Gauss-Markov law between reflecting walls; gains are a distance law times Rician fading that is
/// autoregressive from slot to slot. Arrays have shape `[N, M, E]` or `[N, E]`, environments innermost. Drawing a slot
/// allocates nothing.
///
/// - SeeAlso: spec/pricing.md, section 3.
public struct PricingRadio: Sendable {
    /// The constants of the model, with the defaults of the spec's section 13.
    public struct Parameters: Sendable, Hashable {
        /// L, the side of the square, m.
        public var sideM = 400.0
        /// H, how far stations stand above mAPs, m.
        public var heightM = 8.5
        /// A, loss at 1 m, dB.
        public var pathLossOffsetDB = 43.28
        /// B, loss per decade of distance, dB.
        public var pathLossSlopeDB = 21.0
        /// K, power of the direct path over that of the scattered ones.
        public var rice = 8.0
        /// r, correlation of scattered fading from slot to slot.
        public var fadingCorrelation = 0.9
        /// sv, standard deviation of velocity per axis, m/s.
        public var velocitySigmaMPerS = 5.0
        /// av, correlation of velocity from slot to slot.
        public var velocityCorrelation = 0.8
        /// tau, the length of a slot, s.
        public var slotS = 1.0

        public init() {}

        /// The first parameter outside the limits of section 12; nil where all are legal.
        public var illegal: PartialKeyPath<Parameters>? {
            let positive: [KeyPath<Parameters, Double>] = [\.sideM, \.heightM, \.slotS]
            if let path = positive.first(where: { !(self[keyPath: $0] > 0) }) { return path }
            if !(rice >= 0) { return \Self.rice }
            if !(velocitySigmaMPerS >= 0) { return \Self.velocitySigmaMPerS }
            let correlations: [KeyPath<Parameters, Double>] = [\.fadingCorrelation, \.velocityCorrelation]
            if let path = correlations.first(where: { !(0..<1).contains(self[keyPath: $0]) }) { return path }
            let finite: [KeyPath<Parameters, Double>] = [
                \.sideM, \.heightM, \.pathLossOffsetDB, \.pathLossSlopeDB, \.rice, \.velocitySigmaMPerS, \.slotS,
            ]
            return finite.first { !self[keyPath: $0].isFinite }
        }
    }

    public let parameters: Parameters
    public let followerCount: Int
    public let stationCount: Int
    /// Sites of the stations, m.
    public let stationX: [Double]
    public let stationY: [Double]
    /// Environments in play, at most the capacity given at the start.
    public private(set) var environmentCount: Int
    /// The slot that positions and gains belong to.
    public private(set) var slot: UInt32 = 0
    /// Positions and velocities, shape `[N, E]`.
    public private(set) var x: [Double]
    public private(set) var y: [Double]
    public private(set) var velocityX: [Double]
    public private(set) var velocityY: [Double]
    /// h, power gains, shape `[N, M, E]`.
    public private(set) var gain: [Double]
    private var fadingReal: [Double]
    private var fadingImaginary: [Double]
    private var seeds: [UInt64] = []
    private var numbers: [UInt64] = []
    private let kind: KernelKind
    /// Whether gains were given and stay as they are.
    private let isStill: Bool

    /// One environment whose gains are `gain`, shape `[N, M]`, in every slot.
    public init(still gain: [Double], followers: Int, stations: Int) {
        precondition(gain.count == followers * stations, "\(gain.count) gains for \(followers * stations) pairs")
        parameters = Parameters()
        kind = .best
        isStill = true
        followerCount = followers
        stationCount = stations
        environmentCount = 1
        (stationX, stationY) = ([], [])
        (x, y, velocityX, velocityY) = ([], [], [], [])
        self.gain = gain
        (fadingReal, fadingImaginary) = ([], [])
    }

    /// Storage for up to `environments` environments, not yet started.
    public init(
        followers: Int, stations: Int, environments: Int, parameters: Parameters = Parameters(),
        kind: KernelKind = .best
    ) {
        precondition(followers > 0 && stations > 0, "\(followers) followers and \(stations) stations")
        self.parameters = parameters
        self.kind = kind
        isStill = false
        followerCount = followers
        stationCount = stations
        environmentCount = environments
        let sites = Self.sites(stations, sideM: parameters.sideM)
        stationX = sites.map(\.x)
        stationY = sites.map(\.y)
        x = Array(repeating: 0, count: followers * environments)
        (y, velocityX, velocityY) = (x, x, x)
        gain = Array(repeating: 0, count: followers * stations * environments)
        (fadingReal, fadingImaginary) = (gain, gain)
    }

    /// Draws slot 0 of one environment a seed.
    ///
    /// - Parameters:
    ///   - seeds: world seeds, at most as many as there is storage for.
    ///   - numbers: the environments' numbers in the streams' addresses; all 0 where nil.
    public mutating func start(seeds: [UInt64], numbers: [UInt64]? = nil) {
        let capacity = gain.count / (followerCount * stationCount)
        precondition(!seeds.isEmpty && seeds.count <= capacity, "\(seeds.count) seeds for \(capacity) environments")
        self.seeds = seeds
        self.numbers = numbers ?? Array(repeating: 0, count: seeds.count)
        environmentCount = seeds.count
        slot = 0
        draw()
    }

    /// Moves every environment to the next slot.
    public mutating func advance() {
        slot += 1
        draw()
    }

    private mutating func draw() {
        if isStill { return }
        let draw = RadioKernel(
            parameters: parameters, followers: followerCount, stations: stationCount, stationX: stationX,
            stationY: stationY, seeds: seeds, numbers: numbers, slot: slot, kind: kind)
        draw.move(x: &x, y: &y, velocityX: &velocityX, velocityY: &velocityY)
        draw.fade(x: x, y: y, real: &fadingReal, imaginary: &fadingImaginary, gain: &gain)
    }

    /// Sites of `count` stations: for up to four a list, so that fewer stations are the first of more; else rows.
    static func sites(_ count: Int, sideM: Double) -> [(x: Double, y: Double)] {
        if count <= 4 {
            let list = [(0.25, 0.5), (0.75, 0.5), (0.5, 0.25), (0.5, 0.75)]
            return list.prefix(count).map { (sideM * $0.0, sideM * $0.1) }
        }
        var columns = 1
        while columns * columns < count { columns += 1 }
        let rows = (count + columns - 1) / columns
        return (0..<count).map { station in
            let row = station / columns
            let inRow = min(columns, count - row * columns)
            return (
                (Double(station % columns) + 0.5) * sideM / Double(inRow), (Double(row) + 0.5) * sideM / Double(rows)
            )
        }
    }
}
