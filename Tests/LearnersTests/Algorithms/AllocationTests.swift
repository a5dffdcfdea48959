import CAllocationCounter
import Testing

@testable import Learners

@Suite("Memory of learners")
struct AllocationTests {
    @Test(
        "acting, remembering and learning allocate nothing",
        .enabled(if: allocations_are_counted() && !_isDebugAssertConfiguration()), arguments: Student.allCases)
    func steps(_ student: Student) {
        let start = allocation_count()
        var training = Training(student.exercise, student.learner(seed: 5), seed: 5)
        #expect(allocation_count() > start)
        // Past the warm-up, and once round everything that is made late.
        training.run(steps: 70)
        let before = allocation_count()
        training.run(steps: 20)
        #expect(allocation_count() == before)
    }

    @Test(
        "a warm-up allocates nothing", .enabled(if: allocations_are_counted() && !_isDebugAssertConfiguration()),
        arguments: Student.allCases)
    func warmUp(_ student: Student) {
        var training = Training(student.exercise, student.learner(seed: 5), seed: 5)
        training.run(steps: 1)
        let before = allocation_count()
        training.run(steps: 20)
        #expect(allocation_count() == before)
    }

    @Test(
        "a policy's decision allocates nothing",
        .enabled(if: allocations_are_counted() && !_isDebugAssertConfiguration()), arguments: Student.allCases)
    func decision(_ student: Student) {
        let actor = student.learner(seed: 5).actor
        let room = actor.makeRoom(rows: 1)
        actor.decide(in: room, rows: 1)
        let before = allocation_count()
        for _ in 0..<20 { actor.decide(in: room, rows: 1) }
        #expect(allocation_count() == before)
    }
}
