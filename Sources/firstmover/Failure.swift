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

    /// A failed run.
    ///
    /// - Parameters:
    ///   - error: why it failed.
    ///   - prefix: what stands in front, such as the arm.
    init(_ error: RunError, prefix: String = "") {
        switch error {
        case .configuration(let error): self.init(.input, "\(prefix)\(error)")
        case .recording(let path, let error): self.init(.input, "\(prefix)cannot record in \(path): \(error.message)")
        case .output(let path, let reason): self.init(.input, "\(prefix)cannot write \(path): \(reason)")
        case .plugin(let failure): self.init(.plugin, "\(prefix)\(failure)")
        case .system(let error): self.init(.ours, "\(prefix)\(error)")
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
    // Where nobody reads it, there is nobody left to tell.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}
