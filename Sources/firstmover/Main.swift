import ArgumentParser
import Reporting
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
            if let message = failure.message {
                standardError("firstmover: \(message)\n")
                // What came to a result has its annotations already.
                if failure.code == .input, ProcessContext.environment("GITHUB_ACTIONS") == "true" {
                    standardError(GitHubAnnotations.text(of: message))
                }
            }
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
