import Policy

extension TrainingSettings {
    /// The member `options` of a training run's document.
    var document: JSON {
        [
            "episodes": JSON(episodes), "environments": JSON(environments), "evaluateEvery": JSON(evaluateEvery),
            "evaluationEpisodes": JSON(evaluationEpisodes), "learners": learners.map { JSON($0.rawValue) } ?? nil,
            "alternate": alternate.map { JSON($0) } ?? nil, "commitAfter": commitAfter.map { JSON($0) } ?? nil,
            "bestBy": bestBy.map { JSON($0) } ?? nil, "isolated": JSON(isIsolated),
        ]
    }

    /// What ``document`` wrote.
    init(_ field: JSONField) throws(ExperimentsError) {
        func count(_ key: String) throws(ExperimentsError) -> Int {
            let member = try field[key]
            let count = try member.integer
            guard (1...1_000_000_000).contains(count) else {
                throw .field(path: member.path, reason: "is \(count); it takes 1 to 10^9")
            }
            return count
        }
        func unlessNull<Value>(
            _ key: String, _ read: (JSONField) throws(ExperimentsError) -> Value
        ) throws(ExperimentsError) -> Value? {
            let member = try field[key]
            return member.isNull ? nil : try read(member)
        }
        self.init(
            episodes: try count("episodes"), environments: try count("environments"),
            evaluateEvery: try count("evaluateEvery"), evaluationEpisodes: try count("evaluationEpisodes"),
            learners: try unlessNull("learners") { field throws(ExperimentsError) in try field.word() },
            alternate: try unlessNull("alternate") { _ throws(ExperimentsError) in try count("alternate") },
            commitAfter: try unlessNull("commitAfter") { _ throws(ExperimentsError) in try count("commitAfter") },
            bestBy: try unlessNull("bestBy") { field throws(ExperimentsError) in try field.text },
            isIsolated: try field["isolated"].bool)
    }
}
