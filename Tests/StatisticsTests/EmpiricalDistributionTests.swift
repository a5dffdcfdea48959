import Testing

@testable import Statistics

@Suite("An empirical distribution")
struct EmpiricalDistributionTests {
    @Test("has the quantiles of definition 1: the smallest value that the share reaches")
    func quantiles() {
        let distribution = EmpiricalDistribution([4, 1, 3, 2])
        let expected: [(share: Double, value: Double)] = [
            (0, 1), (0.25, 1), (0.26, 2), (0.5, 2), (0.51, 3), (0.75, 3), (0.99, 4), (1, 4),
        ]
        for (share, value) in expected { #expect(distribution.quantile(share) == value) }
        #expect(EmpiricalDistribution([]).quantile(0.5) == nil)
        #expect(EmpiricalDistribution([7]).quantile(0.01) == 7)
    }

    @Test("names every distinct value once, with the share at or below it")
    func points() {
        let points = EmpiricalDistribution([2, 1, 2, 5]).points(most: 10)
        #expect(points.map(\.value) == [1, 2, 5])
        #expect(points.map(\.cumulativeShare) == [0.25, 0.75, 1])
        #expect(EmpiricalDistribution([]).points(most: 2).isEmpty)
    }

    @Test("thinned keeps both ends and every share it names", arguments: [2, 3, 7, 100, 999])
    func thinned(most: Int) {
        let samples = (0..<1000).map { Double(($0 * 7919) % 1000) }
        let all = EmpiricalDistribution(samples).points(most: 1000)
        let thinned = EmpiricalDistribution(samples).points(most: most)
        #expect(thinned.count == most)
        #expect(thinned.first == all.first && thinned.last == all.last)
        #expect(thinned.allSatisfy(all.contains))
        #expect(zip(thinned, thinned.dropFirst()).allSatisfy { $0.value < $1.value })
    }
}
