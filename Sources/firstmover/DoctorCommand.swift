import ArgumentParser
import Experiments
import Reporting

/// `firstmover doctor`: what this machine has and lacks.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what this machine has and lacks, with the remedy.",
        discussion: """
            Exits with 1 if something is missing that a run needs.

            Example:
              firstmover doctor
            """)

    @OptionGroup var output: OutputOptions

    func run() throws {
        let findings = Doctor(Surroundings.catalogue).findings() + [plots]
        var table = TextTable(["", "what", "found"])
        for finding in findings {
            table.add([finding.state.rawValue, finding.subject, finding.found])
        }
        let remedies = findings.compactMap { finding in
            finding.remedy.map { "\(finding.subject): \($0)\n" }
        }
        try output.show(["schema": "firstmover.doctor/1", "findings": .array(findings.map(\.document))]) {
            table.text + (remedies.isEmpty ? "" : "\n" + remedies.joined())
        }
        if findings.contains(where: { $0.state == .missing }) { throw Failure(.no) }
    }

    /// Whether reports can be made; nothing else needs it.
    private var plots: Doctor.Finding {
        do {
            let version = try Surroundings.pictureRenderer.version()
            return Doctor.Finding(
                state: .fine, subject: "plots of reports", found: "vl-convert \(version)", remedy: nil)
        } catch let failure as Failure {
            return absent(failure.message)
        } catch {
            return absent("\(error)")
        }
    }

    private func absent(_ remedy: String?) -> Doctor.Finding {
        Doctor.Finding(state: .absent, subject: "plots of reports", found: "vl-convert does not start", remedy: remedy)
    }
}
