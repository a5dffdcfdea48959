import Games
import Testing

@Suite("Request chain")
struct RequestChainTests {
    struct Law: CustomTestStringConvertible, Sendable {
        let tasks: Int
        let idle: Double
        let exponent: Double
        let successors: Int
        var testDescription: String { "F=\(tasks) R=\(idle) delta=\(exponent) N=\(successors)" }

        func chain(_ wrap: RequestChain.Wrap) throws -> RequestChain {
            try RequestChain(
                taskCount: tasks, idleProbability: idle, popularityExponent: exponent, successorCount: successors,
                wrap: wrap)
        }
    }

    static let laws = [
        Law(tasks: 30, idle: 0.1, exponent: 0.7, successors: 3),
        Law(tasks: 30, idle: 0.1, exponent: 1.3, successors: 30),
        Law(tasks: 1, idle: 0.1, exponent: 0.7, successors: 1),
        Law(tasks: 7, idle: 0, exponent: 0, successors: 2),
        Law(tasks: 7, idle: 1, exponent: 0.7, successors: 7),
        Law(tasks: 12, idle: 0.3, exponent: -2, successors: 5),
        Law(tasks: 12, idle: 0.3, exponent: 1e308, successors: 11),
        Law(tasks: 12, idle: 0.3, exponent: -1e308, successors: 1),
        Law(tasks: 5, idle: 1e-17, exponent: 900, successors: 4),
    ]

    @Test("has rows that sum to 1", arguments: laws, RequestChain.Wrap.allCases)
    func stochastic(_ law: Law, _ wrap: RequestChain.Wrap) throws {
        let chain = try law.chain(wrap)
        for state in 0...law.tasks {
            let row = chain.row(state)
            #expect(row.count == law.tasks + 1)
            #expect(row.allSatisfy { $0 >= 0 })
            // Each of F + 1 additions of numbers below 1 rounds by half an ulp of 1 at most.
            #expect(abs(row.reduce(0, +) - 1) <= Double(law.tasks + 2) * 0x1p-53)
        }
    }

    @Test("asks for nothing with probability R from everywhere", arguments: laws)
    func idle(_ law: Law) throws {
        let chain = try law.chain(.wrapF)
        for state in 0...law.tasks { #expect(chain.row(state)[0] == law.idle) }
    }

    /// Section 3 as it stands.
    static func row(_ i: Int, of law: Law, _ wrap: RequestChain.Wrap) -> [Double] {
        var row = Array(repeating: 0.0, count: law.tasks + 1)
        row[0] = law.idle
        for q in 1...law.successors {
            let j = wrap == .wrapF ? (i - 1 + q) % law.tasks + 1 : (i + q) % (law.tasks + 1)
            row[j] += (1 - law.idle) / Double(law.successors)
        }
        return row
    }

    @Test("has the rows of the specification", arguments: laws, RequestChain.Wrap.allCases)
    func rows(_ law: Law, _ wrap: RequestChain.Wrap) throws {
        let chain = try law.chain(wrap)
        for state in 1...law.tasks { #expect(chain.row(state) == Self.row(state, of: law, wrap)) }
    }

    @Test("draws by the running sums of its rows, at their very ends too", arguments: laws, RequestChain.Wrap.allCases)
    func inverse(_ law: Law, _ wrap: RequestChain.Wrap) throws {
        let chain = try law.chain(wrap)
        let stream = RandomStream(seed: 5, purpose: .init(31))
        for state in 0...law.tasks {
            let row = chain.row(state)
            var sums = [row[0]]
            for p in row.dropFirst() { sums.append(sums[sums.count - 1] + p) }
            let ends = sums.flatMap { [$0.nextDown, $0, $0.nextUp] }.filter { (0..<1).contains($0) }
            let between = (0..<100).map { stream.uniforms(slot: UInt32(state), n: $0).0 }
            for u in ends + between + [0, 1.0.nextDown] {
                let expected = sums.firstIndex { u < $0 } ?? row.lastIndex { $0 > 0 }
                #expect(chain.next(from: state, u: u) == expected, "state \(state), u = \(u)")
                #expect(RequestChain.next(in: row, u: u) == expected)
            }
        }
    }

    @Test("keeps its stationary law", arguments: laws, RequestChain.Wrap.allCases)
    func stationary(_ law: Law, _ wrap: RequestChain.Wrap) throws {
        let chain = try law.chain(wrap)
        let pi = chain.stationaryLaw()
        // Sums of F products of numbers below 1, and the elimination, whose entries are as accurate as its input.
        let tolerance = 1e-14 * Double(law.tasks)
        #expect(abs(pi.reduce(0, +) - 1) <= tolerance)
        for j in 0...law.tasks {
            let after = (0...law.tasks).reduce(0) { $0 + pi[$1] * chain.row($1)[j] }
            #expect(abs(after - pi[j]) <= tolerance)
        }
        if wrap == .wrapF { #expect(abs(pi[0] - law.idle) <= tolerance) }
    }

    @Test("spends its time as its stationary law says")
    func ergodic() throws {
        let chain = try Law(tasks: 5, idle: 0.2, exponent: 0.7, successors: 2).chain(.additive)
        let stream = RandomStream(seed: 11, purpose: .init(31))
        let count = 200_000
        var (state, visits) = (0, Array(repeating: 0, count: 6))
        for n in 0..<UInt32(count) {
            state = chain.next(from: state, u: stream.uniforms(slot: 0, n: n).0)
            visits[state] += 1
        }
        for (share, visits) in zip(chain.stationaryLaw(), visits) {
            // The chain forgets within a few steps; 4 times the variance of independent draws is more than its own. Five
            // such standard errors: a fixed seed, chance below 1e-6.
            let error = (4 * share * (1 - share) / Double(count)).squareRoot()
            #expect(abs(Double(visits) / Double(count) - share) < 5 * error)
        }
    }

    @Test("takes a library of 100,000 tasks, each followed by any other")
    func large() throws {
        let chain = try Law(tasks: 100_000, idle: 0.1, exponent: 0.7, successors: 100_000).chain(.wrapF)
        #expect(chain.next(from: 0, u: 0.05) == 0)
        #expect(chain.next(from: 99_999, u: 0.1.nextUp) == 1)
        #expect(chain.next(from: 1, u: 1.0.nextDown) == 100_000)
    }

    @Test(
        "refuses what is out of range, naming it",
        arguments: [
            (Law(tasks: 0, idle: 0.1, exponent: 0.7, successors: 1), "F"),
            (Law(tasks: 100_001, idle: 0.1, exponent: 0.7, successors: 1), "F"),
            (Law(tasks: 3, idle: 1.1, exponent: 0.7, successors: 1), "R"),
            (Law(tasks: 3, idle: -0.1, exponent: 0.7, successors: 1), "R"),
            (Law(tasks: 3, idle: .nan, exponent: 0.7, successors: 1), "R"),
            (Law(tasks: 3, idle: 0.1, exponent: .infinity, successors: 1), "delta"),
            (Law(tasks: 3, idle: 0.1, exponent: .nan, successors: 1), "delta"),
            (Law(tasks: 3, idle: 0.1, exponent: 0.7, successors: 4), "Nn"),
            (Law(tasks: 3, idle: 0.1, exponent: 0.7, successors: 0), "Nn"),
        ])
    func refusal(_ law: Law, _ field: String) {
        let error = #expect(throws: InstanceError.self) { try law.chain(.wrapF) }
        #expect(error?.field == field)
    }
}
