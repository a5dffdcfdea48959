import Experiments
import Statistics

extension ResultDocument {
    /// Reads a document of `run`, `ab` or `check`.
    ///
    /// - Throws: ``ReportingError/schema(found:known:)`` for another, ``ReportingError/document(_:)`` naming the member that
    ///   is not what it should be.
    public init(_ json: JSON) throws(ReportingError) {
        guard case .string(let schema)? = json["schema"], let kind = Kind(rawValue: schema) else {
            let found: String? = if case .string(let schema)? = json["schema"] { schema } else { nil }
            throw .schema(found: found, known: Kind.allCases.map(\.rawValue))
        }
        do throws(ExperimentsError) {
            try self.init(kind, JSONField(json))
        } catch {
            throw .document(error)
        }
    }

    private init(_ kind: Kind, _ root: JSONField) throws(ExperimentsError) {
        self.init(kind, scenario: try root["scenario"]["name"].text)
        scenarioHash = try root["scenario"].known("hash")?.text
        seed = try root.known("seed")?.seed
        pairs = try root.known(kind == .run ? "episodes" : "pairs")?.integer
        slotsPerEpisode = try root.known("slotsPerEpisode")?.integer
        budgetSeconds = try root.known("budgetSeconds")?.number
        onMiss = try root.known("onMiss")?.text
        confidence = try root.known("confidence")?.number ?? 0.95
        wasInterrupted = try root.known("interrupted")?.bool ?? false
        sequential = try root.known("sequential").map(SequentialRecord.init)
        baseline = try root.known("baseline").map(BaselineRecord.init)
        exactness = try root.known("exact").map(ExactnessRecord.init)
        fault = try root.known("fault").map { field throws(ExperimentsError) in try Self.faultText(field) }
        let measured = try root.known("measured")
        host = try measured?.known("host").map { field throws(ExperimentsError) in try Self.facts(field) } ?? []
        if kind == .run {
            arms = [try ArmRecord(runOf: root)]
        } else {
            let timings = try measured?.known("arms")?.elements ?? []
            for (index, field) in try root["arms"].elements.enumerated() {
                arms.append(try ArmRecord(field, timing: index < timings.count ? timings[index] : nil))
            }
            for (index, field) in try (root.known("comparisons")?.elements ?? []).enumerated() {
                comparisons.append(try ComparisonRecord(field, arm: index + 1))
            }
            guard comparisons.count < max(arms.count, 1) || fault != nil else {
                throw .field(path: "comparisons", reason: "must be one for every arm but the first")
            }
            verdict = try Verdict(root) ?? comparisons.first?.verdict
        }
        metrics = try Self.declarations(root)
    }

    /// Every metric that is declared or has a value, the primary one first.
    private static func declarations(_ root: JSONField) throws(ExperimentsError) -> [MetricDeclaration] {
        var declarations: [MetricDeclaration] = []
        for (name, field) in try root.known("declarations")?.members ?? [] {
            declarations.append(
                MetricDeclaration(
                    name: name, unit: try field.known("unit")?.text ?? "",
                    direction: try field.known("direction").flatMap { field throws(ExperimentsError) in
                        MetricDeclaration.Direction(rawValue: try field.text)
                    },
                    isGuardrail: try field.known("guardrail")?.bool ?? false,
                    isCertificate: try field.known("certificate")?.bool ?? false))
        }
        let comparisons = try root.known("comparisons")?.elements ?? []
        let holders = [root] + comparisons + (try root.known("arms")?.elements ?? [])
        for holder in holders {
            for (name, _) in try holder.known("metrics")?.members ?? []
            where !declarations.contains(where: { $0.name == name }) {
                declarations.append(MetricDeclaration(name: name))
            }
        }
        if let primary = try root.known("primary")?.text,
            let index = declarations.firstIndex(where: { $0.name == primary })
        {
            declarations.insert(declarations.remove(at: index), at: 0)
        }
        return declarations
    }

    /// A fault as one text, whether the document has a text or an object with a message.
    fileprivate static func faultText(_ field: JSONField) throws(ExperimentsError) -> String {
        guard case .object = field.value else { return try field.text }
        let message = try field.known("message")?.text ?? field.value.text()
        let plugin = try field.known("plugin")?.text
        let arm = try field.known("arm")?.text
        return (arm.map { "arm \($0): " } ?? "") + (plugin.map { "\($0): " } ?? "") + message
    }

    private static func facts(_ field: JSONField) throws(ExperimentsError) -> [Fact] {
        try field.members.compactMap { name, field in
            switch field.value {
            case .null, .object: nil
            case .string(let text): Fact(name: name, value: text)
            case .integer(let bytes) where name == "memoryBytes":
                Fact(name: "memory", value: "\(Figures.fixed(Double(bytes) / 0x1p30, decimals: 1)) GiB")
            case let value: Fact(name: name, value: value.text(.compact))
            }
        }
    }
}

extension ArmRecord {
    init(_ field: JSONField, timing: JSONField?) throws(ExperimentsError) {
        name = try field["name"].text
        try read(field, timing)
    }

    /// The one arm of a run.
    init(runOf root: JSONField) throws(ExperimentsError) {
        var parts: [String] = []
        for plugin in try root.known("plugins")?.elements ?? [] {
            if try plugin.known("standsIn").isYes { continue }
            parts.append("\(try plugin["role"].text)=\(try plugin["name"].text)")
        }
        name = parts.joined(separator: ",")
        try read(root, root.known("measured"))
    }

    private mutating func read(_ field: JSONField, _ timing: JSONField?) throws(ExperimentsError) {
        for plugin in try field.known("plugins")?.elements ?? [] {
            plugins.append(
                PluginRecord(
                    role: try plugin["role"].text, name: try plugin["name"].text,
                    version: try plugin.known("version")?.text, sha256: try plugin.known("sha256")?.text,
                    information: try plugin.known("information")?.text, standsIn: try plugin.known("standsIn").isYes))
        }
        for (name, metric) in try field.known("metrics")?.members ?? [] {
            var episodes: [Double?] = []
            for value in try metric.known("perEpisode")?.elements ?? [] {
                episodes.append(value.isNull ? nil : try value.number)
            }
            samples[name] = SampleRecord(
                mean: try metric.known("mean")?.number, standardDeviation: try metric.known("sd")?.number,
                episodes: episodes)
        }
        if let timing, !timing.isNull { self.timing = try TimingRecord(timing) }
    }
}

extension TimingRecord {
    init(_ field: JSONField) throws(ExperimentsError) {
        all = try LatencyRecord(field)
        for (role, latencies) in try field.known("roles")?.members ?? [] where !latencies.isNull {
            roles.append((role, try LatencyRecord(latencies)))
        }
        seconds = try field.known("seconds")?.number
    }
}

extension LatencyRecord {
    init(_ field: JSONField) throws(ExperimentsError) {
        let decisions = try field.known("decisions")
        count = try decisions?.known("count")?.integer
        missed = try decisions?.known("missed")?.integer
        roundTrip = try Percentiles(field.known("roundTripMicroseconds"))
        compute = try Percentiles(field.known("computeMicroseconds"))
        var buckets: [Bucket] = []
        for bucket in try field.known("histogram")?.elements ?? [] {
            let pair = try bucket.numbers
            guard pair.count == 2, pair[0] >= buckets.last?.upperMicroseconds ?? 0, pair[1] >= 0, pair[1].isFinite
            else { throw .field(path: bucket.path, reason: "must be an upper bound and a count, bounds ascending") }
            buckets.append(Bucket(upperMicroseconds: pair[0], count: pair[1]))
        }
        histogram = buckets
    }
}

extension LatencyRecord.Percentiles {
    init(_ field: JSONField?) throws(ExperimentsError) {
        p50Microseconds = try field?.known("p50")?.number
        p99Microseconds = try field?.known("p99")?.number
    }
}

extension ComparisonRecord {
    init(_ field: JSONField, arm: Int) throws(ExperimentsError) {
        name = try field["b"].text
        self.arm = arm
        for (name, metric) in try field.known("metrics")?.members ?? [] { metrics[name] = try MetricRecord(metric) }
        verdict = try Verdict(field)
        for name in try field.known("worseGuardrails")?.elements ?? [] { worseGuardrails.append(try name.text) }
        fault = try field.known("fault").map { field throws(ExperimentsError) in try ResultDocument.faultText(field) }
    }
}

extension MetricRecord {
    init(_ field: JSONField) throws(ExperimentsError) {
        a = try field.known("a")?.number
        b = try field.known("b")?.number
        difference = try field.known("difference")?.number
        interval = try field.interval("interval")
        pValue = try field.known("pValue")?.number
        holmPValue = try field.known("pValueHolm")?.number
        equivalencePValue = try field.known("equivalencePValue")?.number
        margin = try field.known("margin")?.number
        verdict = try Verdict(field)
        robust = try field.known("robust").map(RobustRecord.init)
    }
}

extension RobustRecord {
    init(_ field: JSONField) throws(ExperimentsError) {
        wilcoxonPValue = try field.known("wilcoxonPValue")?.number
        permutationPValue = try field.known("permutationPValue")?.number
        bootstrapInterval = try field.interval("bootstrapInterval")
        let means = try field.known("interquartileMean")
        interquartileMeanOfA = try means?.known("a")?.number
        interquartileMeanOfB = try means?.known("b")?.number
        probabilityOfImprovement = try field.known("probabilityOfImprovement")?.number
    }
}

extension SequentialRecord {
    init(_ field: JSONField) throws(ExperimentsError) {
        hasDecided = try field.known("decided")?.bool
        mostPairs = try field.known("mostPairs")?.integer
    }
}

extension BaselineRecord {
    init(_ field: JSONField) throws(ExperimentsError) {
        path = try field.known("path")?.text
        version = try field.known("version")?.text
        kernels = try field.known("kernels")?.text
        subject = try field.known("subject")?.text
        var changed: [String] = []
        for text in try field.known("changed")?.elements ?? [] { changed.append(try text.text) }
        self.changed = changed
    }
}

extension ExactnessRecord {
    init(_ field: JSONField) throws(ExperimentsError) {
        isEqual = try field["isEqual"].bool
        firstDifference = try field.known("firstDifference")?.text
    }
}

extension Verdict {
    /// The member `verdict` of `field`, with its `pairsNeeded`; nil where it is missing or null.
    fileprivate init?(_ field: JSONField) throws(ExperimentsError) {
        guard let word = try field.known("verdict") else { return nil }
        let all: [Verdict] = [
            .better, .worse, .equivalent, .invalid,
            .inconclusive(pairsNeeded: try field.known("pairsNeeded")?.integer),
        ]
        let name = try word.text
        guard let verdict = all.first(where: { $0.name == name }) else {
            throw .field(path: word.path, reason: "must be one of \(all.map(\.name).joined(separator: ", "))")
        }
        self = verdict
    }
}

extension JSONField {
    /// Member `key`; nil where it is missing or null.
    fileprivate func known(_ key: String) throws(ExperimentsError) -> JSONField? {
        guard let field = try optional(key), !field.isNull else { return nil }
        return field
    }

    /// Member `key` as lower and upper end; nil where it is missing, or either end is unknown.
    fileprivate func interval(_ key: String) throws(ExperimentsError) -> ClosedRange<Double>? {
        guard let field = try known(key) else { return nil }
        let ends = try field.elements
        guard ends.count == 2 else { throw .field(path: field.path, reason: "must be a lower and an upper end") }
        guard !ends[0].isNull, !ends[1].isNull else { return nil }
        let (lower, upper) = (try ends[0].number, try ends[1].number)
        guard lower.isFinite, upper.isFinite else { return nil }
        guard lower <= upper else { throw .field(path: field.path, reason: "ends before it starts") }
        return lower...upper
    }
}

extension JSONField? {
    /// Whether it is there and says so: true, or anything but false.
    fileprivate var isYes: Bool {
        guard let self else { return false }
        return self.value != .bool(false)
    }
}
