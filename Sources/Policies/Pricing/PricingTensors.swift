import Games
import Policy

/// Reads the pricing game from the `instance` part of a stage's observation.
struct PricingTensors {
    private enum Field: String, CaseIterable {
        case bandwidth = "W_MHz"
        case speed = "f_GcyclePerS"
        case x
        case rho = "rho_perMB"
        case power = "p_W"
        case gain = "h"
        case cycles = "c_GcyclePerMB"
        case limit = "o_MB"
        case gammaA
        case gammaD = "gammaD_perS"
        case eps
        case noise = "sigma2_W"
        case priceScale
        case mode
    }

    /// Position of each field among the stage's tensors.
    private let positions: [Field: Int]
    /// Position of the posted prices; nil in a stage before them.
    private let prices: Int?

    /// - Throws: ``PolicyError`` naming the tensor that the stage lacks.
    init(_ stage: Stage) throws(PolicyError) {
        var positions: [Field: Int] = [:]
        for field in Field.allCases {
            guard let position = stage.instance.firstIndex(where: { $0.name == field.rawValue }) else {
                throw PolicyError("stage \(stage.name) has no instance tensor \(field.rawValue): not a pricing game")
            }
            positions[field] = position
        }
        self.positions = positions
        prices = stage.instance.firstIndex { $0.name == "mu" }
    }

    /// The game of environment `row`.
    ///
    /// - Throws: ``PolicyError`` naming the field that no pricing game can have.
    func instance(_ observations: Observations, row: Int) throws(PolicyError) -> PricingInstance {
        func values(_ field: Field) -> [Double] { self.values(field, observations, row: row) }
        let (gain, cycles) = (values(.gain), values(.cycles))
        let stations = values(.bandwidth).count
        do throws(InstanceError) {
            return try PricingInstance(
                bandwidthMHz: values(.bandwidth), speedGcyclePerS: values(.speed), x: values(.x),
                rhoPerMB: values(.rho), powerW: values(.power), h: rows(gain, of: stations),
                cyclesGcyclePerMB: rows(cycles, of: stations), limitMB: values(.limit), gammaA: values(.gammaA),
                gammaDPerS: values(.gammaD), eps: values(.eps)[0], noiseW: values(.noise)[0],
                idleMode: mode(observations, row: row) == 0 ? .silent : .connected)
        } catch {
            throw PolicyError("\(error)")
        }
    }

    /// Whether row `row` has the game of row `other` of `earlier` but for the gains.
    func isAlike(_ observations: Observations, row: Int, _ earlier: Observations, row other: Int) -> Bool {
        Field.allCases.allSatisfy { field in
            switch field {
            case .gain, .priceScale: true
            case .mode: mode(observations, row: row) == mode(earlier, row: other)
            default: values(field, observations, row: row) == values(field, earlier, row: other)
            }
        }
    }

    /// h, shape `[rows, N, M]`, as it was sent.
    func gain(_ observations: Observations) -> Tensor { observations.instance[position(.gain)] }

    /// o, shape `[rows, N]`.
    func limit(_ observations: Observations) -> Tensor { observations.instance[position(.limit)] }

    /// mu, shape `[rows, N, M]`, as it was posted.
    func prices(_ observations: Observations) -> Tensor {
        guard let prices else { preconditionFailure("the stage comes before the prices") }
        return observations.instance[prices]
    }

    /// mu for u = 1 in environment `row`, shape `[N, M]`.
    func priceScale(_ observations: Observations, row: Int) -> [Double] { values(.priceScale, observations, row: row) }

    private func position(_ field: Field) -> Int {
        guard let position = positions[field] else {
            preconditionFailure("\(field.rawValue) was looked up at the start")
        }
        return position
    }

    private func values(_ field: Field, _ observations: Observations, row: Int) -> [Double] {
        let tensor = observations.instance[position(field)]
        return Array(tensor.float64[row * tensor.rowStride..<(row + 1) * tensor.rowStride])
    }

    private func mode(_ observations: Observations, row: Int) -> Int32 {
        observations.instance[position(.mode)].int32[row]
    }

    private func rows(_ values: [Double], of count: Int) -> [[Double]] {
        stride(from: 0, to: values.count, by: count).map { Array(values[$0..<$0 + count]) }
    }
}
