import Equilibria
import Games

extension TopicChecker {
    /// Best responses in slots of a world, too many users to look at all profiles; vectors are over all users.
    static let offloadingDirect = TopicChecker(
        game: "offloading", topic: "direct", operations: ["direct"],
        tolerance: Tolerance(relative: 1e-8, absolute: 1e-12)
    ) { reference, report throws(ExperimentsError) in
        try reference.expect(
            keys: [
                "name", "op", "params", "seed", "episode", "slot_index", "p_dl", "o", "s", "converged", "rounds",
                "moves",
                "nashconv", "cost", "T", "hn2_row0",
            ])
        let input = reference.input
        let scenario = try Scenario.offloading.overridden(by: try input.optional("params"))
        let instance = try input.drawnSlot(in: scenario).instance
        try report.compareScaled(
            "hn2_row0", of: input, reference.tolerance,
            with: JSON((0..<instance.userCount).map { instance.gain(0, $0) }))
        var modes: [Int32] = []
        for mode in try input["o"].elements { modes.append(Int32(try mode.count(to: 1))) }
        let power = try input["p_dl"].number
        let problem: OffloadingProblem
        do throws(InstanceError) {
            problem = try OffloadingProblem(
                instance, modes: modes, powersW: Array(repeating: power, count: instance.userCount))
        } catch {
            throw .instance(error)
        }
        let iteration = problem.bestResponse().iteration
        // What the cycle rule names where nothing converged, too.
        var play = OffloadingPlay(users: instance.userCount, powerW: power)
        (play.modes, play.channels) = (modes, iteration.channels)
        try report.compare("s", of: input, with: JSON(iteration.channels.map { Int($0) }))
        try report.compare("converged", of: input, with: JSON(iteration.converged))
        try report.compare("rounds", of: input, with: JSON(iteration.rounds))
        try report.compare("moves", of: input, with: JSON(iteration.moves))
        try report.compare("nashconv", of: input, reference.tolerance, with: JSON(iteration.nashConv))
        try report.compare("cost", of: input, reference.tolerance, with: JSON(iteration.cost))
        try report.compare(
            "T", of: input, reference.tolerance, with: JSON(OffloadingOutcome(instance, play, .optimal).latencyMs))
    }
}
