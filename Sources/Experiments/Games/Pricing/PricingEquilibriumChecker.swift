import Equilibria
import Games

extension TopicChecker {
    /// The leader-optimal equilibrium in both idle modes (section 9).
    ///
    /// The solver's value and access vector are compared with the file's; the number of optima, the runner-up and the
    /// details of the optimum that the file lists first come from enumeration.
    static let pricingEquilibrium = pricing("equilibrium") { reference, report throws(ExperimentsError) in
        try reference.expect(keys: ["name", "game"] + PricingInstance.IdleMode.allCases.map(\.rawValue))
        for mode in PricingInstance.IdleMode.allCases {
            guard let expected = try reference.input.optional(mode.rawValue) else { continue }
            let instance = try PricingInstance(try reference.input["game"], idleMode: mode)
            try compareOptimum(of: instance, expected, reference.tolerance, &report)
        }
    }
}

/// Values this close are the same optimum: the files list every optimum to 1e-10, large sums tie to their rounding.
private func tie(_ optimum: Double) -> Double { max(1e-10, 1e-14 * optimum) }

private func compareOptimum(
    of instance: PricingInstance, _ expected: JSONField, _ tolerance: Tolerance, _ report: inout CaseReport
) throws(ExperimentsError) {
    let solved = try instance.solvedExactly()
    try report.compare("value", of: expected, tolerance, with: JSON(solved.value))

    let enumeration = try AccessEnumeration(instance)
    var values: [(access: [Int], value: Double)] = []
    for index in 0..<enumeration.count {
        let access = enumeration.access(index)
        if let value = enumeration.value(of: access, enumeration.offers(at: access)) { values.append((access, value)) }
    }
    let optimum = values.map(\.value).reduce(0, max)
    let optima = values.filter { $0.value >= optimum - tie(optimum) }
    try report.compare("optimalAccessCount", of: expected, with: JSON(optima.count))
    let others = values.filter { $0.value < optimum - tie(optimum) }.map(\.value)
    try report.compare("runnerUpValue", of: expected, tolerance, with: JSON(others.max()))

    guard let list = try expected.optional("optimalAccess") else { return }
    var listed: [[Int]] = []
    for element in try list.elements { listed.append(try instance.access(element)) }
    guard let first = listed.first else { throw .field(path: list.path, reason: "lists no optimum") }
    // A list may stop short of all optima; what it lists must be one, and what the solver chose as well.
    let found = solved.play?.access ?? []
    for access in listed + [found] where !optima.contains(where: { $0.access == access }) {
        report.add(
            FieldComparison(
                field: list.path, expected: list.value, actual: JSON(access), error: .infinity, tolerance: 0))
    }
    report.compare(JSONField(list.value, path: list.path), with: listed.contains(found) ? list.value : JSON(found))
    try compareDetails(of: first, in: enumeration, solved, expected, tolerance, &report)
}

/// Who pays and gets what at the optimum that the file lists first, and the prices that implement it.
private func compareDetails(
    of access: [Int], in enumeration: AccessEnumeration, _ solved: PricingEquilibrium, _ expected: JSONField,
    _ tolerance: Tolerance, _ report: inout CaseReport
) throws(ExperimentsError) {
    let instance = enumeration.instance
    let offers = enumeration.offers(at: access)
    func column(_ values: [Double], out: JSON) -> JSON {
        .array(access.enumerated().map { n, m in m < 0 ? out : JSON(values[n * instance.stationCount + m]) })
    }
    try report.compare("V", of: expected, tolerance, with: column(offers.profit, out: 0.0))
    try report.compare("U", of: expected, tolerance, with: column(offers.utility, out: 0.0))
    try report.compare("Z_MB", of: expected, tolerance, with: column(offers.sizeMB, out: 0.0))
    try report.compare("mu", of: expected, tolerance, with: column(offers.price, out: .null))
    var prices = instance.k
    for (n, m) in access.enumerated() where m >= 0 {
        prices[n * instance.stationCount + m] = offers.price[n * instance.stationCount + m]
    }
    // The solver's own prices where it chose the same of several optima.
    if let play = solved.play, play.access == access { prices = play.prices }
    try report.compare(
        "implementingPrices", of: expected, tolerance, with: JSON(prices, columns: instance.stationCount))
}

extension PricingInstance {
    /// The leader-optimal equilibrium, an instance that is too large for it being the case's fault.
    func solvedExactly() throws(ExperimentsError) -> PricingEquilibrium {
        do {
            return try exactEquilibrium()
        } catch {
            throw .equilibrium(error)
        }
    }
}
