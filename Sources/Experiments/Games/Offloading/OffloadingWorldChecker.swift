import Games

extension TopicChecker {
    /// Slots of a world (sections 2, 3 and 12): library, positions, requests and channels.
    static let offloadingWorld = offloading("world", operations: ["slot"]) {
        reference, report throws(ExperimentsError) in
        let input = reference.input
        try reference.expect(
            keys: [
                "name", "op", "seed", "params", "episode", "slot_index", "library", "positions", "sites", "slot",
                "H_re",
                "H_im",
            ])
        let scenario = try Scenario.offloading.overridden(by: try input.optional("params"))
        let (world, instance) = try input.drawnSlot(in: scenario)
        let tolerance = reference.tolerance
        if let library = try input.optional("library") { try compare(world.library, library, tolerance, &report) }
        try report.compare(
            "positions", of: input, tolerance, with: JSON(zip(world.x, world.y).map { (x: $0, y: $1) }))
        try report.compare("sites", of: input, tolerance, with: JSON(world.sites))
        if let slot = try input.optional("slot") { try compare(instance, slot, tolerance, &report) }
        try report.compareScaled("H_re", of: input, tolerance, with: try channels(world, \.real))
        try report.compareScaled("H_im", of: input, tolerance, with: try channels(world, \.imaginary))
    }
}

private func compare(
    _ library: OffloadingWorld.Library, _ field: JSONField, _ tolerance: Tolerance, _ report: inout CaseReport
) throws(ExperimentsError) {
    try field.expect(keys: ["I", "C", "Tmax"])
    try report.compare("I", of: field, tolerance, with: JSON(Array(library.dataMbit.dropFirst())))
    try report.compare("C", of: field, tolerance, with: JSON(Array(library.workMcycle.dropFirst())))
    try report.compare("Tmax", of: field, tolerance, with: JSON(Array(library.deadlineMs.dropFirst())))
}

private func compare(
    _ instance: OffloadingInstance, _ field: JSONField, _ tolerance: Tolerance, _ report: inout CaseReport
) throws(ExperimentsError) {
    try field.expect(keys: ["params"] + OffloadingInstance.slotKeys)
    let (sites, users) = (instance.nodeCount + 1, instance.userCount)
    try report.compare("mu", of: field, with: JSON(instance.request))
    try report.compare("I", of: field, tolerance, with: JSON(instance.dataMbit))
    try report.compare("C", of: field, tolerance, with: JSON(instance.workMcycle))
    try report.compare("Tmax", of: field, tolerance, with: JSON(instance.deadlineMs))
    try report.compare("q", of: field, tolerance, with: JSON(instance.resultRatio))
    try report.compare("p_ul", of: field, tolerance, with: JSON(instance.uplinkPowerW))
    try report.compare("f_cn", of: field, tolerance, with: JSON(instance.nodeClockGHz))
    try report.compareScaled("hn2", of: field, tolerance, with: JSON(instance.gain, rows: sites, of: users))
    try report.compareScaled("X", of: field, tolerance, with: couplings(instance))
}

/// X[j][m][n]; with statistical channels its mean, of which no row depends on m.
private func couplings(_ instance: OffloadingInstance) -> JSON {
    let (sites, users) = (instance.nodeCount + 1, instance.userCount)
    let values: [Double] =
        switch instance.coupling {
        case .instant(let x): x
        case .statistical(let antennas):
            (0..<sites).flatMap { j in
                let row = (0..<users).map { instance.gain(j, $0) / Double(antennas) }
                return (0..<users).flatMap { _ in row }
            }
        }
    return .array(
        (0..<sites).map { JSON(Array(values[$0 * users * users..<($0 + 1) * users * users]), rows: users, of: users) })
}

/// One part of h, shape `[K+1, M, L]`.
private func channels(
    _ world: OffloadingWorld, _ part: KeyPath<(real: Double, imaginary: Double), Double>
) throws(ExperimentsError) -> JSON {
    guard let antennas = world.antennaCount else {
        throw .field(path: "H_re and H_im", reason: "are not drawn with csi statistical")
    }
    return .array(
        world.sites.indices.map { j in
            .array(
                (0..<world.userCount).map { m in
                    JSON((0..<antennas).compactMap { world.channel(j, m, $0)?[keyPath: part] })
                })
        })
}
