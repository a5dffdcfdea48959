import Games

extension TopicChecker {
    /// Program (18) in closed form, and where its primal-dual iteration goes (section 5).
    static let offloadingSplit = offloading("split", operations: ["split", "primalDual"]) {
        reference, report throws(ExperimentsError) in
        let input = reference.input
        let tolerance = reference.tolerance
        if try input["op"].text == "split" {
            try reference.expect(
                keys: [
                    "name", "op", "a", "e", "bcap", "g", "c_beta", "D", "Lambda_D", "branch", "lam", "beta", "T",
                    "feasible", "objective",
                ])
            let branch = try input["branch"].word(as: OffloadingModel.Branch.self)
            let case18 = try Programme(input, branch: branch, penalty: try input["Lambda_D"].number)
            let solution = case18.programme.solve(
                a: case18.a, e: case18.e, shareCap: case18.shareCap, slackMs: case18.slackMs)
            try report.compare("lam", of: input, tolerance, with: JSON(solution.split))
            try report.compare("beta", of: input, tolerance, with: JSON(solution.share))
            try report.compare("T", of: input, tolerance, with: JSON(solution.processingMs))
            try report.compare("feasible", of: input, with: JSON(solution.isFeasible))
            try report.compare("objective", of: input, tolerance, with: JSON(solution.objective))
            return
        }
        try reference.expect(keys: ["name", "op", "rows"])
        for row in try input["rows"].elements {
            try row.expect(keys: ["a", "e", "bcap", "g", "c_beta", "D", "lam", "beta", "T", "theta"])
            let case18 = try Programme(row, branch: .parallel, penalty: 0)
            let end = case18.programme.iterate(
                a: case18.a, e: case18.e, shareCap: case18.shareCap, slackMs: case18.slackMs)
            try report.compare("lam", of: row, tolerance, with: JSON(end.split))
            try report.compare("beta", of: row, tolerance, with: JSON(end.share))
            try report.compare("T", of: row, tolerance, with: JSON(end.processingMs))
            try report.compare("theta", of: row, tolerance, with: JSON(end.multiplier))
        }
    }
}

/// The programme that a case writes down.
private struct Programme {
    let programme: SplitProgramme
    let a: Double
    let e: Double
    let shareCap: Double
    let slackMs: Double

    init(_ field: JSONField, branch: OffloadingModel.Branch, penalty: Double) throws(ExperimentsError) {
        var values = OffloadingModel.Values()
        values.branch = branch
        values.gainWeight = try field["g"].number
        values.sharePrice = try field["c_beta"].number
        values.deadlinePenalty = penalty
        programme = SplitProgramme(try OffloadingModel.checked(values).values)
        (a, e) = (try field["a"].number, try field["e"].number)
        (shareCap, slackMs) = (try field["bcap"].number, try field["D"].number)
        guard a > 0 || (a == 0 && e == 0), e >= 0, a.isFinite, e.isFinite, (0...1).contains(shareCap), !slackMs.isNaN
        else {
            throw .field(path: field.path.isEmpty ? "the case" : field.path, reason: "is no legal programme")
        }
    }
}
