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
            Without INSTANCE.json the instance is slot 0 of the scenario's episode 0. An instance is what the game's \
            reference cases hold under "game" or "slot", its keys carrying their units; of a game without such cases it is \
            an object of the scenario's parameters that differ: {"a": 20}.

            \(GameCatalogue.instanceHelp)

            \(GameCatalogue.conceptHelp)

            Example:
              firstmover solve pricing --concept exact
            """)

    @Argument(help: ArgumentHelp(GameCatalogue.scenarioHelp))
    var scenario: String

    @Argument(help: "A file with the instance to solve.")
    var instance: String?

    @Option(help: "The solution concept.")
    var concept: String

    @Flag(help: "Also tell what the solver had after each of its rounds; for concepts marked [trace].")
    var trace = false

    @OptionGroup var seed: SeedOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let (loaded, solvable) = try readingInput { () throws(ExperimentsError) in
            let loaded = try GameCatalogue.scenarios.load(scenario)
            return (loaded, try loaded.solvable(path: instance, seed: seed.seed))
        }
        if trace { try refuseUntraced(type(of: solvable).concepts) }
        var options = SolverOptions(seed: seed.seed)
        options.wantsTrace = trace
        Interrupts.watch()
        let solution: Solution
        do throws(EquilibriumError) {
            solution = try solvable.solve(concept, options) { Interrupts.count > 0 }
        } catch {
            throw Failure(.input, "\(error)")
        }
        try output.show(solution.document(of: loaded, isTraced: trace)) { solution.text(of: loaded) }
        if Interrupts.count > 0 { throw Failure(.interrupted, "interrupted; the result is the best found so far") }
        guard solution.certificate.converged else {
            throw Failure(
                .no,
                solution.shortcoming
                    ?? "\(concept) did not converge, so there is no equilibrium to report; try another --concept")
        }
    }

    /// Refuses a trace of a concept that keeps none; of an unknown one the solver says more.
    private func refuseUntraced(_ concepts: [Concept]) throws(Failure) {
        guard let asked = concepts.first(where: { $0.name == concept }), !asked.hasTrace else { return }
        let traced = concepts.filter(\.hasTrace).map(\.name)
        throw Failure(
            .usage,
            "\(concept) keeps no trace; "
                + (traced.isEmpty
                    ? "no concept of this game does" : "ask for --concept \(traced.joined(separator: " or "))"))
    }
}

extension Solution {
    /// The result for people; what is not known is left out.
    func text(of loaded: LoadedScenario) -> String {
        var text = "\(loaded.scenario.name)  \(concept)  value \(shown(value))"
        text += (value == nil || reading.value.isEmpty ? "" : " (\(reading.value))") + "\n" + certificateLine
        var isAfterScalar = false
        for (titles, quantity) in listed {
            let cells = quantity.cells
            if quantity.shape.isEmpty {
                text += "\(isAfterScalar ? "" : "\n")\(titles)  \(cells[0])\n"
                isAfterScalar = true
                continue
            }
            isAfterScalar = false
            text += "\n\(titles)\n"
            let columns = max(quantity.shape.count == 2 ? quantity.shape[1] : 1, 1)
            for first in stride(from: 0, to: cells.count, by: columns) {
                let row = cells[first..<min(first + columns, cells.count)].joined(separator: "  ")
                text += "  \(first / columns)  \(row)\n"
            }
        }
        return trace.isEmpty ? text : text + "\n" + traceTable
    }

    /// What is proven, on one line.
    private var certificateLine: String {
        var parts: [String] = []
        if let nashConv = certificate.nashConv {
            parts.append("nashConv \(shown(nashConv))" + (reading.payoffUnit.isEmpty ? "" : " \(reading.payoffUnit)"))
        }
        if let bound = certificate.bound {
            let gap = certificate.gap.map { ["gap \(shown(100 * $0)) %"] } ?? []
            switch reading.bound {
            case .best(let name): parts += ["\(name) = \(shown(bound))"] + gap
            case .limit(let name): parts += ["\(name) \(shown(bound)) is possible"] + gap
            case .weakLimit(let name): parts.append("\(name) \(shown(bound)) is possible")
            }
        }
        if let shortcoming {
            parts.append(shortcoming)
        } else {
            parts.append(certificate.converged ? "converged" : "not converged")
            parts.append((reading.rounds == "rounds" ? "" : "looked at ") + "\(certificate.rounds) \(reading.rounds)")
        }
        return parts.joined(separator: "  ") + "\n"
    }

    /// What is known and not empty, under its title; of tables that follow each other and are equal, one under all titles.
    private var listed: [(titles: String, quantity: Quantity)] {
        var listed: [(titles: String, quantity: Quantity)] = []
        for quantity in quantities where quantity.values != .unknown && !quantity.cells.isEmpty {
            if let last = listed.last?.quantity, quantity.shape.count == 2, last.shape == quantity.shape,
                last.values == quantity.values
            {
                listed[listed.count - 1].titles += ", \(quantity.title)"
            } else {
                listed.append((quantity.title, quantity))
            }
        }
        return listed
    }

    /// A line a round.
    private var traceTable: String {
        var table = TextTable(["round"] + trace[0].map(\.title))
        for (index, step) in trace.enumerated() {
            table.add(["\(index + 1)"] + step.map { $0.cells.joined(separator: " ") })
        }
        return table.text
    }
}

extension Solution.Quantity {
    /// The name with its unit.
    fileprivate var title: String { unit.isEmpty ? name : "\(name) (\(unit))" }

    /// Every value as text for people.
    fileprivate var cells: [String] {
        switch values {
        case .reals(let values): values.map { shown($0) }
        case .integers(let values): values.map { "\($0)" }
        case .texts(let values): values
        case .unknown: ["–"]
        }
    }
}
