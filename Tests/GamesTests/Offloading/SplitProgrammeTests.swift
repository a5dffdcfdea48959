import Games
import Testing

@Suite("Split and share programme")
struct SplitProgrammeTests {
    struct Case {
        let programme: SplitProgramme
        let a: Double
        let e: Double
        let shareCap: Double
        let slackMs: Double

        func objective(split: Double, share: Double) -> Double {
            let time = programme.processingMs(a: a, e: e, split: split, share: share)
            let late = time > slackMs + 1e-12
            return -programme.gainWeight * time - programme.sharePrice * share
                - (late ? programme.deadlinePenalty : 0)
        }
    }

    /// A random programme: free or priced shares, with or without a deadline.
    static func draw(_ index: UInt32, _ branch: OffloadingModel.Branch) -> Case {
        let stream = RandomStream(seed: 17, purpose: .init(31))
        let (u1, u2) = stream.uniforms(slot: 0, n: index)
        let (u3, u4) = stream.uniforms(slot: 1, n: index)
        let (u5, u6) = stream.uniforms(slot: 2, n: index)
        let (a, e) = (0.5 + 30 * u1, 0.5 + 20 * u2)
        return Case(
            programme: SplitProgramme(
                branch: branch, gainWeight: 1, sharePrice: [0, 0.5, 2, 8][Int(4 * u3)],
                deadlinePenalty: [0, 5, 1000][Int(3 * u5)]),
            a: a, e: e, shareCap: 1 / Double(1 + Int(5 * u4)), slackMs: u6 < 0.3 ? .infinity : 1.2 * e * (u6 - 0.3))
    }

    @Test("is solved better than by any point of a fine grid", arguments: OffloadingModel.Branch.allCases)
    func optimal(_ branch: OffloadingModel.Branch) {
        for index in 0..<400 as Range<UInt32> {
            let it = Self.draw(index, branch)
            let solution = it.programme.solve(a: it.a, e: it.e, shareCap: it.shareCap, slackMs: it.slackMs)
            #expect((0...1).contains(solution.split) && (0...it.shareCap).contains(solution.share))
            // What is claimed is what the point has; by construction in time where a deadline binds.
            let time = it.programme.processingMs(a: it.a, e: it.e, split: solution.split, share: solution.share)
            #expect(abs(time - solution.processingMs) <= 1e-14 * it.e)
            #expect(solution.isFeasible == (time <= it.slackMs + 1e-12))
            for i in 0...60 {
                let share = it.shareCap * Double(i) / 60
                for s in 0...60 where share > 0 || s == 0 {
                    #expect(it.objective(split: Double(s) / 60, share: share) <= solution.objective + 1e-12)
                }
            }
        }
    }

    @Test("with free shares is two resistors in parallel")
    func resistors() {
        let programme = SplitProgramme(branch: .parallel, gainWeight: 1, sharePrice: 0, deadlinePenalty: 0)
        let solution = programme.solve(a: 3, e: 12, shareCap: 0.25, slackMs: .infinity)
        #expect(solution.share == 0.25)
        #expect(solution.processingMs == 6)
        #expect(solution.split == 0.5)
    }

    @Test("of an empty task is nothing", arguments: OffloadingModel.Branch.allCases)
    func empty(_ branch: OffloadingModel.Branch) {
        let programme = SplitProgramme(branch: branch, gainWeight: 1, sharePrice: 0, deadlinePenalty: 1000)
        let solution = programme.solve(a: 0, e: 0, shareCap: 0.5, slackMs: 0)
        #expect(solution.split == 0 && solution.share == 0 && solution.processingMs == 0 && solution.isFeasible)
    }

    @Test("is where the primal-dual iteration goes, with the multiplier of a deadline that binds")
    func iteration() {
        var binding = 0
        for index in 0..<60 as Range<UInt32> {
            let it = Self.draw(index, .parallel)
            let (a, e, price) = (it.a, it.e, it.programme.sharePrice)
            // The deadline is a constraint to the iteration.
            let programme = SplitProgramme(branch: .parallel, gainWeight: 1, sharePrice: price, deadlinePenalty: 1e9)
            let free = programme.solve(a: a, e: e, shareCap: it.shareCap, slackMs: .infinity)
            let quickest = a * e / (a + it.shareCap * e)
            // Steps over the share are small where e is far above a, those over the multiplier where it is far below.
            if !(0.25...8).contains(a / e) { continue }
            for slack in [.infinity, (free.processingMs + quickest) / 2] {
                let solution = programme.solve(a: a, e: e, shareCap: it.shareCap, slackMs: slack)
                let end = programme.iterate(a: a, e: e, shareCap: it.shareCap, slackMs: slack)
                #expect(abs(end.share - solution.share) <= 1e-10)
                #expect(abs(end.split - solution.split) <= 1e-10)
                #expect(abs(end.processingMs - solution.processingMs) <= 1e-10 * e)
                // Section 5's multiplier; where the cap binds too it is not the only one.
                guard solution.share > free.share, solution.share < it.shareCap else { continue }
                let sum = a + solution.share * e
                let theta = price * sum * sum / (a * e * e) - 1
                #expect(abs(end.multiplier - theta) <= 1e-8 * (1 + theta))
                binding += 1
            }
        }
        #expect(binding >= 10)
    }
}
