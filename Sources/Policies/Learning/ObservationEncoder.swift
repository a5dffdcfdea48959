import Learners
import Policy

/// How a stage's observation becomes a row of numbers: its tensors one after the other, discrete ones as indicators.
struct ObservationEncoder: Sendable, Hashable {
    private let spaces: [TensorSpace]
    /// One a tensor.
    let normalisation: [Normalisation]
    /// Numbers of a row.
    let width: Int

    /// What a box's numbers are multiplied by, and what is added.
    struct Normalisation: Sendable, Hashable {
        var scale: Float = 1
        var shift: Float = 0
    }

    init(_ spaces: [TensorSpace], _ normalisation: [Normalisation]) {
        precondition(spaces.count == normalisation.count, "\(normalisation.count) normalisations of \(spaces.count)")
        self.spaces = spaces
        self.normalisation = normalisation
        width = spaces.reduce(0) { $0 + Self.width(of: $1) }
    }

    /// Whether what it encodes are tensors of `spaces`.
    func encodes(_ spaces: [TensorSpace]) -> Bool { self.spaces == spaces }

    private static func width(of space: TensorSpace) -> Int {
        switch space.domain {
        case .box: space.elementCount
        case .discrete(_, let count): space.elementCount * Int(count)
        }
    }

    /// Writes the state that agent `agent` of `agents` sees in every row.
    func encode(_ observations: Observations, agent: Int, into states: Matrix) {
        var column = 0
        for (index, tensor) in observations.observation.enumerated() {
            let (space, scale, shift) = (spaces[index], normalisation[index].scale, normalisation[index].shift)
            let elements = space.elementCount
            for row in 0..<observations.rows {
                let source = row * tensor.rowStride + agent * elements
                let target = row * width + column
                switch (space.domain, space.elementType) {
                case (.discrete(let start, let count), _):
                    let count = Int(count)
                    for i in 0..<elements * count { states[target + i] = 0 }
                    for i in 0..<elements {
                        states[target + i * count + Int(tensor.int32[source + i] - start)] = 1
                    }
                case (.box, .float32):
                    for i in 0..<elements { states[target + i] = scale * tensor.float32[source + i] + shift }
                case (.box, .float64):
                    for i in 0..<elements {
                        states[target + i] = scale * Float(tensor.float64[source + i]) + shift
                    }
                case (.box, .int32):
                    for i in 0..<elements {
                        states[target + i] = scale * Float(tensor.int32[source + i]) + shift
                    }
                }
            }
            column += Self.width(of: space)
        }
    }

    /// What each number of a row is multiplied by, and what is added to it.
    var rowNormalisation: (scales: [Float], shifts: [Float]) {
        var (scales, shifts): ([Float], [Float]) = ([], [])
        for (space, normalisation) in zip(spaces, normalisation) {
            let isBox = if case .box = space.domain { true } else { false }
            let count = Self.width(of: space)
            scales += Array(repeating: isBox ? normalisation.scale : 1, count: count)
            shifts += Array(repeating: isBox ? normalisation.shift : 0, count: count)
        }
        return (scales, shifts)
    }
}
