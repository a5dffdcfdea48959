import Testing

@testable import Reporting

@Suite("Learning curves")
struct LearningCurveTests {
    @Test("are read with steps summed and rewards smoothed")
    func reads() throws {
        let curve = try LearningCurve(
            monitor: "#{\"t_start\": 1}\nr,l,t\n1,10,0.1\n3,20,0.2\n5,30,0.3\n", path: "runs/s1/monitor.csv")
        #expect(curve.name == "s1")
        #expect(curve.steps == [10, 30, 60])
        #expect(curve.smoothed == [1, 3, 5])
        let long = try Fixture.curve("sac")
        #expect(long.name == "sac" && long.rewards.count == 400 && long.window == 20)
        // 800 additions and subtractions of numbers up to 160, each off by half an ulp at most.
        let roundingError = 800 * 160.0.ulp / 2 / 20
        #expect(abs(long.smoothed[399] - long.rewards.suffix(20).reduce(0, +) / 20) <= roundingError)
        #expect(long.thinned(to: 5) == [0, 99, 199, 299, 399])
    }

    @Test("take columns in any order and leave out a line that is still being written")
    func columns() throws {
        let curve = try LearningCurve(monitor: "l,extra,r\r\n1,x,2\r\n1,x,3\r\n1,x", path: "a.csv")
        #expect(curve.rewards == [2, 3] && curve.name == "a")
    }

    @Test("that are none are refused by line")
    func refused() {
        let wrong = ReportingError.curves(path: "x", line: 3, reason: "a reward and a length are expected")
        #expect(throws: wrong) { try LearningCurve(monitor: "#{}\nr,l,t\noops,1,1\n", path: "x") }
        #expect(throws: wrong) { try LearningCurve(monitor: "#{}\nr,l,t\nnan,1,1\n", path: "x") }
        #expect(throws: ReportingError.self) { try LearningCurve(monitor: "", path: "x") }
        #expect(throws: ReportingError.self) { try LearningCurve(monitor: "a,b\n1,2\n", path: "x") }
    }
}
