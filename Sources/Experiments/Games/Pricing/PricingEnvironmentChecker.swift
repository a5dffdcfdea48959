import Games

extension TopicChecker {
    /// The random numbers and the radio environment (section 3): words, addressed draws, trajectories.
    ///
    /// The topic's description states its tolerances: words and uniforms exact, normals 1e-13, trajectories 1e-9.
    static let pricingEnvironment = pricing("environment", lists: ["philox", "draws", "cases"]) {
        reference, report throws(ExperimentsError) in
        switch reference.list {
        case "philox": try compareWords(reference, &report)
        case "draws": try compareDraws(reference, &report)
        default: try compareTrajectory(reference, &report)
        }
    }
}

private func compareWords(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    try reference.expect(keys: ["name", "counter", "key", "output"])
    let counter = try words(reference.input["counter"], count: 4)
    let key = try words(reference.input["key"], count: 2)
    let output = Philox.words(
        counter: SIMD4(counter[0], counter[1], counter[2], counter[3]), key: SIMD2(key[0], key[1]))
    try report.compare(
        "output", of: reference.input, with: JSON((0..<4).map { Int(output[$0]) }))
}

private func compareDraws(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    try reference.expect(keys: ["name", "seed", "purpose", "t", "env", "n", "m", "uniform", "normal"])
    let purpose = try count(input, "purpose", below: 256)
    let stream = RandomStream(seed: try input["seed"].seed, purpose: RandomStream.Purpose(purpose))
    let (t, env) = (try count(input, "t"), try count(input, "env"))
    let (n, m) = (try count(input, "n"), try count(input, "m", below: 1 << 24))
    let uniforms = stream.uniforms(slot: t, environment: env, n: n, m: m)
    let normals = stream.normals(slot: t, environment: env, n: n, m: m)
    try report.compare("uniform", of: input, with: JSON([uniforms.0, uniforms.1]))
    let tolerance = reference.tolerance == .exact ? Tolerance(relative: 1e-13) : reference.tolerance
    try report.compare("normal", of: input, tolerance, with: JSON([normals.0, normals.1]))
}

private func compareTrajectory(_ reference: ReferenceCase, _ report: inout CaseReport) throws(ExperimentsError) {
    let input = reference.input
    let constants: [(key: String, path: WritableKeyPath<PricingRadio.Parameters, Double> & Sendable)] = [
        ("side_m", \.sideM), ("height_m", \.heightM), ("pathA_dB", \.pathLossOffsetDB),
        ("pathB_dBperDecade", \.pathLossSlopeDB), ("rice", \.rice), ("fadeCorr", \.fadingCorrelation),
        ("velSigma", \.velocitySigmaMPerS), ("velCorr", \.velocityCorrelation), ("slot_s", \.slotS),
    ]
    try reference.expect(keys: ["name", "seed", "env", "N", "M", "bs", "frames"] + constants.map(\.key))
    var parameters = PricingRadio.Parameters()
    for (key, path) in constants {
        if let field = try input.optional(key) { parameters[keyPath: path] = try field.number }
    }
    if let path = parameters.illegal, let key = constants.first(where: { $0.path == path })?.key {
        throw .field(path: key, reason: "is \(parameters[keyPath: path]), which no radio environment has")
    }
    let (followers, stations) = (try input["N"].integer, try input["M"].integer)
    guard (1...100_000).contains(followers), (1...10_000).contains(stations) else {
        throw .field(path: "N and M", reason: "are \(followers) and \(stations)")
    }
    var radio = PricingRadio(followers: followers, stations: stations, environments: 1, parameters: parameters)
    radio.start(seeds: [try input["seed"].seed], numbers: [UInt64(try count(input, "env"))])

    let tolerance = reference.tolerance == .exact ? Tolerance(relative: 1e-9) : reference.tolerance
    // Metres and metres a second pass through 0, where rounding of the terms that cancel is all that is left.
    let motion = Tolerance(relative: tolerance.relative, absolute: max(tolerance.absolute, 1e-12))
    try report.compare("bs", of: input, motion, with: points(radio.stationX, radio.stationY))
    for frame in try input.optional("frames")?.elements ?? [] {
        let slot = try count(frame, "t")
        guard slot >= radio.slot, slot <= radio.slot + 1_000_000 else {
            throw .field(path: "\(frame.path).t", reason: "is \(slot), after slot \(radio.slot)")
        }
        while radio.slot < slot { radio.advance() }
        try report.compare("position", of: frame, motion, with: points(radio.x, radio.y))
        try report.compare("velocity", of: frame, motion, with: points(radio.velocityX, radio.velocityY))
        try report.compare("h", of: frame, tolerance, with: JSON(radio.gain, columns: stations))
    }
}

private func points(_ x: [Double], _ y: [Double]) -> JSON {
    .array(zip(x, y).map { JSON([$0, $1]) })
}

/// Member `key`, a whole number from 0 and below `limit`.
private func count(
    _ object: JSONField, _ key: String, below limit: Int = 1 << 32
) throws(ExperimentsError) -> UInt32 {
    let value = try object[key].integer
    guard value >= 0, value < limit, let count = UInt32(exactly: value) else {
        throw .field(path: key, reason: "is \(value), outside 0..<\(limit)")
    }
    return count
}

private func words(_ field: JSONField, count: Int) throws(ExperimentsError) -> [UInt32] {
    let words = try field.integers.compactMap { UInt32(exactly: $0) }
    guard words.count == count else { throw .field(path: field.path, reason: "is not \(count) words of 32 bits") }
    return words
}
