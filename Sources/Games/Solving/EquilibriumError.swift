/// Why there is no solution; the cases carry what a person needs to ask again.
public enum EquilibriumError: Error, Hashable, Sendable {
    /// The game knows no such concept; `known` are the names it has.
    case unknownConcept(String, known: [String])
    /// `concept` takes instances up to `limit` of `measured`; `remedy` names what to ask for instead.
    case tooLarge(concept: String, measured: String, size: Int, limit: Int, remedy: String)
}

extension EquilibriumError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownConcept(let name, let known):
            let nearest = nearestName(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
            return "there is no concept \(name)\(nearest); known are \(known.joined(separator: ", "))"
        case .tooLarge(let concept, let measured, let size, let limit, let remedy):
            return "\(concept) takes \(measured) up to \(limit), not \(size); ask for \(remedy)"
        }
    }
}
