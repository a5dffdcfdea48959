import Games
import Policy

/// Reads the offloading game from the `instance` part of a stage's observation.
///
/// What a world keeps, the scalars, makes a model; it is made anew only where one of them changed. The slot itself is
/// copied and checked, which for the default slot takes about a microsecond.
struct OffloadingTensors {
    typealias Values = OffloadingModel.Values

    /// Positions among the stage's tensors of what differs from slot to slot.
    private let request, data, work, deadline, ratio, uplinkPower, clock, gain: Int
    /// Position of X; nil where the stage describes channels by their means.
    private let coupling: Int?
    /// Positions of the scalars, in the order of the lists below.
    private let numbers: [Int]
    private let integers: [Int]
    /// Positions of what earlier stages decided; nil in a stage before them.
    private let modes: Int?
    private let powers: Int?

    /// The scalars last read, and the model of them.
    private var latest: (numbers: [Double], integers: [Int32], model: OffloadingModel)?

    private static let numberFields: [(name: String, value: WritableKeyPath<Values, Double> & Sendable)] = [
        ("B", \.bandwidthMHz), ("eps", \.errorProbability), ("N", \.blockLength),
        ("noise_dbm_hz", \.noiseDBmPerHz), ("xi", \.residual), ("p_min", \.lowestPowerW), ("p_max", \.highestPowerW),
        ("p_ref", \.referencePowerW), ("T_cap", \.transferCapMs), ("f_es", \.edgeClockGHz), ("dt", \.twinError),
        ("alpha", \.collaborationWeight), ("tau_fw", \.forwardingDelayMs), ("R_fw", \.forwardingRateMbitPerMs),
        ("g", \.gainWeight), ("w_T", \.timeWeight), ("w_E", \.energyWeight), ("c_beta", \.sharePrice),
        ("Lambda_D", \.deadlinePenalty),
    ]
    private static let integerFields = ["cap", "ulband", "es_gap", "branch", "energy", "csi", "L"]

    /// - Throws: ``PolicyError`` naming the tensor that the stage lacks.
    init(_ stage: Stage) throws(PolicyError) {
        func position(_ name: String) throws(PolicyError) -> Int {
            guard let position = stage.instance.firstIndex(where: { $0.name == name }) else {
                throw PolicyError("stage \(stage.name) has no instance tensor \(name): not an offloading game")
            }
            return position
        }
        func positions(_ names: [String]) throws(PolicyError) -> [Int] {
            var positions: [Int] = []
            for name in names { positions.append(try position(name)) }
            return positions
        }
        (request, data, work) = (try position("mu"), try position("I"), try position("C"))
        (deadline, ratio) = (try position("Tmax"), try position("q"))
        (uplinkPower, clock, gain) = (try position("p_ul"), try position("f_cn"), try position("hn2"))
        coupling = stage.instance.firstIndex { $0.name == "X" }
        numbers = try positions(Self.numberFields.map(\.name))
        integers = try positions(Self.integerFields)
        modes = stage.instance.firstIndex { $0.name == "o" }
        powers = stage.instance.firstIndex { $0.name == "p_dl" }
    }

    /// The slot of environment `row`.
    ///
    /// - Throws: ``PolicyError`` naming the field that no slot can have.
    mutating func instance(_ observations: Observations, row: Int) throws(PolicyError) -> OffloadingInstance {
        let model = try model(observations, row: row)
        func values(_ position: Int) -> [Double] { numbers(at: position, observations, row: row) }
        let coupling = try coupling(observations, row: row)
        let requests = observations.instance[request]
        do throws(InstanceError) {
            return try OffloadingInstance(
                model: model,
                request: requests.int32[row * requests.rowStride..<(row + 1) * requests.rowStride].map(Int.init),
                dataMbit: values(data), workMcycle: values(work), deadlineMs: values(deadline),
                resultRatio: values(ratio), uplinkPowerW: values(uplinkPower), nodeClockGHz: values(clock),
                gain: values(gain), coupling: coupling)
        } catch {
            throw PolicyError("\(error)")
        }
    }

    /// o of environment `row`, decided in an earlier stage.
    func modes(_ observations: Observations, row: Int) -> [Int32] {
        guard let modes else { preconditionFailure("the stage comes before the modes") }
        let tensor = observations.instance[modes]
        return Array(tensor.int32[row * tensor.rowStride..<(row + 1) * tensor.rowStride])
    }

    /// p' of environment `row`, decided in an earlier stage.
    func powersW(_ observations: Observations, row: Int) -> [Double] {
        guard let powers else { preconditionFailure("the stage comes before the powers") }
        return numbers(at: powers, observations, row: row)
    }

    private func numbers(at position: Int, _ observations: Observations, row: Int) -> [Double] {
        let tensor = observations.instance[position]
        return Array(tensor.float64[row * tensor.rowStride..<(row + 1) * tensor.rowStride])
    }

    /// The model of environment `row`: the latest where it has the same scalars.
    private mutating func model(_ observations: Observations, row: Int) throws(PolicyError) -> OffloadingModel {
        let tensors = observations.instance
        if let latest,
            numbers.indices.allSatisfy({ tensors[numbers[$0]].float64[row] == latest.numbers[$0] }),
            integers.indices.allSatisfy({ tensors[integers[$0]].int32[row] == latest.integers[$0] })
        {
            return latest.model
        }
        var values = Values()
        values.nodeCount = tensors[clock].rowStride
        for (field, position) in zip(Self.numberFields, numbers) {
            values[keyPath: field.value] = tensors[position].float64[row]
        }
        values.nodeCapacity = Int(tensors[integers[0]].int32[row])
        values.uplinkBand = try word("ulband", observations, row: row)
        values.edgeServerGap = try word("es_gap", observations, row: row)
        values.branch = try word("branch", observations, row: row)
        values.energyLaw = try word("energy", observations, row: row)
        do throws(InstanceError) {
            let model = try OffloadingModel(values)
            latest = (
                numbers.map { tensors[$0].float64[row] }, integers.map { tensors[$0].int32[row] }, model
            )
            return model
        } catch {
            throw PolicyError("\(error)")
        }
    }

    /// The case of a switch that its number stands for.
    private func word<Word: CaseIterable>(
        _ name: String, _ observations: Observations, row: Int
    ) throws(PolicyError) -> Word {
        let words = Array(Word.allCases)
        let number = Int(integer(name, observations, row: row))
        guard words.indices.contains(number) else {
            throw PolicyError("\(name): is \(number), not in 0...\(words.count - 1)")
        }
        return words[number]
    }

    private func coupling(_ observations: Observations, row: Int) throws(PolicyError) -> OffloadingInstance.Coupling {
        switch integer("csi", observations, row: row) {
        case 0:
            guard let coupling else { throw PolicyError("X: is missing, though csi is instant") }
            return .instant(numbers(at: coupling, observations, row: row))
        case 1: return .statistical(antennas: Int(integer("L", observations, row: row)))
        case let other: throw PolicyError("csi: is \(other), neither 0, instant, nor 1, statistical")
        }
    }

    private func integer(_ name: String, _ observations: Observations, row: Int) -> Int32 {
        guard let index = Self.integerFields.firstIndex(of: name) else {
            preconditionFailure("\(name) is no whole number of an instance")
        }
        return observations.instance[integers[index]].int32[row]
    }
}
