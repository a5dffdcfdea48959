import Games

extension TopicChecker {
    /// The chain of requests (section 3): its law, draws from it, and the requests of a world.
    ///
    /// What stands in the list `invalid` has to be refused.
    static let offloadingChain = offloading(
        "chain", lists: ["cases", "invalid"], operations: ["matrix", "row0", "draw", "stationary", "path"]
    ) { reference, report throws(ExperimentsError) in
        let input = reference.input
        guard reference.list == "cases" else {
            try reference.expect(keys: ["name"] + parameterKeys)
            report.expectRefusal(try refusal(of: input))
            return
        }
        switch try input["op"].text {
        case "matrix":
            try reference.expect(keys: ["name", "op", "P"] + parameterKeys)
            let chain = try chain(input, most: 1000)
            try report.compare(
                "P", of: input, reference.tolerance, with: .array((0...chain.taskCount).map { JSON(chain.row($0)) }))
        case "row0":
            try reference.expect(keys: ["name", "op", "row"] + parameterKeys)
            try report.compare("row", of: input, reference.tolerance, with: JSON(try chain(input).row(0)))
        case "draw":
            try reference.expect(keys: ["name", "op", "row", "u", "next"])
            let row = try input["row"].numbers
            let u = try input["u"].numbers
            guard !row.isEmpty, (row + u).allSatisfy({ (0...1).contains($0) }) else {
                throw .field(path: "row and u", reason: "hold what is neither a probability nor uniform")
            }
            try report.compare("next", of: input, with: JSON(u.map { RequestChain.next(in: row, u: $0) }))
        case "stationary":
            try reference.expect(keys: ["name", "op", "pi"] + parameterKeys)
            let law = try chain(input, most: 500).stationaryLaw()
            try report.compare("pi", of: input, reference.tolerance, with: JSON(law))
        default:
            try reference.expect(keys: ["name", "op", "seed", "M", "episode", "slots", "mu"] + parameterKeys)
            try report.compare("mu", of: input, with: try requests(input))
        }
    }
}

private let parameterKeys = ["F", "R", "delta", "N", "chain"]

/// The overrides of a scenario that a case's parameters are; N is the scenario's Nn.
private func overrides(_ input: JSONField) throws(ExperimentsError) -> [(key: String, value: ParameterValue)] {
    var overrides: [(key: String, value: ParameterValue)] = []
    if let field = try input.optional("F") { overrides.append(("F", .integer(try field.integer))) }
    if let field = try input.optional("R") { overrides.append(("R", .number(try field.number))) }
    if let field = try input.optional("delta") { overrides.append(("delta", .number(try field.number))) }
    if let field = try input.optional("N") { overrides.append(("Nn", .integer(try field.integer))) }
    if let field = try input.optional("chain") { overrides.append(("chain", .text(try field.text))) }
    return overrides
}

private func world(_ overrides: [(key: String, value: ParameterValue)]) throws(ExperimentsError) -> OffloadingWorld {
    let scenario = try Scenario.offloading(overrides)
    do throws(ScenarioError) {
        return try OffloadingWorld(scenario)
    } catch {
        throw .scenario(error)
    }
}

/// The chain of a case of at most `most` tasks.
private func chain(_ input: JSONField, most: Int = 100_000) throws(ExperimentsError) -> RequestChain {
    _ = try input["F"].count(from: 1, to: most)
    return try world(try overrides(input)).chain
}

private func refusal(of input: JSONField) throws(ExperimentsError) -> (any Error)? {
    do throws(ExperimentsError) {
        _ = try world(try overrides(input))
        return nil
    } catch {
        // Anything else is a case that cannot be read, and no refusal.
        guard case .scenario(let refusal) = error else { throw error }
        return refusal
    }
}

/// mu of the first slots of a world, a row a slot; channels have no part in it.
private func requests(_ input: JSONField) throws(ExperimentsError) -> JSON {
    let users = try input["M"].count(to: 100_000)
    let slots = try input["slots"].count(to: 1_000_000)
    var world = try world(try overrides(input) + [("M", .integer(users)), ("csi", .text("statistical"))])
    world.start(seed: try input["seed"].seed, episode: try input["episode"].word())
    var instance = world.emptyInstance()
    var rows: [JSON] = []
    for slot in 0..<slots {
        world.draw(slot: UInt32(slot), into: &instance)
        rows.append(JSON(instance.request))
    }
    return .array(rows)
}
