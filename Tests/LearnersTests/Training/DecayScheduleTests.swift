import Testing

@testable import Learners

@Suite("Decay schedule")
struct DecayScheduleTests {
    private static let schedule = DecaySchedule(steps: 1000)

    @Test(
        "lowers step sizes over its second half, to a fiftieth for good",
        arguments: [(0, 1), (1, 1), (500, 1), (625, 0.75), (750, 0.5), (990, 0.02), (1000, 0.02), (5000, 0.02)]
            as [(UInt64, Float)])
    func rate(_ step: UInt64, _ expected: Float) {
        // Roundings of a share below 1 and of its double.
        #expect(abs(Self.schedule.rate(at: step) - expected) <= 0x1p-23)
    }

    @Test(
        "takes values from first to last by one factor a step over its first four fifths",
        arguments: [(0, 1), (200, 0.1), (400, 0.01), (600, 1e-3), (800, 1e-4), (1000, 1e-4), (5000, 1e-4)]
            as [(UInt64, Float)])
    func value(_ step: UInt64, _ share: Float) {
        // The exponential of a number up to 9.3, which is rounded to 2^-21 three times.
        let value = Self.schedule.value(at: step, from: 0.2, to: 2e-5)
        #expect(abs(value / (0.2 * share) - 1) <= 3 * 0x1p-21)
        #expect(Self.schedule.value(at: step, from: 0.2, to: 0.2) == 0.2)
    }

    @Test("of no steps lowers nothing", arguments: [0, 1, 1000, .max] as [UInt64])
    func never(_ step: UInt64) {
        let schedule = DecaySchedule(steps: 0)
        #expect(schedule.rate(at: step) == 1)
        #expect(schedule.value(at: step, from: 0.2, to: 2e-5) == 0.2)
    }
}
