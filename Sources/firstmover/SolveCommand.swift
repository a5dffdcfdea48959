import ArgumentParser
import Experiments
import Games
import System

/// `firstmover solve`: the equilibrium of one static instance, with its certificate.
struct SolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve",
        abstract: "Solve a static instance and certify the solution.",
        discussion: """
            Without INSTANCE.json the instance is slot 0 of the scenario's episode 0. An instance is the "game" object of \
            a reference case; its keys carry their units.

            \(GameCatalogue.conceptHelp)

            Example:
              firstmover solve pricing --concept exact
            """)

    @Argument(help: "A preset (pricing, pricing/dense, ...) or a YAML file.")
    var scenario: String

    @Argument(help: "A file with the instance to solve.")
    var instance: String?

    @Option(help: "The solution concept.")
    var concept: String

    @OptionGroup var seed: SeedOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let (loaded, solvable) = try readingInput { () throws(ExperimentsError) in
            let loaded = try GameCatalogue.scenarios.load(scenario)
            return (loaded, try loaded.solvable(path: instance, seed: seed.seed))
        }
        Interrupts.watch()
        let solution: Solution
        do throws(EquilibriumError) {
            solution = try solvable.solve(concept, SolverOptions(seed: seed.seed)) { Interrupts.count > 0 }
        } catch {
            throw Failure(.input, "\(error)")
        }
        try output.show(solution.document(of: loaded)) { solution.text(of: loaded) }
        if Interrupts.count > 0 { throw Failure(.interrupted, "interrupted; the result is the best found so far") }
        guard solution.certificate.converged else {
            throw Failure(
                .no, "\(concept) did not converge, so there is no equilibrium to report; try another --concept")
        }
    }
}

extension Solution {
    /// The result for people.
    func text(of loaded: LoadedScenario) -> String {
        var text = "\(loaded.scenario.name)  \(concept)  value \(shown(value))\n"
        text += "nashConv \(shown(certificate.nashConv))  bound \(shown(certificate.bound))  "
        text += "gap \(certificate.gap.map { shown(100 * $0) + " %" } ?? "–")  "
        text += "\(certificate.converged ? "converged" : "not converged")  \(certificate.rounds) rounds\n"
        for quantity in quantities {
            text += "\n\(quantity.name)\(quantity.unit.isEmpty ? "" : " (\(quantity.unit))")\n"
            let columns = max(quantity.shape.count == 2 ? quantity.shape[1] : 1, 1)
            let cells = quantity.cells
            for first in stride(from: 0, to: cells.count, by: columns) {
                text +=
                    "  \(first / columns)  " + cells[first..<min(first + columns, cells.count)].joined(separator: "  ")
                    + "\n"
            }
        }
        return text
    }
}

extension Solution.Quantity {
    /// Every value as text for people.
    var cells: [String] {
        switch values {
        case .reals(let values): values.map { shown($0) }
        case .integers(let values): values.map { "\($0)" }
        case .unknown: ["–"]
        }
    }
}
