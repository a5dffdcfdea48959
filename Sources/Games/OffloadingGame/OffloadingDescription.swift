import Policy

/// The full static slot as the tensors of a stage's `instance`, under the field names of instance files.
///
/// First what a slot draws (mu, I, C, Tmax, q, p_ul, f_cn, hn2, and X where channels are known), then the model's numbers,
/// then its whole numbers and switches, a switch as the place of its word in the enumeration. Stages add what was decided
/// before them.
struct OffloadingDescription: Sendable {
    /// Spaces of the tensors, in order.
    let spaces: [TensorSpace]
    /// Values of the tensors that follow those of the slot: numbers, then integers.
    private let numbers: [Double]
    private let integers: [Int32]

    /// - Parameters:
    ///   - instance: a slot of the game, for its model and shapes.
    ///   - taskCount: F.
    ///   - antennas: L where the slot itself does not say it.
    init(_ instance: OffloadingInstance, taskCount: Int, antennas: Int) {
        let (users, channels) = (instance.userCount, instance.nodeCount + 1)
        func field(_ name: String, _ shape: [Int]) -> TensorSpace {
            .box(name, shape: shape, 0...Double.greatestFiniteMagnitude)
        }
        var spaces = [
            TensorSpace.discrete("mu", shape: [users], count: Int32(taskCount + 1)), field("I", [users]),
            field("C", [users]), field("Tmax", [users]), field("q", [users]), field("p_ul", [users]),
            field("f_cn", [channels - 1]), field("hn2", [channels, users]),
        ]
        let knowledge: OffloadingWorld.ChannelInformation
        let antennaCount: Int
        switch instance.coupling {
        case .instant:
            spaces.append(field("X", [channels, users, users]))
            (knowledge, antennaCount) = (.instant, antennas)
        case .statistical(let antennas): (knowledge, antennaCount) = (.statistical, antennas)
        }

        let values = instance.model.values
        let named: [(name: String, value: Double)] = [
            ("B", values.bandwidthMHz), ("eps", values.errorProbability), ("N", values.blockLength),
            ("noise_dbm_hz", values.noiseDBmPerHz), ("xi", values.residual), ("p_min", values.lowestPowerW),
            ("p_max", values.highestPowerW), ("p_ref", values.referencePowerW), ("T_cap", values.transferCapMs),
            ("f_es", values.edgeClockGHz), ("dt", values.twinError), ("alpha", values.collaborationWeight),
            ("tau_fw", values.forwardingDelayMs), ("R_fw", values.forwardingRateMbitPerMs), ("g", values.gainWeight),
            ("w_T", values.timeWeight), ("w_E", values.energyWeight), ("c_beta", values.sharePrice),
            ("Lambda_D", values.deadlinePenalty),
        ]
        let everything = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        spaces += named.map { .box($0.name, shape: [], everything) }
        numbers = named.map(\.value)

        // A node never takes more users than there are, so that the limit changes nothing but fits the wire's integers.
        let capacity = min(values.nodeCapacity, users)
        let counted: [(name: String, value: Int32, count: Int32)] = [
            ("cap", Int32(capacity), Int32(users + 1)), ("L", Int32(antennaCount), Int32(antennaCount + 1)),
            values.uplinkBand.tensor("ulband"), knowledge.tensor("csi"), values.edgeServerGap.tensor("es_gap"),
            values.branch.tensor("branch"), values.energyLaw.tensor("energy"),
        ]
        spaces += counted.map { .discrete($0.name, count: $0.count) }
        integers = counted.map(\.value)
        self.spaces = spaces
    }

    /// Writes `instance` to row `row` of `tensors`, which has the spaces' order.
    func write(_ instance: OffloadingInstance, row: Int, into tensors: inout [Tensor]) {
        let users = instance.userCount
        for m in 0..<users { tensors[0].int32[row * users + m] = Int32(instance.request[m]) }
        tensors[1].set(row, to: instance.dataMbit)
        tensors[2].set(row, to: instance.workMcycle)
        tensors[3].set(row, to: instance.deadlineMs)
        tensors[4].set(row, to: instance.resultRatio)
        tensors[5].set(row, to: instance.uplinkPowerW)
        tensors[6].set(row, to: instance.nodeClockGHz)
        tensors[7].set(row, to: instance.gain)
        var next = 8
        if case .instant(let x) = instance.coupling {
            tensors[next].set(row, to: x)
            next += 1
        }
        for i in numbers.indices { tensors[next + i].float64[row] = numbers[i] }
        next += numbers.count
        for i in integers.indices { tensors[next + i].int32[row] = integers[i] }
    }
}

extension Tensor {
    /// Writes `values`, all of row `row`.
    mutating func set(_ row: Int, to values: [Double]) {
        precondition(values.count == rowStride, "\(values.count) values for \(rowStride) of \(space.name)")
        let first = row * rowStride
        var target = float64.mutableSpan
        let source = values.span
        for i in source.indices { target[first + i] = source[i] }
    }
}

extension RawRepresentable where Self: CaseIterable & Equatable {
    /// The switch `name` as a tensor: the place of its word among all.
    fileprivate func tensor(_ name: String) -> (name: String, value: Int32, count: Int32) {
        var place: Int32 = 0
        for word in Self.allCases {
            if word == self { break }
            place += 1
        }
        return (name, place, Int32(Self.allCases.count))
    }
}
