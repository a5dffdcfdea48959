import Games
import Testing

@Suite("A certificate")
struct CertificateTests {
    /// A leader's value beside a bound, and the gap between them.
    struct Case: CustomTestStringConvertible {
        let direction: Metric.Direction
        let value: Double?
        let bound: Double?
        let gap: Double?
        var testDescription: String { "\(direction) value \(value ?? .nan), bound \(bound ?? .nan)" }
    }

    static let cases = [
        Case(direction: .higher, value: 3, bound: 4, gap: 0.25),
        Case(direction: .higher, value: 4, bound: 4, gap: 0),
        Case(direction: .higher, value: -1, bound: 0, gap: 0),
        Case(direction: .higher, value: -1, bound: 4, gap: 1.25),
        Case(direction: .higher, value: nil, bound: 4, gap: nil),
        Case(direction: .higher, value: 4, bound: nil, gap: nil),
        Case(direction: .lower, value: 5, bound: 4, gap: 0.25),
        Case(direction: .lower, value: 4, bound: 4, gap: 0),
        Case(direction: .lower, value: 0, bound: 0, gap: 0),
        Case(direction: .lower, value: 1, bound: 0, gap: nil),
        Case(direction: .lower, value: 1, bound: -1, gap: nil),
        Case(direction: .lower, value: nil, bound: 4, gap: nil),
    ]

    @Test("says what share of the bound the play may miss", arguments: cases)
    func gap(_ reference: Case) {
        let certificate = Certificate(
            nashConv: 0, bound: reference.bound, value: reference.value, direction: reference.direction,
            converged: true, rounds: 1)
        #expect(certificate.gap == reference.gap)
        #expect(certificate.bound == reference.bound)
    }

    @Test("takes a value that rounding put beyond the bound for the bound, and no other", arguments: [1.0, -1])
    func rounding(sign: Double) {
        let direction: Metric.Direction = sign > 0 ? .higher : .lower
        for (error, isRounding) in [(1e-13, true), (1e-11, false)] {
            let value = 4 * (1 + sign * error)
            let certificate = Certificate(
                nashConv: 0, bound: 4, value: value, direction: direction, converged: true, rounds: 1)
            #expect(certificate.bound == (isRounding ? value : 4))
            #expect(certificate.gap == 0)
        }
    }
}
