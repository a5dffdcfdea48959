import PluginHost
import System

/// What happens to a decision that misses its deadline; declared before a run and stored with it.
public enum MissPolicy: Sendable, Hashable, CustomStringConvertible {
    /// The run ends.
    case abort
    /// The answer is waited for and played all the same.
    case wait
    /// The game's forfeit is played.
    case forfeit
    /// Another policy decides.
    case fallback(PolicyReference, text: String)

    /// `abort`, `wait`, `forfeit` or `fallback=POLICY`.
    ///
    /// - Throws: ``ExperimentsError/reference(_:reason:)``.
    public init(parsing text: String) throws(ExperimentsError) {
        switch text {
        case "abort": self = .abort
        case "wait": self = .wait
        case "forfeit": self = .forfeit
        case _ where text.hasPrefix("fallback="):
            self = .fallback(try PolicyReference(parsing: String(text.dropFirst("fallback=".count))), text: text)
        default:
            throw .reference(text, reason: "a missed deadline means abort, wait, forfeit or fallback=POLICY")
        }
    }
}

extension MissPolicy {
    /// As it was written.
    public var description: String {
        switch self {
        case .abort: "abort"
        case .wait: "wait"
        case .forfeit: "forfeit"
        case .fallback(_, let text): text
        }
    }
}

/// How policies are started and how long they may take; changes no result where no deadline is missed.
public struct PlayOptions: Sendable {
    /// Time for a plugin to introduce itself.
    public var handshakeLimit = Duration.seconds(10)
    /// Time for one decision.
    public var budget = Duration.seconds(10)
    public var onMiss = MissPolicy.abort
    /// Plays our own policies within this process.
    public var isInProcess = false
    /// Starts one process a follower, each seeing its own observation only.
    public var isIsolated = false
    public var placement = Placement.auto
    /// Environments side by side.
    public var environments = 1
    /// File that every frame is recorded in.
    public var recording: String?

    public init() {}

    /// The file that frames are recorded in, begun; nil where none was asked for.
    func startRecording() throws(RunError) -> RecordingWriter? {
        guard let recording else { return nil }
        do throws(SystemError) {
            return try RecordingWriter(path: recording)
        } catch {
            throw .recording(path: recording, error)
        }
    }

    var rules: DecisionRules {
        let skips: DecisionRules.OnMiss =
            switch onMiss {
            case .abort: .abort
            case .wait: .wait
            case .forfeit, .fallback: .skip
            }
        return DecisionRules(budget: budget, onMiss: skips)
    }
}
