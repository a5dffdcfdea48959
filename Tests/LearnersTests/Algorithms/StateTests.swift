import Testing

@testable import Learners

@Suite("State of learners")
struct StateTests {
    /// A learner after so many steps, small enough for debug builds.
    private static func training(_ student: Student, steps: Int) -> Training {
        var training = Training(student.exercise, student.learner(seed: 8, batch: 16), seed: 8)
        training.run(steps: steps)
        return training
    }

    @Test("training twice from one seed gives the same bits", arguments: Student.allCases)
    func repetition(_ student: Student) throws {
        let states = try (0..<2).map { _ in try Self.training(student, steps: 100).learner.state() }
        #expect(states[0] == states[1])
        let other = Training(student.exercise, student.learner(seed: 9, batch: 16), seed: 8)
        #expect(try other.learner.state() != Self.training(student, steps: 0).learner.state())
    }

    @Test("a learner put back goes on to the same bits", arguments: Student.allCases)
    func restoration(_ student: Student) throws {
        let original = Self.training(student, steps: 90)
        let saved = try original.learner.state()
        let restored = student.learner(seed: 1234, batch: 16)
        var visitor = MemoryVisitor(restoring: saved)
        try restored.visit(&visitor)
        #expect(visitor.isDone)
        #expect(try restored.state() == saved)
        // The same transitions from here on.
        for learner in [original.learner, restored] {
            var training = Training(student.exercise, learner, seed: 55)
            training.run(steps: 40)
        }
        #expect(try restored.state() == original.learner.state())
        #expect(try restored.state() != saved)
        #expect(restored.steps == original.learner.steps)
    }

    /// What a short training comes to with fused multiply-adds, and without them.
    private static let hashes: [Student: (fused: UInt64, portable: UInt64)] = [
        .sac: (0x759D_2AEF_44C3_7B8B, 0x3FBB_55C8_FBF8_780F),
        .td3: (0x8AE9_0EAF_D7AD_AD1A, 0x9CBD_877B_95E3_F40D),
        .ddpg: (0xBDA2_5BBE_E7EF_7C69, 0xEBE7_3ED0_BA14_625F),
        .sacOfChoices: (0x2E45_2905_A8B1_E5FE, 0xFAF6_964D_9255_3268),
        .sacOnGrid: (0x8CA5_F1D7_C60A_3CC5, 0x2028_A373_B51B_2484),
        .ddpgOnGrid: (0x56A3_9E64_0E6F_1C66, 0x4A99_FE39_6AF1_87BD),
    ]

    @Test(
        "a training has these bits in debug and in release builds, with AVX2 and AVX-512", arguments: Student.allCases)
    func bits(_ student: Student) throws {
        let hash = try Self.training(student, steps: 100).learner.state().hash
        let expected = try #require(Self.hashes[student])
        #expect(hash == (NetworkKernelKind.best == .portable ? expected.portable : expected.fused))
    }
}
