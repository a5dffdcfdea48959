import Games
import PluginHost
import Policy
import Statistics

extension Baseline {
    static let schema = "firstmover.baseline/1"

    /// The document of schema `firstmover.baseline/1`.
    public var document: JSON {
        var stored: JSON = [:]
        for (index, name) in metrics.enumerated() {
            let values = episodes.map { $0[index] }
            stored.set(name, to: ["mean": JSON(Moments(values).mean), "perEpisode": JSON(values)])
        }
        var document: JSON = [
            "schema": JSON(Self.schema), "version": JSON(version),
            "scenario": scenario.document,
            "operator": JSON(`operator`), "followers": JSON(followers), "subject": JSON(subject.rawValue),
            "seed": JSON(seed), "episodes": JSON(episodes.count), "slotsPerEpisode": JSON(slotsPerEpisode),
            "onMiss": JSON("\(onMiss)"), "kernels": JSON(kernels), "plugins": .array(plugins.map(\.document)),
            "metrics": stored,
        ]
        if let digests { document.set("slotDigests", to: JSON(digests)) }
        if let recording {
            document.set(
                "recording", to: ["file": JSON(recording.path), "environments": JSON(recording.environments)])
        }
        return document
    }

    /// The kernels of the baseline that `document` is, which must be chosen before anything of it is computed.
    public static func kernels(of document: JSON) -> String? {
        guard case .string(let kernels)? = document["kernels"] else { return nil }
        return kernels
    }

    /// The baseline that `document`, read from the file at `path`, is.
    ///
    /// - Throws: ``ExperimentsError`` naming the field that is missing or wrong, or
    ///   ``ExperimentsError/notComparable(path:reasons:)`` where this release plays another game by that name.
    public init(_ document: JSON, path: String) throws(ExperimentsError) {
        let root = JSONField(document)
        let scenario: LoadedScenario?
        var reasons: [String] = []
        do throws(ExperimentsError) {
            guard case .string(Self.schema)? = root.value["schema"] else {
                throw .field(path: "schema", reason: "is not \(Self.schema); a baseline is what `baseline --out` wrote")
            }
            scenario = try LoadedScenario.restored(try root["scenario"], reasons: &reasons)
        } catch {
            throw .inFile(path, error)
        }
        guard let scenario, reasons.isEmpty else { throw .notComparable(path: path, reasons: reasons) }
        do throws(ExperimentsError) {
            try self.init(root, of: scenario)
        } catch {
            throw .inFile(path, error)
        }
    }

    private init(_ root: JSONField, of scenario: LoadedScenario) throws(ExperimentsError) {
        let count = try root["episodes"].integer
        let stored = try root["metrics"].members
        guard count >= 2, !stored.isEmpty else {
            throw .field(path: "episodes", reason: "is \(count); a comparison takes at least 2, of one metric or more")
        }
        var columns: [[Double]] = []
        for (_, metric) in stored {
            let values = try metric["perEpisode"]
            columns.append(
                try values.elements.map { element throws(ExperimentsError) in
                    element.isNull ? .nan : try element.number
                })
            try values.require(count, "episodes", found: columns[columns.count - 1].count)
        }
        let digests = try root.optional("slotDigests")
        let texts = try digests.map { field throws(ExperimentsError) in
            try field.elements.map { element throws(ExperimentsError) in try element.text }
        }
        if let digests, let texts { try digests.require(count, "episodes", found: texts.count) }
        self.init(
            scenario: scenario, operator: try root["operator"].text, followers: try root["followers"].text,
            subject: try root["subject"].word(), seed: try root["seed"].seed,
            slotsPerEpisode: try root["slotsPerEpisode"].integer,
            onMiss: try MissPolicy(parsing: try root["onMiss"].text), kernels: try root["kernels"].text,
            version: try root["version"].text,
            plugins: try root["plugins"].elements.map { field throws(ExperimentsError) in
                try PluginDescription(field)
            },
            metrics: stored.map(\.key),
            episodes: (0..<count).map { episode in columns.map { $0[episode] } },
            digests: texts,
            recording: try root.optional("recording").map { field throws(ExperimentsError) in
                RecordedFrames(path: try field["file"].text, environments: max(1, try field["environments"].integer))
            })
    }
}

extension PluginDescription {
    /// What ``document`` wrote.
    init(_ field: JSONField) throws(ExperimentsError) {
        self.init(
            role: try field["role"].word(), name: try field["name"].text, version: try field["version"].text,
            sha256: try field["sha256"].text, hasFullInformation: try field["information"].text == "full",
            standsIn: try field.optional("standsIn")?.bool ?? false)
    }
}

extension JSONField {
    /// One of the words of `Word`.
    func word<Word: RawRepresentable<String> & CaseIterable>() throws(ExperimentsError) -> Word {
        let text = try self.text
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw .field(path: path, reason: "is \(text); known are \(known)")
        }
        return word
    }

    /// Refuses a list that is not as long as `expected`.
    fileprivate func require(_ expected: Int, _ name: String, found: Int) throws(ExperimentsError) {
        guard found == expected else {
            throw .field(path: path, reason: "has \(found) values for \(expected) \(name)")
        }
    }
}
