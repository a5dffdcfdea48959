import Games
import PluginHost
import Policy

extension TrainingRecord {
    public static let schema = "firstmover.train/1"

    /// The document of schema `firstmover.train/1`.
    public var document: JSON {
        var (bests, hashes): (JSON, JSON) = ([:], [:])
        for role in learning {
            if let evaluation = best[role] {
                var document = self.document(of: evaluation)
                document.set("by", to: JSON(declarations[criterion(of: role)].name))
                bests.set(role.rawValue, to: document)
            }
            var kinds: JSON = [:]
            for kind in CheckpointFolders.Kind.allCases {
                guard let sha256 = checkpoints[role]?[kind] else { continue }
                kinds.set(
                    kind.rawValue, to: ["path": JSON("\(role.rawValue)/\(kind.rawValue)"), "sha256": JSON(sha256)])
            }
            hashes.set(role.rawValue, to: kinds)
        }
        return [
            "schema": JSON(Self.schema), "scenario": scenario.document, "operator": JSON(arm.name(of: .operator)),
            "followers": JSON(arm.name(of: .followers)), "seed": JSON(seed), "slotsPerEpisode": JSON(slotsPerEpisode),
            "options": settings.document, "play": options.trainingDocument, "kernels": JSON(kernels),
            "plugins": .array(plugins.map(\.document)), "learning": JSON(learning.map(\.rawValue)),
            "progress": [
                "episodes": JSON(episodes), "slots": JSON(slots), "curveBytes": JSON(curveBytes),
                "finished": JSON(isFinished),
            ],
            "declarations": declarations.document, "last": last.map { self.document(of: $0) } ?? nil, "best": bests,
            "checkpoints": hashes, "baselines": baselines.map { .array($0.map(self.document)) } ?? nil,
            "measured": [
                "trainingSeconds": JSON(trainingSeconds), "evaluationSeconds": JSON(evaluationSeconds),
                "slotsPerSecond": JSON(trainingSeconds > 0 ? Double(slots) / trainingSeconds : .nan),
            ],
        ]
    }

    private func metrics(_ means: [Double]) -> JSON {
        var metrics: JSON = [:]
        for (declaration, mean) in zip(declarations, means) { metrics.set(declaration.name, to: JSON(mean)) }
        return metrics
    }

    private func document(of evaluation: Evaluation) -> JSON {
        ["episode": JSON(evaluation.episode), "metrics": metrics(evaluation.means)]
    }

    private func document(of played: PlayedBaseline) -> JSON {
        [
            "role": JSON(played.baseline.role.rawValue), "operator": JSON(played.baseline.operator),
            "followers": JSON(played.baseline.followers), "metrics": metrics(played.means),
        ]
    }

    /// The kernels of the run that `document` is, which must be chosen before anything of it is computed.
    public static func kernels(of document: JSON) -> String? {
        guard case .string(let kernels)? = document["kernels"] else { return nil }
        return kernels
    }

    /// The run that `document`, read from the file at `path`, is.
    ///
    /// - Throws: ``ExperimentsError`` naming the field that is missing or wrong, or
    ///   ``ExperimentsError/notResumable(path:reason:)`` where this release plays another game by that name.
    public init(_ document: JSON, path: String) throws(ExperimentsError) {
        let root = JSONField(document)
        do throws(ExperimentsError) {
            guard case .string(Self.schema)? = root.value["schema"] else {
                throw .field(
                    path: "schema", reason: "is not \(Self.schema); a training run is what `train --out` wrote")
            }
            var reasons: [String] = []
            guard let scenario = try LoadedScenario.restored(try root["scenario"], reasons: &reasons), reasons.isEmpty
            else { throw .notResumable(path: path, reason: reasons.joined(separator: "; ")) }
            try self.init(root, of: scenario)
        } catch {
            if case .notResumable = error { throw error }
            throw .inFile(path, error)
        }
    }

    private init(_ root: JSONField, of scenario: LoadedScenario) throws(ExperimentsError) {
        let settings = try TrainingSettings(try root["options"])
        var options = try PlayOptions(trainingField: try root["play"])
        options.environments = settings.environments
        options.isIsolated = settings.isIsolated
        self.init(
            scenario: scenario,
            arm: try ArmReference(operator: try root["operator"].text, followers: try root["followers"].text),
            seed: try root["seed"].seed, slotsPerEpisode: try root["slotsPerEpisode"].integer, settings: settings,
            options: options, kernels: try root["kernels"].text, declarations: try scenario.declarations)
        plugins = try root["plugins"].elements.map { field throws(ExperimentsError) in try PluginDescription(field) }
        learning = try root["learning"].elements.map { field throws(ExperimentsError) in try field.word() }
        let progress = try root["progress"]
        (episodes, curveBytes) = (try progress["episodes"].integer, try progress["curveBytes"].integer)
        if let field = try root.optional("last"), !field.isNull { last = try evaluation(field) }
        for (role, field) in try root["best"].members {
            if let role = Role(rawValue: role) { best[role] = try evaluation(field) }
        }
        for (role, kinds) in try root["checkpoints"].members {
            guard let role = Role(rawValue: role) else { continue }
            for (kind, field) in try kinds.members {
                if let kind = CheckpointFolders.Kind(rawValue: kind) {
                    checkpoints[role, default: [:]][kind] = try field["sha256"].text
                }
            }
        }
        if let field = try root.optional("baselines"), !field.isNull {
            baselines = try field.elements.map { field throws(ExperimentsError) in try played(field) }
        }
        let measured = try root["measured"]
        trainingSeconds = try measured["trainingSeconds"].number
        evaluationSeconds = try measured["evaluationSeconds"].number
    }

    private func means(_ field: JSONField) throws(ExperimentsError) -> [Double] {
        let metrics = try field["metrics"]
        return try declarations.map { declaration throws(ExperimentsError) in
            let value = try metrics[declaration.name]
            return value.isNull ? .nan : try value.number
        }
    }

    private func evaluation(_ field: JSONField) throws(ExperimentsError) -> Evaluation {
        Evaluation(episode: try field["episode"].integer, means: try means(field))
    }

    private func played(_ field: JSONField) throws(ExperimentsError) -> PlayedBaseline {
        PlayedBaseline(
            baseline: TrainingBaseline(
                of: try field["role"].word(), operator: try field["operator"].text,
                followers: try field["followers"].text),
            means: try means(field))
    }
}

extension PlayOptions {
    /// The member `play` of a training run's document.
    fileprivate var trainingDocument: JSON {
        [
            "inProcess": JSON(isInProcess), "placement": JSON(placement.rawValue),
            "budgetSeconds": JSON(budget / .seconds(1)), "handshakeSeconds": JSON(handshakeLimit / .seconds(1)),
        ]
    }

    /// What ``trainingDocument`` wrote.
    fileprivate init(trainingField field: JSONField) throws(ExperimentsError) {
        func duration(_ key: String) throws(ExperimentsError) -> Duration {
            let member = try field[key]
            let seconds = try member.number
            guard seconds > 0, seconds < 1e9 else { throw .field(path: member.path, reason: "is no time") }
            return .seconds(seconds)
        }
        self.init()
        isInProcess = try field["inProcess"].bool
        placement = try field["placement"].word()
        budget = try duration("budgetSeconds")
        handshakeLimit = try duration("handshakeSeconds")
    }
}
