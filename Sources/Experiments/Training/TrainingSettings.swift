import Games
import Policy

/// What a training run is asked to do; everything here can change its result, and is stored with it.
public struct TrainingSettings: Sendable, Equatable {
    /// Training episodes in all, in whole batches of ``environments``.
    public internal(set) var episodes: Int
    /// Environments side by side: a learner sees them together, so that their number is part of the result.
    public let environments: Int
    /// Training episodes between two evaluations, which come after whole batches.
    public let evaluateEvery: Int
    public let evaluationEpisodes: Int
    /// Who is to learn; nil is whoever can.
    public let learners: LearningSides?
    /// Training episodes of a turn in which one side learns from the other; nil lets both learn at once.
    public let alternate: Int?
    /// Training episodes after which an operator that learns commits itself: it learns no more and plays with its weights as
    /// they are, and the followers alone go on learning; nil where it never does.
    public let commitAfter: Int?
    /// The metric that says which weights are the best; nil is the first certificate where followers learn, else the primary
    /// one.
    public let bestBy: String?
    /// Whether every follower has a process of its own.
    public let isIsolated: Bool

    /// - Parameters:
    ///   - episodes: rounded up to whole batches.
    ///   - environments: side by side.
    ///   - evaluateEvery: nil is a twentieth of the episodes.
    ///   - evaluationEpisodes: of one evaluation.
    ///   - learners: who is to learn; nil is whoever can.
    ///   - alternate: episodes of a turn; nil lets both sides learn at once.
    ///   - commitAfter: episodes after which the operator learns no more.
    ///   - bestBy: the metric by which weights are the best.
    ///   - isIsolated: whether every follower has a process of its own.
    public init(
        episodes: Int, environments: Int, evaluateEvery: Int? = nil, evaluationEpisodes: Int = 20,
        learners: LearningSides? = nil, alternate: Int? = nil, commitAfter: Int? = nil, bestBy: String? = nil,
        isIsolated: Bool = false
    ) {
        precondition(episodes > 0 && environments > 0, "\(episodes) episodes, \(environments) side by side")
        self.episodes = Self.whole(episodes, environments)
        self.environments = environments
        self.evaluateEvery = evaluateEvery ?? max(1, self.episodes / 20)
        self.evaluationEpisodes = evaluationEpisodes
        self.learners = learners
        self.alternate = alternate
        self.commitAfter = commitAfter
        self.bestBy = bestBy
        self.isIsolated = isIsolated
    }

    /// `episodes` rounded up to whole batches.
    static func whole(_ episodes: Int, _ environments: Int) -> Int {
        (episodes + environments - 1) / environments * environments
    }

    /// Whose turn it is to learn after `episodes`, of the roles that can; the operator's is the first of two, and none is
    /// its after it has committed itself.
    func turn(after episodes: Int, of learning: Set<Role>) -> Set<Role> {
        guard learning.count > 1 else { return learning }
        if let commitAfter, episodes >= commitAfter { return [.followers] }
        guard let alternate else { return learning }
        return (episodes / alternate).isMultiple(of: 2) ? [.operator] : [.followers]
    }

    /// Slots of the whole run that each side that is to learn learns from if it can, where an episode has `slots`; 0 where
    /// it never has a turn.
    func slotsLearned(each slots: Int) -> [Role: Int] {
        let roles = (learners ?? .both).roles
        guard alternate != nil || commitAfter != nil else {
            return Dictionary(uniqueKeysWithValues: roles.map { ($0, episodes / environments * slots) })
        }
        var learned = Dictionary(uniqueKeysWithValues: roles.map { ($0, 0) })
        for first in stride(from: 0, to: episodes, by: environments) {
            for role in turn(after: first, of: roles) { learned[role, default: 0] += slots }
        }
        return learned
    }

    /// What is wrong with turns in which one of two sides that learn never would, with the remedy; nil where both do.
    ///
    /// The first batch is the operator's, so that only the followers can be left without.
    var faultOfTurns: String? {
        guard let alternate, slotsLearned(each: 1)[.followers] == 0 else { return nil }
        let isOneBatch = episodes == environments
        guard alternate >= environments else {
            let remedy = "take turns of \(environments) or more\(isOneBatch ? " and train for longer" : "")"
            return
                "--alternate \(alternate) leaves the followers no turn, because all \(environments) episodes of a batch "
                + "(--envs) are of one turn; \(remedy)"
        }
        let remedy = isOneBatch ? "train for longer" : "take shorter turns or train for longer"
        return "--alternate \(alternate) leaves the followers no turn in \(episodes) episodes; \(remedy)"
    }

    /// Whether the batch that ended after `episodes` is followed by an evaluation; the last one always is.
    func isEvaluated(after episodes: Int) -> Bool {
        episodes >= self.episodes || episodes / evaluateEvery > (episodes - environments) / evaluateEvery
    }

    /// Index of the metric that says which weights of `role` are the best.
    ///
    /// Without a name the operator's is the primary metric. Followers, and an operator whose followers learn as well, have the
    /// first certificate: what an operator earns from followers that do not answer well says nothing.
    ///
    /// - Throws: ``ExperimentsError/unknownMetric(_:nearest:known:)``.
    func criterion(
        of role: Role, learning: [Role], among declarations: [Metric]
    ) throws(ExperimentsError) -> Int {
        guard let bestBy else {
            return learning.contains(.followers) || role == .followers
                ? declarations.firstIndex(where: \.isCertificate) ?? 0 : 0
        }
        let names = declarations.map(\.name)
        guard let index = names.firstIndex(of: bestBy) else {
            throw .unknownMetric(bestBy, nearest: nearestName(to: bestBy, among: names), known: names)
        }
        return index
    }
}
