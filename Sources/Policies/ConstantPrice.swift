import Policy

/// Posts the same share `u` of every price's range in every slot, or of whatever range a game has the operator decide in.
///
/// The weakest operator worth beating: an operator that learned less than this has learned nothing
/// (pricing specification, section 11, gives its value at the best constant).
public struct ConstantPrice: Policy {
    public static let name = "constant-price"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.operator]

    /// Share of the range `low ... high` of each element.
    private var share = 0.35

    public init() {}

    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        if let text = session.option("u") {
            guard let value = Double(text), (0...1).contains(value) else {
                throw PolicyError("option u is '\(text)'; give a number from 0 to 1")
            }
            share = value
        }
        var acceptance = Acceptance(session)
        acceptance.wantsObservation = false
        return acceptance
    }

    public mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        for index in actions.tensors.indices {
            let space = actions.tensors[index].space
            guard case .box(let low, let high) = space.domain else {
                throw PolicyError("\(space.name) is not a number but a choice")
            }
            let count = observations.rows * actions.tensors[index].rowStride
            let elements = space.elementCount
            switch space.elementType {
            case .float64:
                for i in 0..<count {
                    let (lower, upper) = bounds(low, high, i % elements)
                    actions.tensors[index].float64[i] = lower + share * (upper - lower)
                }
            case .float32:
                for i in 0..<count {
                    let (lower, upper) = bounds(low, high, i % elements)
                    actions.tensors[index].float32[i] = Float(lower + share * (upper - lower))
                }
            case .int32:
                throw PolicyError("\(space.name) is a box of whole numbers, of which there are no shares")
            }
        }
    }

    private func bounds(_ low: [Double], _ high: [Double], _ element: Int) -> (Double, Double) {
        (low.count == 1 ? low[0] : low[element], high.count == 1 ? high[0] : high[element])
    }
}
