import ArgumentParser
import System

/// Runs the command and turns every way it can end into its documented exit code.
@main
struct Main {
    static func main() {
        Signals.ignoreBrokenPipes()
        do {
            var command = try Firstmover.parseAsRoot()
            try command.run()
        } catch let failure as Failure {
            if let message = failure.message { standardError("firstmover: \(message)\n") }
            ProcessContext.exit(failure.code.rawValue)
        } catch {
            let code = Firstmover.exitCode(for: error)
            let text = Firstmover.fullMessage(for: error)
            if code == .success {
                print(text)
                ProcessContext.exit(ExitStatus.fine.rawValue)
            }
            standardError(text + "\n")
            ProcessContext.exit((code == .validationFailure ? ExitStatus.usage : .ours).rawValue)
        }
    }
}
