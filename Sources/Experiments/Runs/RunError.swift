import PluginHost
import System

/// Why a run ended without a result.
public enum RunError: Error, Sendable {
    case configuration(ExperimentsError)
    case plugin(PluginFailure)
    /// The frames cannot be recorded in the file at `path`.
    case recording(path: String, SystemError)
    /// What the run makes cannot be written to `path`.
    case output(path: String, reason: String)
    /// The machine refused us a thread.
    case system(SystemError)
}
