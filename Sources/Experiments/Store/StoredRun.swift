import Foundation

/// A run as the store keeps it: what it was, what it played so far, and, once it has ended, its document.
///
/// Episode i is world seed ``Start/seed`` + i mod 2^64, in every arm.
public struct StoredRun: Sendable, Equatable {
    /// The command that played it.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case run
        case ab
        case check
        case baseline
    }

    /// How far it came.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case running
        case finished
        /// By Ctrl-C: the document holds what was finished.
        case interrupted
        /// By a plugin's fault or ours.
        case failed
        /// Its process is gone and never said how it ended; what it had committed is kept.
        case died
    }

    /// One of the results that a run ended with.
    public enum Outcome: String, Sendable, Hashable {
        case finished
        case interrupted
        case failed
    }

    /// Numbers a store's runs from 1 in the order in which they began; never given twice.
    public let id: Int
    public let start: Start
    public let state: State
    /// When it began, in UTC: `2026-11-28T09:30:00.000Z`.
    public let created: String
    /// The primary metric's verdict; nil where there is none.
    public let verdict: String?
    /// The final document, byte for byte as the command prints it; nil where the run has not ended.
    public let document: String?
    /// What was played, `[arm]`, each in the order of episodes.
    public let episodes: [[Episode]]

    /// One finished episode of one arm.
    public struct Episode: Sendable, Equatable {
        public let index: Int
        /// Time from the beginning of the run to the end of the episode.
        public let seconds: Double
        /// Means over slots, one a declaration; NaN where a value cannot be known.
        public let values: [Double]

        public init(index: Int, seconds: Double, values: [Double]) {
            self.index = index
            self.seconds = seconds
            self.values = values
        }
    }

    /// World seed of `episode`.
    public func worldSeed(of episode: Episode) -> UInt64 { start.seed &+ UInt64(episode.index) }

    /// When it began, in seconds since 1970; 0 where ``created`` is no time.
    public var unixTime: Double {
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return (try? format.parse(created))?.timeIntervalSince1970 ?? 0
    }

    /// Mean and standard deviation over the episodes of arm `arm` of declaration `index`; NaN where it cannot be known.
    public func summary(of index: Int, arm: Int) -> (mean: Double, sd: Double) { values(of: index, arm: arm).summary }

    /// The values of declaration `index` in arm `arm`, one an episode.
    func values(of index: Int, arm: Int) -> [Double] { episodes[arm].map { $0.values[index] } }
}
