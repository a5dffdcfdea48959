import Statistics

/// How one stored arm differs from another: in what made it, and in what it earned on the same world seeds.
public struct RunDifference: Sendable {
    /// One side.
    public struct Side: Sendable {
        public let run: StoredRun
        public let arm: Int

        public init(_ run: StoredRun, arm: Int) {
            self.run = run
            self.arm = arm
        }

        /// `3:a`.
        public var name: String { "\(run.id):\(Comparison.letter(ofArm: arm))" }
    }

    /// Something that made the results and is not the same on both sides.
    public struct Origin: Sendable, Equatable {
        /// `parameters.gammaA`, `operator.version`, `host.cores`.
        public let name: String
        /// null where that side does not have it.
        public let a: JSON
        public let b: JSON
    }

    /// One metric on the world seeds that both sides played.
    public struct Metric: Sendable {
        public let declaration: StoredRun.Declaration
        /// nil where a value cannot be known.
        public let difference: PairedDifference?

        /// Of confidence 0.95.
        public var interval: ClosedRange<Double>? { difference?.interval(confidence: 0.95) }
    }

    public let a: Side
    public let b: Side
    public let origins: [Origin]
    /// World seeds that both played.
    public let pairs: Int
    /// Empty where the two cannot be compared.
    public let metrics: [Metric]
    /// Why they cannot be compared; nil where they can.
    public let obstacle: String?

    public init(of b: Side, from a: Side) {
        self.a = a
        self.b = b
        origins = Self.origins(a, b)
        let common = Self.commonEpisodes(a, b)
        pairs = common.count
        obstacle = Self.obstacle(a.run, b.run, pairs: common.count)
        guard obstacle == nil else {
            metrics = []
            return
        }
        metrics = a.run.start.declarations.enumerated().compactMap { index, declaration in
            guard let other = b.run.start.declarations.firstIndex(where: { $0.name == declaration.name }) else {
                return nil
            }
            let difference = try? PairedDifference(
                a: common.map { $0.a.values[index] }, b: common.map { $0.b.values[other] })
            return Metric(declaration: declaration, difference: difference)
        }
    }

    /// Episodes of the same world seed, in the order of a's.
    private static func commonEpisodes(
        _ a: Side, _ b: Side
    ) -> [(a: StoredRun.Episode, b: StoredRun.Episode)] {
        let others = Dictionary(
            b.run.episodes[b.arm].map { (b.run.worldSeed(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
        return a.run.episodes[a.arm].compactMap { episode in
            others[a.run.worldSeed(of: episode)].map { (episode, $0) }
        }
    }

    private static func obstacle(_ a: StoredRun, _ b: StoredRun, pairs: Int) -> String? {
        guard a.start.scenarioHash == b.start.scenarioHash else {
            return "they played different scenarios, so their world seeds are not the same worlds"
        }
        guard a.start.slotsPerEpisode == b.start.slotsPerEpisode else {
            return "their episodes have \(a.start.slotsPerEpisode) and \(b.start.slotsPerEpisode) slots"
        }
        guard pairs >= 2 else {
            return "they have \(pairs == 0 ? "no" : "one") world seed in common, where a comparison takes two or more"
        }
        return nil
    }
}

extension RunDifference {
    private static func origins(_ a: Side, _ b: Side) -> [Origin] {
        let ofA = facts(a)
        let ofB = facts(b)
        let names = ofA.map(\.key) + ofB.map(\.key).filter { name in !ofA.contains { $0.key == name } }
        return names.compactMap { name in
            let a = ofA.first { $0.key == name }?.value ?? .null
            let b = ofB.first { $0.key == name }?.value ?? .null
            return a == b ? nil : Origin(name: name, a: a, b: b)
        }
    }

    /// Everything that made a side's results, by its name.
    private static func facts(_ side: Side) -> [JSON.Member] {
        let start = side.run.start
        let arm = start.arms[side.arm]
        var facts: [JSON.Member] = []
        func add(_ key: String, _ value: JSON) { facts.append(JSON.Member(key: key, value: value)) }
        func addMembers(_ prefix: String, of object: JSON) {
            guard case .object(let members) = object else { return }
            for member in members { add("\(prefix).\(member.key)", member.value) }
        }
        add("kind", JSON(start.kind.rawValue))
        add("scenario.name", JSON(start.scenario))
        add("scenario.hash", JSON(start.scenarioHash))
        addMembers("parameters", of: start.parameters)
        add("seed", JSON(start.seed))
        add("slotsPerEpisode", JSON(start.slotsPerEpisode))
        add("operator", JSON(arm.operator))
        add("followers", JSON(arm.followers))
        var positions: [String: Int] = [:]
        for plugin in arm.plugins {
            let role = plugin.role.rawValue + (plugin.standsIn ? "OnMiss" : "")
            let position = positions[role, default: 0]
            positions[role] = position + 1
            let prefix = position == 0 ? role : "\(role)\(position + 1)"
            for (key, value) in [
                ("plugin", plugin.name), ("version", plugin.version), ("sha256", plugin.sha256),
                ("information", plugin.hasFullInformation ? "full" : "observation"),
            ] { add("\(prefix).\(key)", JSON(value)) }
        }
        add("arguments", JSON(start.arguments))
        addMembers("host", of: start.host)
        return facts
    }

    /// The document of schema `firstmover.diff/1`.
    public var document: JSON {
        var differences: JSON = [:]
        for metric in metrics {
            let difference = metric.difference
            differences.set(
                metric.declaration.name,
                to: [
                    "a": JSON(difference?.meanOfA), "b": JSON(difference?.meanOfB),
                    "difference": JSON(difference?.mean),
                    "interval": metric.interval.map { [JSON($0.lowerBound), JSON($0.upperBound)] } ?? .null,
                    "pValue": JSON(difference?.pValue),
                ])
        }
        return [
            "schema": "firstmover.diff/1", "a": side(a), "b": side(b),
            "origins": .object(
                origins.map { JSON.Member(key: $0.name, value: ["a": $0.a, "b": $0.b]) }),
            "pairs": JSON(pairs), "metrics": differences, "obstacle": obstacle.map { JSON($0) } ?? .null,
        ]
    }

    private func side(_ side: Side) -> JSON {
        ["run": JSON(side.run.id), "arm": JSON(Comparison.letter(ofArm: side.arm))]
    }
}
