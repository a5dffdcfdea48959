import Experiments
import Foundation

/// The documented exit codes.
enum ExitStatus: Int32 {
    case fine = 0
    /// The question's answer is no.
    case no = 1
    case usage = 2
    /// Bad input or configuration.
    case input = 3
    case plugin = 4
    case ours = 5
    case interrupted = 130
}

/// Why the command ends otherwise than by its result: an exit code, and one line for people.
struct Failure: Error {
    let code: ExitStatus
    /// nil where the result has said it already.
    let message: String?

    init(_ code: ExitStatus, _ message: String? = nil) {
        self.code = code
        self.message = message
    }

    /// A failed run, with the end of what the plugin wrote.
    init(_ error: RunError) {
        switch error {
        case .configuration(let error): self.init(.input, "\(error)")
        case .plugin(let failure): self.init(.plugin, "\(failure)")
        case .system(let error): self.init(.input, "\(error)")
        }
    }
}

/// Runs `body`, whose errors are the user's to mend.
func readingInput<Value>(_ body: () throws(ExperimentsError) -> Value) throws(Failure) -> Value {
    do throws(ExperimentsError) {
        return try body()
    } catch {
        throw Failure(.input, "\(error)")
    }
}

/// Writes `text` where people read it.
func standardError(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
}
