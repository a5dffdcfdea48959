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
        .sac: (0xE6AE_E653_A753_5E8B, 0x03DC_8FF1_03F0_AF0F),
        .td3: (0xD527_3E75_D919_B11A, 0xEA98_06E9_3E52_AD8D),
        .ddpg: (0x87E3_B622_9C05_5CE9, 0x1195_17AA_60AD_78DF),
        .sacOfChoices: (0x7469_BF12_F406_F6FE, 0xBEE5_4B51_C33C_DD68),
        .td3OfChoices: (0x2B1C_30ED_3FBC_3A73, 0x910E_C134_2156_9413),
        .ddpgOfChoices: (0xAC84_429B_FDA2_5C35, 0x862A_90C7_E783_7683),
        .sacOnGrid: (0xDABF_B84E_ECB5_23C5, 0x2B68_3D26_F484_2984),
        .ddpgOnGrid: (0xF280_8258_BE85_DB66, 0xECC1_29D7_EE63_B2BD),
    ]

    @Test(
        "a training has these bits in debug and in release builds, with AVX2 and AVX-512", arguments: Student.allCases)
    func bits(_ student: Student) throws {
        let hash = try Self.training(student, steps: 100).learner.state().hash
        let expected = try #require(Self.hashes[student])
        #expect(hash == (NetworkKernelKind.best == .portable ? expected.portable : expected.fused))
    }
}
