import Foundation
import Policies
import Policy
import Synchronization
import Testing

/// Checkpoints of learners that have learned nothing yet, made when they are first asked for.
enum Untrained {
    private static let folders = Mutex<[String: String]>([:])

    /// The checkpoint that learner `policy` saves right after the first reset of a session like `session`, of all agents.
    ///
    /// - Returns: nil where the policy does not learn.
    static func checkpoint(of policy: String, for session: Session) throws -> String? {
        guard let type = PolicyCatalogue.policy(named: policy), type.learns else { return nil }
        let key = "\(policy) \(session.role.rawValue) \(session.scenario)"
        return try folders.withLock { folders in
            if let folder = folders[key] { return folder }
            let folder = FileManager.default.temporaryDirectory.appending(
                path: "firstmover-untrained-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try save(type, session.with(mode: .train, agents: 0..<session.agentCount), to: folder.path)
            folders[key] = folder.path
            return folder.path
        }
    }

    private static func save<Learner: Policy>(_ type: Learner.Type, _ session: Session, to folder: String) throws {
        var learner = Learner()
        _ = try learner.open(session)
        learner.reset(row: 0, seed: 1)
        try learner.save(to: folder)
    }
}

extension Session {
    /// The same session in another mode, with other options or agents.
    func with(mode: Mode, agents: Range<Int>? = nil, options: [Option]? = nil) -> Session {
        Session(
            role: role, scenario: scenario, scenarioHash: scenarioHash, stages: stages, agents: agents ?? self.agents,
            agentCount: agentCount, rows: rows, mode: mode, options: options ?? self.options)
    }
}
