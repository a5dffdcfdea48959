import Games

extension TopicChecker {
    /// The radio (section 2): rates and their inverse, gains, sites, inner products of channels, ratios under MF-SIC.
    static let offloadingRadio = offloading(
        "radio", operations: ["qinv", "gain", "noise", "rate", "rateInverse", "sites", "gram", "sinr"]
    ) { reference, report throws(ExperimentsError) in
        switch try reference.input["op"].text {
        case "qinv": try compareQuantiles(reference, &report)
        case "gain": try compareGains(reference, &report)
        case "noise": try compareNoise(reference, &report)
        case "rate", "rateInverse": try compareRates(reference, &report)
        case "sites": try compareSites(reference, &report)
        case "gram": try compareGram(reference, &report)
        default: try compareRatios(reference, &report)
        }
    }
}

private func compareQuantiles(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    try reference.expect(keys: ["name", "op", "eps", "value"])
    var quantiles: [Double] = []
    for eps in try reference.input["eps"].elements {
        var values = OffloadingModel.Values()
        values.errorProbability = try eps.number
        quantiles.append(try OffloadingModel.checked(values).downlink.quantile)
    }
    try report.compare("value", of: reference.input, reference.tolerance, with: JSON(quantiles))
}

private func compareGains(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["name", "op", "d", "g", "pl0", "pl1", "dmin"])
    let distances = try input["d"].numbers
    guard distances.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw .field(path: "d", reason: "holds what is no distance")
    }
    let (offset, slope) = (try input.optional("pl0")?.number ?? -35.3, try input.optional("pl1")?.number ?? -37.6)
    let least = try input.optional("dmin")?.number ?? 1
    let path: PathGain
    do throws(InstanceError) {
        path = try PathGain(
            atOneMetreDB: offset, perDecadeDB: slope, leastDistanceM: least, farthestM: distances.max() ?? 0)
    } catch {
        throw .instance(error)
    }
    try report.compareScaled(
        "g", of: input, reference.tolerance, with: JSON(distances.map { path.gain(distanceM: $0) }))
}

private func compareNoise(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["name", "op", "B", "noise_dbm_hz", "N0"])
    var powers: [Double] = []
    for bandwidth in try input["B"].elements {
        var values = OffloadingModel.Values()
        values.bandwidthMHz = try bandwidth.number
        if let noise = try input.optional("noise_dbm_hz") { values.noiseDBmPerHz = try noise.number }
        powers.append(try OffloadingModel.checked(values).downlink.noiseW)
    }
    try report.compareScaled("N0", of: input, reference.tolerance, with: JSON(powers))
}

private func compareRates(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["name", "op", "B", "N", "eps", "sinr", "rate"])
    var values = OffloadingModel.Values()
    values.bandwidthMHz = try input["B"].number
    values.blockLength = try input["N"].number
    values.errorProbability = try input["eps"].number
    let channel = try OffloadingModel.checked(values).downlink
    let (key, result) = try input["op"].text == "rate" ? ("sinr", "rate") : ("rate", "sinr")
    let arguments = try input[key].numbers
    guard arguments.allSatisfy({ (0...1e300).contains($0) }) else {
        throw .field(path: key, reason: "holds what is not in 0...1e300")
    }
    let results = arguments.map { key == "sinr" ? channel.rate(sinr: $0) : channel.sinr(rate: $0) }
    try report.compare(result, of: input, reference.tolerance, with: JSON(results))
}

private func compareSites(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["name", "op", "K", "area", "xy", "first", "last"])
    let area = try input["area"].number
    guard area > 0, area.isFinite else { throw .field(path: "area", reason: "is \(area)") }
    let sites = OffloadingSites.positions(nodes: try input["K"].count(from: 1, to: 1_000_000), areaM: area)
    try report.compare("xy", of: input, reference.tolerance, with: JSON(sites))
    if let first = try input.optional("first") {
        report.compare(first, reference.tolerance, with: JSON(Array(sites.prefix(try first.elements.count))))
    }
    if let last = try input.optional("last"), let site = sites.last {
        report.compare(last, reference.tolerance, with: JSON([site.x, site.y]))
    }
}

private func compareGram(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["name", "op", "H_re", "H_im", "hn2", "X"])
    let gram = try Gram(of: input)
    try report.compareScaled("hn2", of: input, reference.tolerance, with: gram.gainRows)
    try report.compareScaled("X", of: input, reference.tolerance, with: gram.couplingRows)
}

/// What the game needs of channel vectors that a case writes down, shape `[K+1, M, L]`.
private struct Gram {
    let sites: Int
    let users: Int
    private(set) var gain: [Double]
    private(set) var coupling: [Double]

    init(of input: JSONField) throws(ExperimentsError) {
        let (real, imaginary) = (try input["H_re"].elements, try input["H_im"].elements)
        sites = real.count
        users = try real.first?.elements.count ?? 0
        let antennas = users == 0 ? 0 : try real[0].elements[0].elements.count
        guard sites > 0, users > 0, antennas > 0, imaginary.count == sites else {
            throw .field(path: "H_re and H_im", reason: "are not of one shape, sites by users by antennas")
        }
        var vectors = ChannelVectors(sites: sites, users: users, antennas: antennas)
        for j in 0..<sites {
            let re = try real[j].rows(users, of: antennas)
            let im = try imaginary[j].rows(users, of: antennas)
            for m in 0..<users {
                for l in 0..<antennas { vectors[j, m, l] = (re[m * antennas + l], im[m * antennas + l]) }
            }
        }
        gain = Array(repeating: 0, count: sites * users)
        coupling = Array(repeating: 0, count: sites * users * users)
        let scale = Array(repeating: 1.0, count: sites * users + ChannelVectors.scaleRoom)
        vectors.measure(scale: scale, gain: &gain, coupling: &coupling)
    }

    var gainRows: JSON { JSON(gain, rows: sites, of: users) }

    var couplingRows: JSON {
        .array(
            (0..<sites).map { j in
                JSON(Array(coupling[j * users * users..<(j + 1) * users * users]), rows: users, of: users)
            })
    }
}

/// Ratios of users that transmit on one channel, with the inner products of another case of the file.
private func compareRatios(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["name", "op", "gramCase", "xi", "B_ul", "p_ul", "rows"])
    let name = try input["gramCase"].text
    var source: JSONField?
    for other in try reference.file["cases"].elements where try other.optional("name")?.text == name {
        source = JSONField(other.value)
    }
    guard let source else { throw .field(path: "gramCase", reason: "names no case of the file") }
    let gram = try Gram(of: source)
    var values = OffloadingModel.Values()
    values.nodeCount = gram.sites - 1
    values.residual = try input["xi"].number
    (values.bandwidthMHz, values.uplinkBand) = (try input["B_ul"].number, .full)
    let model = try OffloadingModel.checked(values)
    let powers = try input["p_ul"].numbers(gram.users)
    for row in try input["rows"].elements {
        try row.expect(keys: ["j", "on", "sinr"])
        let channel = try row["j"].count(to: gram.sites - 1)
        let sending = try row["on"].numbers(gram.users).map { $0 == 0 ? 0 : 1 }
        let ratios = try ratios(model, gram, powers: powers, sending: sending, channel: channel)
        try report.compare("sinr", of: row, reference.tolerance, with: JSON(ratios))
    }
}

/// gamma of everybody where `sending` users, and nobody else, are on `channel`.
private func ratios(
    _ model: OffloadingModel, _ gram: Gram, powers: [Double], sending: [Int], channel: Int
) throws(ExperimentsError) -> [Double] {
    let nothing = Array(repeating: 0.0, count: gram.users)
    do throws(InstanceError) {
        let instance = try OffloadingInstance(
            model: model, request: sending, dataMbit: nothing, workMcycle: nothing, deadlineMs: nothing,
            resultRatio: nothing, uplinkPowerW: powers,
            nodeClockGHz: Array(repeating: 1, count: model.values.nodeCount), gain: gram.gain,
            coupling: .instant(gram.coupling))
        var play = OffloadingPlay(users: gram.users, powerW: 0)
        play.channels = sending.map { Int32($0 * channel) }
        return OffloadingOutcome(instance, play, .optimal).sinr
    } catch {
        throw .instance(error)
    }
}
