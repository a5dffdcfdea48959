import Statistics
import Testing

@Suite("Summaries of learning curves")
struct LearningCurveTests {
    @Test("the area under a curve is that of its trapezoids over the steps")
    func area() {
        #expect(areaUnderCurve([1, 3]) == 2)
        #expect(areaUnderCurve([0, 4, 0, 4]) == 2)
        // Of a straight line, whatever its length, the height in the middle.
        #expect(areaUnderCurve((0...100).map { Double($0) }) == 50)
        #expect(areaUnderCurve([2.5]) == 2.5)
    }

    @Test("a column's least value normalises to 0 and its largest to 1")
    func normalise() {
        #expect(minMaxNormalised([2, -2, 1]) == [1, 0, 0.75])
        #expect(minMaxNormalised([3, 3]) == [0, 0])
        #expect(minMaxNormalised([]) == [])
        #expect(minMaxNormalised([1, .infinity, 0]).allSatisfy { $0.isNaN })
    }
}
