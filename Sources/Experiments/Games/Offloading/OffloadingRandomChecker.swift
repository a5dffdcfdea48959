import Games

extension TopicChecker {
    /// The random numbers (section 12): words of the generator, uniforms and normals of an address.
    ///
    /// The topic's files state in words: words and uniforms exactly, normals to 1e-13 and 1e-15.
    static let offloadingRandom = TopicChecker(game: "offloading", topic: "rng", operations: ["philox", "block"]) {
        reference, report throws(ExperimentsError) in
        let input = reference.input
        if try input["op"].text == "philox" {
            try reference.expect(keys: ["name", "op", "counter", "key", "output"])
            let (counter, key) = (try words(input["counter"], count: 4), try words(input["key"], count: 2))
            let output = Philox.words(
                counter: SIMD4(counter[0], counter[1], counter[2], counter[3]), key: SIMD2(key[0], key[1]))
            try report.compare("output", of: input, with: JSON((0..<4).map { Int(output[$0]) }))
            return
        }
        try reference.expect(
            keys: ["name", "op", "seed", "purpose", "t", "ep", "m", "sub", "uniform", "normal"])
        let purpose = RandomStream.Purpose(try input["purpose"].word(below: 256))
        let stream = RandomStream(seed: try input["seed"].seed, purpose: purpose)
        let (t, episode) = (try input["t"].word(), try input["ep"].word())
        let (m, sub) = (try input["m"].word(), try input["sub"].word(below: 1 << 24))
        let uniforms = stream.uniforms(slot: t, environment: episode, n: m, m: sub)
        let normals = stream.normals(slot: t, environment: episode, n: m, m: sub)
        try report.compare("uniform", of: input, with: JSON([uniforms.0, uniforms.1]))
        let tolerance =
            reference.tolerance == .exact ? Tolerance(relative: 1e-13, absolute: 1e-15) : reference.tolerance
        try report.compare("normal", of: input, tolerance, with: JSON([normals.0, normals.1]))
    }
}

private func words(_ field: JSONField, count: Int) throws(ExperimentsError) -> [UInt32] {
    let elements = try field.elements
    guard elements.count == count else { throw .field(path: field.path, reason: "is not \(count) words of 32 bits") }
    var words: [UInt32] = []
    for element in elements { words.append(try element.word()) }
    return words
}
