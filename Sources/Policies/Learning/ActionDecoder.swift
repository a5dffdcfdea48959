import Learners
import Policy

/// How a learner's encoded action becomes the tensors of an action space.
///
/// A space of boxes is a row of shares of their ranges. A space of a discrete tensor and a box of as many elements is a
/// choice each with a number that goes with it; a value below 0 of the discrete one stands for none of the options.
struct ActionDecoder: Sendable, Hashable {
    let space: ActionSpace
    /// What a learner decides.
    let action: AgentDesign.Action
    /// Bounds of the boxes' elements, in the order of the numbers.
    private let bounds: [ClosedRange<Double>]
    /// What a learner's numbers are shares of: its squash's range.
    private let shares: ClosedRange<Float>
    /// The least share of its range that a number takes that goes with a choice.
    let floor: Double

    /// - Parameters:
    ///   - space: what is decided in.
    ///   - shares: what a learner's numbers are shares of.
    ///   - floor: the least share of its range that a number takes that goes with a choice, so that what was chosen is not
    ///     undone by a number next to nothing.
    /// - Throws: ``PolicyError`` where the space is neither.
    init(_ space: ActionSpace, shares: ClosedRange<Float>, floor: Double) throws(PolicyError) {
        self.space = space
        self.shares = shares
        self.floor = floor
        var bounds: [ClosedRange<Double>] = []
        var discrete: (start: Int32, count: Int32, elements: Int)?
        for tensor in space.tensors {
            switch tensor.domain {
            case .discrete(let start, let count):
                guard discrete == nil else { throw PolicyError("action space \(space.name) has two discrete tensors") }
                discrete = (start, count, tensor.elementCount)
            case .box(let low, let high):
                for element in 0..<tensor.elementCount {
                    let (least, most) = (low[low.count == 1 ? 0 : element], high[high.count == 1 ? 0 : element])
                    guard least.isFinite, most.isFinite else {
                        throw PolicyError("\(tensor.name) has no finite bounds: there is nothing to take a share of")
                    }
                    bounds.append(least...most)
                }
            }
        }
        guard let discrete else {
            self.bounds = bounds
            action = .numbers(bounds.count)
            return
        }
        self.bounds = bounds.map { $0.lowerBound + floor * ($0.upperBound - $0.lowerBound)...$0.upperBound }
        let none = Int(max(0, -discrete.start))
        guard bounds.count == discrete.elements, none <= 1, discrete.start <= 0 else {
            throw PolicyError(
                "action space \(space.name) is not a choice among options (or -1 for none) with a number each")
        }
        action = .choices(discrete.elements, options: Int(discrete.count) - none, allowsNone: none == 1)
    }

    /// The length of each number's range.
    var scales: [Float] { bounds.map { Float($0.upperBound - $0.lowerBound) } }
    /// The lower bound of each number's range.
    var offsets: [Float] { bounds.map { Float($0.lowerBound) } }

    /// Writes what agent `agent` decided in the first `rows` rows.
    func decode(_ actions: Matrix, rows: Int, agent: Int, into tensors: inout [Tensor]) {
        switch action {
        case .numbers(let count): decodeNumbers(actions, count, rows: rows, agent: agent, into: &tensors)
        case .choices(let count, let options, let allowsNone):
            decodeChoices(actions, count, options, allowsNone, rows: rows, agent: agent, into: &tensors)
        }
    }

    private func decodeNumbers(_ actions: Matrix, _ count: Int, rows: Int, agent: Int, into tensors: inout [Tensor]) {
        for row in 0..<rows {
            var number = 0
            for index in tensors.indices {
                let elements = tensors[index].space.elementCount
                let first = row * tensors[index].rowStride + agent * elements
                for element in 0..<elements {
                    set(&tensors[index], first + element, share: actions[row * count + number], of: bounds[number])
                    number += 1
                }
            }
        }
    }

    private func decodeChoices(
        _ actions: Matrix, _ count: Int, _ options: Int, _ allowsNone: Bool, rows: Int, agent: Int,
        into tensors: inout [Tensor]
    ) {
        let pairs = count * options
        for index in tensors.indices {
            let space = tensors[index].space
            for row in 0..<rows {
                for choice in 0..<count {
                    let place = row * tensors[index].rowStride + agent * space.elementCount + choice
                    let chosen = (0..<options).first { actions[row * 2 * pairs + choice * options + $0] == 1 }
                    if case .discrete = space.domain {
                        tensors[index].int32[place] = chosen.map(Int32.init) ?? -1
                    } else {
                        let share = chosen.map { actions[row * 2 * pairs + pairs + choice * options + $0] }
                        set(&tensors[index], place, share: share ?? shares.lowerBound, of: bounds[choice])
                    }
                }
            }
        }
    }

    /// Sets a number to a share of its range, ends included however the arithmetic rounds.
    private func set(_ tensor: inout Tensor, _ index: Int, share: Float, of range: ClosedRange<Double>) {
        let part = Double(share - shares.lowerBound) / Double(shares.upperBound - shares.lowerBound)
        let value = min(
            max(range.lowerBound + part * (range.upperBound - range.lowerBound), range.lowerBound), range.upperBound)
        switch tensor.space.elementType {
        case .float32: tensor.float32[index] = Float(value)
        case .float64: tensor.float64[index] = value
        case .int32: tensor.int32[index] = Int32(value.rounded())
        }
    }
}
