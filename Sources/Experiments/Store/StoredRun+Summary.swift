extension StoredRun {
    /// A run without what it played.
    public struct Summary: Sendable, Equatable {
        public let id: Int
        public let start: Start
        public let state: State
        public let created: String
        public let verdict: String?
        /// Episodes stored, one number an arm.
        public let episodeCounts: [Int]

        /// A member of `runs` in `firstmover.runs/1`.
        public var document: JSON {
            var document: JSON = ["id": JSON(id), "kind": JSON(start.kind.rawValue), "state": JSON(state.rawValue)]
            document.set("created", to: JSON(created))
            document.set("scenario", to: ["name": JSON(start.scenario), "hash": JSON(start.scenarioHash)])
            document.set("seed", to: JSON(start.seed))
            document.set(
                "arms",
                to: .array(
                    zip(start.arms, episodeCounts).map { arm, count in
                        [
                            "name": JSON(arm.name), "operator": JSON(arm.operator), "followers": JSON(arm.followers),
                            "episodes": JSON(count),
                        ]
                    }))
            document.set("primary", to: start.declarations.first.map { JSON($0.name) } ?? .null)
            document.set("verdict", to: verdict.map { JSON($0) } ?? .null)
            document.set("firstmover", to: JSON(start.version))
            return document
        }
    }

    /// The run without what it played.
    public var summary: Summary {
        Summary(
            id: id, start: start, state: state, created: created, verdict: verdict,
            episodeCounts: episodes.map(\.count))
    }

    /// The document of schema `firstmover.stored/1`: what is kept of a run that has no document of its own.
    public var storedDocument: JSON {
        var document: JSON = ["schema": "firstmover.stored/1"]
        document.set("run", to: summary.document)
        document.set("parameters", to: start.parameters)
        document.set("slotsPerEpisode", to: JSON(start.slotsPerEpisode))
        document.set(
            "declarations",
            to: .object(
                start.declarations.map {
                    JSON.Member(
                        key: $0.name, value: ["unit": JSON($0.unit), "direction": JSON($0.direction.rawValue)])
                }))
        document.set("arms", to: .array(start.arms.indices.map(armDocument)))
        document.set("host", to: start.host)
        return document
    }

    private func armDocument(_ arm: Int) -> JSON {
        var metrics: JSON = [:]
        for (index, declaration) in start.declarations.enumerated() {
            metrics.set(declaration.name, to: values(of: index, arm: arm).summaryDocument)
        }
        return [
            "name": JSON(start.arms[arm].name), "plugins": .array(start.arms[arm].plugins.map(\.document)),
            "episodes": JSON(episodes[arm].map(\.index)), "metrics": metrics,
        ]
    }
}
