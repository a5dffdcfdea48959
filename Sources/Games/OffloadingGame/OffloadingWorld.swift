/// The random world of the offloading game, one environment: the task library, who is where and requests what, and the
/// channels of every slot.
///
/// Every draw has an address of its own (section 12), so that nothing depends on what is played, and worlds of more users
/// or nodes contain those of fewer. The seed gives the library, an episode positions and clocks of nodes, a slot requests,
/// sizes of results and fading. Drawing a slot allocates nothing.
///
/// - SeeAlso: spec/offloading.md, sections 2, 3, 12 and 15.
public struct OffloadingWorld: Sendable {
    /// What a task is: entry f of each array belongs to task f in 1...F, entry 0 to no request and is 0.
    public struct Library: Sendable, Equatable {
        /// I, shape `[F+1]` as all.
        public internal(set) var dataMbit: [Double]
        /// C.
        public internal(set) var workMcycle: [Double]
        /// Tmax.
        public internal(set) var deadlineMs: [Double]
    }

    public let model: OffloadingModel
    public let chain: RequestChain
    /// Sites of the edge server and of nodes 1...K, m.
    public let sites: [(x: Double, y: Double)]
    /// M.
    public let userCount: Int
    public private(set) var library: Library
    /// Positions of users, m, shape `[M]`.
    public private(set) var x: [Double]
    public private(set) var y: [Double]
    /// f_k, shape `[K]`.
    public private(set) var nodeClockGHz: [Double]
    let ranges: Ranges
    private let pathGain: PathGain
    private let csi: ChannelInformation
    private let antennas: Int
    /// g/2 of every site and user, with the room that channels ask for, or L g where only means are known.
    private var scale: [Double]
    /// Nil where only means are known.
    private var channels: ChannelVectors?
    private var state: [Int]
    /// Uniforms of every user, or task, as drawn last, two at an address.
    private var first: [Double]
    private var second: [Double]
    private let kind: KernelKind
    private var seed: UInt64 = 0
    private var episode: UInt32 = 0
    /// The slot to be drawn next; nil before the first episode.
    private var nextSlot: UInt32?

    /// Storage for the world of `scenario`, a scenario of the offloading game, waiting for `start`.
    ///
    /// - Parameters:
    ///   - scenario: says everything.
    ///   - kind: the instruction set to draw with.
    /// - Throws: ``ScenarioError`` naming the first parameter that is out of range.
    public init(_ scenario: Scenario, kind: KernelKind = .best) throws(ScenarioError) {
        let parameters = try WorldParameters(scenario)
        model = parameters.model
        chain = parameters.chain
        ranges = parameters.ranges
        pathGain = parameters.pathGain
        csi = parameters.csi
        antennas = parameters.antennas
        userCount = parameters.users
        let nodes = model.values.nodeCount
        sites = OffloadingSites.positions(nodes: nodes, areaM: ranges.areaM)
        let tasks = Array(repeating: 0.0, count: chain.taskCount + 1)
        library = Library(dataMbit: tasks, workMcycle: tasks, deadlineMs: tasks)
        x = Array(repeating: 0, count: userCount)
        y = x
        state = Array(repeating: 0, count: userCount)
        (first, second) = (x, x)
        self.kind = kind
        nodeClockGHz = Array(repeating: 0, count: nodes)
        let pairs = (nodes + 1) * userCount
        switch csi {
        case .instant:
            channels = ChannelVectors(sites: nodes + 1, users: userCount, antennas: antennas, kind: kind)
            scale = Array(repeating: 0, count: pairs + ChannelVectors.scaleRoom)
        case .statistical:
            channels = nil
            scale = Array(repeating: 0, count: pairs)
        }
    }

    /// Starts an episode by drawing what lasts for it; no user has requested anything yet.
    ///
    /// - Complexity: O(F + K M).
    public mutating func start(seed: UInt64, episode: UInt32) {
        (self.seed, self.episode, nextSlot) = (seed, episode, 0)
        for m in state.indices { state[m] = 0 }
        drawLibrary()
        let clocks = RandomStream(seed: seed, purpose: .nodeClock)
        for k in nodeClockGHz.indices {
            let u = clocks.uniforms(slot: 0, environment: episode, n: UInt32(k + 1)).0
            nodeClockGHz[k] = ranges.nodeClockGHz.value(at: u)
        }
        RandomStream(seed: seed, purpose: .userPosition).uniforms(
            slot: 0, environment: episode, first: &x, second: &y, kind: kind)
        for m in x.indices { (x[m], y[m]) = (ranges.areaM * x[m], ranges.areaM * y[m]) }
        measureDistances()
    }

    /// Draws `slot`, the next one of the episode, over what `instance` holds.
    ///
    /// - Parameters:
    ///   - slot: 0 after a start, then one more each time, because requests follow each other.
    ///   - instance: made by `emptyInstance` of this world.
    /// - Complexity: O(K L M^2) with instant, O(M log F) with statistical channels.
    public mutating func draw(slot: UInt32, into instance: inout OffloadingInstance) {
        precondition(slot == nextSlot, "slot \(slot) does not follow")
        precondition(instance.userCount == userCount && instance.model == model, "an instance of another world")
        nextSlot = slot + 1
        drawUniforms(.request, slot)
        var m = 0
        while m < userCount {
            let task = chain.next(from: state[m], u: first[m])
            state[m] = task
            instance.request[m] = task
            instance.dataMbit[m] = library.dataMbit[task]
            instance.workMcycle[m] = library.workMcycle[task]
            instance.deadlineMs[m] = library.deadlineMs[task]
            m += 1
        }
        drawUniforms(.resultRatio, slot)
        m = 0
        while m < userCount {
            instance.resultRatio[m] = ranges.resultRatio.value(at: first[m])
            m += 1
        }
        instance.nodeClockGHz = nodeClockGHz
        fade(slot, &instance)
    }

    /// Storage for slots of this world, nobody active.
    public func emptyInstance() -> OffloadingInstance {
        let pairs = (model.values.nodeCount + 1) * userCount
        let coupling: OffloadingInstance.Coupling =
            switch csi {
            case .instant: .instant(Array(repeating: 0, count: pairs * userCount))
            case .statistical: .statistical(antennas: antennas)
            }
        return OffloadingInstance(
            model: model, users: userCount, uplinkPowerW: ranges.uplinkPowerW, coupling: coupling)
    }

    /// L where channel vectors are drawn; nil where only means are known.
    public var antennaCount: Int? { channels?.antennaCount }

    /// h of user `m` at antenna `l` of site `j` in the slot drawn last; nil where only means are known.
    public func channel(_ j: Int, _ m: Int, _ l: Int) -> (real: Double, imaginary: Double)? {
        guard let drawn = channels?[j, m, l] else { return nil }
        let root = scale[j * userCount + m].squareRoot()
        return (root * drawn.real, root * drawn.imaginary)
    }

    private mutating func drawUniforms(_ purpose: RandomStream.Purpose, _ slot: UInt32) {
        RandomStream(seed: seed, purpose: purpose).uniforms(
            slot: slot, environment: episode, first: &first, second: &second, kind: kind)
    }

    private mutating func drawLibrary() {
        Self.draw(RandomStream(seed: seed, purpose: .taskData), ranges.dataMbit, kind, into: &library.dataMbit)
        Self.draw(RandomStream(seed: seed, purpose: .taskWork), ranges.workMcycle, kind, into: &library.workMcycle)
        Self.draw(RandomStream(seed: seed, purpose: .taskDeadline), ranges.deadlineMs, kind, into: &library.deadlineMs)
    }

    /// One property of every task; entry 0, no task, stays 0.
    private static func draw(
        _ stream: RandomStream, _ range: Interval, _ kind: KernelKind, into values: inout [Double]
    ) {
        var unused = values
        stream.uniforms(slot: 0, environment: 0, first: &values, second: &unused, kind: kind)
        for f in values.indices { values[f] = f == 0 ? 0 : range.value(at: values[f]) }
    }

    private mutating func measureDistances() {
        for (j, site) in sites.enumerated() {
            for m in 0..<userCount {
                let (dx, dy) = (x[m] - site.x, y[m] - site.y)
                scale[j * userCount + m] = (dx * dx + dy * dy).squareRoot()
            }
        }
        pathGain.replaceByGains(&scale)
        let factor = channels == nil ? Double(antennas) : 0.5
        for i in scale.indices { scale[i] *= factor }
    }

    private mutating func fade(_ slot: UInt32, _ instance: inout OffloadingInstance) {
        guard case .instant(var coupling) = instance.coupling else {
            instance.gain = scale
            return
        }
        // Given back below; until then this is the array's only owner, so that it is written in place.
        instance.coupling = .statistical(antennas: antennas)
        channels?.draw(seed: seed, episode: episode, slot: slot)
        channels?.measure(scale: scale, gain: &instance.gain, coupling: &coupling)
        instance.coupling = .instant(coupling)
    }
}
