import Games

/// Static slots of the offloading game with what a test needs to say, and the rest of it drawn.
struct OffloadingSlot {
    var request: [Int]
    /// C; drawn where nothing is said.
    var workMcycle: [Double]?
    var nodeClockGHz: [Double]
    var edgeClockGHz = 30.0
    var capacity = 5
    var powerW = 0.0...20.0
    /// hn2 at the edge server; drawn where nothing is said.
    var edgeGain: [Double]?
    var seed: UInt64 = 1

    func instance() throws -> OffloadingInstance {
        var values = OffloadingModel.Values()
        values.nodeCount = nodeClockGHz.count
        values.nodeCapacity = capacity
        values.edgeClockGHz = edgeClockGHz
        values.lowestPowerW = powerW.lowerBound
        values.highestPowerW = powerW.upperBound
        values.referencePowerW = (powerW.lowerBound + powerW.upperBound) / 2
        let users = request.count
        // A stream that no game and no policy reads.
        let stream = RandomStream(seed: seed, purpose: RandomStream.Purpose(255))
        func uniforms(_ count: Int, _ field: UInt32, _ range: ClosedRange<Double>) -> [Double] {
            (0..<count).map {
                let u = stream.uniforms(slot: 0, n: UInt32($0), m: field).0
                return range.lowerBound + u * (range.upperBound - range.lowerBound)
            }
        }
        let channels = values.nodeCount + 1
        // Gains of 10 to 100 dB over the noise on the uplink.
        var gain = uniforms(channels * users, 0, 1e-12...1e-9)
        if let edgeGain { gain.replaceSubrange(0..<users, with: edgeGain) }
        return try OffloadingInstance(
            model: OffloadingModel(values), request: request, dataMbit: uniforms(users, 1, 0.012...0.06),
            workMcycle: workMcycle ?? uniforms(users, 2, 5...25), deadlineMs: uniforms(users, 3, 5...15),
            resultRatio: uniforms(users, 4, 1...10), uplinkPowerW: Array(repeating: 0.2, count: users),
            nodeClockGHz: nodeClockGHz, gain: gain,
            coupling: .instant(uniforms(channels * users * users, 5, 0...1e-11)))
    }
}
