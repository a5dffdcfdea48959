import Games

extension OffloadingInstance {
    /// Keys of the slot's own fields, `params` apart.
    static let slotKeys = ["mu", "I", "C", "Tmax", "q", "p_ul", "f_cn", "hn2", "X"]

    /// The static slot that reference cases hold: `params`, then mu, I, C, Tmax, q, p_ul, f_cn, hn2 and X.
    ///
    /// `params` holds differences from `scenario`; M is the number of requests. X may be missing where the scenario's
    /// `csi` is statistical.
    ///
    /// - Throws: ``ExperimentsError`` naming the field that is missing or out of range.
    init(_ field: JSONField, in scenario: Scenario) throws(ExperimentsError) {
        let scenario = try scenario.overridden(by: try field.optional("params"))
        let request = try field["mu"].integers
        let model: OffloadingModel
        do throws(ScenarioError) {
            // A world of as many users, because a parameter that only draws need is refused as well.
            let users = [(key: "M", value: ParameterValue.integer(request.count))]
            model = try OffloadingWorld(scenario.overriding(users, name: scenario.name)).model
        } catch {
            throw .scenario(error)
        }
        if case .integer(let tasks) = scenario["F"], let m = request.firstIndex(where: { $0 > tasks }) {
            throw .field(path: "mu", reason: "element \(m) is \(request[m]), but there are only F = \(tasks) tasks")
        }
        if let users = try field.optional("params")?.optional("M"), try users.integer != request.count {
            throw .field(path: "mu", reason: "has \(request.count) elements, but M is \(try users.integer)")
        }
        let coupling: Coupling
        if let x = try field.optional("X") {
            coupling = .instant(try x.cube(users: request.count, channels: model.values.nodeCount + 1))
        } else if case .text("statistical") = scenario["csi"], case .integer(let antennas) = scenario["L"] {
            coupling = .statistical(antennas: antennas)
        } else {
            throw .field(path: "X", reason: "is missing")
        }
        let (data, work) = (try field["I"].numbers, try field["C"].numbers)
        let (deadlines, ratios) = (try field["Tmax"].numbers, try field["q"].numbers)
        let (powers, clocks) = (try field["p_ul"].numbers, try field["f_cn"].numbers)
        let gain = try field["hn2"].rows(model.values.nodeCount + 1, of: request.count)
        do throws(InstanceError) {
            try self.init(
                model: model, request: request, dataMbit: data, workMcycle: work, deadlineMs: deadlines,
                resultRatio: ratios, uplinkPowerW: powers, nodeClockGHz: clocks, gain: gain, coupling: coupling)
        } catch {
            throw .instance(error)
        }
    }
}

extension JSONField {
    /// `count` rows of `length` numbers each, one after the other.
    ///
    /// - Throws: ``ExperimentsError/field(path:reason:)`` where there are more or fewer.
    func rows(_ count: Int, of length: Int) throws(ExperimentsError) -> [Double] {
        let rows = try elements
        guard rows.count == count else {
            throw .field(path: path, reason: "has \(rows.count) rows, not \(count)")
        }
        var values: [Double] = []
        values.reserveCapacity(count * length)
        for row in rows {
            let numbers = try row.numbers
            guard numbers.count == length else {
                throw .field(path: row.path, reason: "has \(numbers.count) elements, not \(length)")
            }
            values += numbers
        }
        return values
    }

    /// A square of `users` rows for each of `channels`, one after the other.
    func cube(users: Int, channels: Int) throws(ExperimentsError) -> [Double] {
        let squares = try elements
        guard squares.count == channels else {
            throw .field(path: path, reason: "has \(squares.count) rows, not \(channels)")
        }
        var values: [Double] = []
        for square in squares { values += try square.rows(users, of: users) }
        return values
    }
}
