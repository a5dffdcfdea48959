import Statistics

/// A result as JUnit XML, which CI servers show as tests: a suite a comparison, a case a metric.
///
/// A metric that got worse is a failure, an invalid comparison an error; what cannot be judged is skipped, but for a check's
/// primary metric, without which the check does not pass. Valid against the schema that Jenkins and Surefire share.
public enum JUnit {
    /// The XML of `document`, with a newline at its end.
    public static func text(of document: ResultDocument) -> String {
        let suites = suites(of: document)
        var writer = Writer()
        writer.open("testsuites", [("name", "firstmover")] + counts(suites.flatMap(\.cases)))
        for suite in suites {
            let skipped = suite.cases.count { $0.outcome == .skipped }
            writer.open(
                "testsuite", [("name", suite.name)] + counts(suite.cases) + [("skipped", "\(skipped)")])
            writer.open("properties", [])
            for fact in suite.properties { writer.empty("property", [("name", fact.name), ("value", fact.value)]) }
            writer.close("properties")
            for testCase in suite.cases { write(testCase, of: document, to: &writer) }
            writer.close("testsuite")
        }
        writer.close("testsuites")
        return writer.text
    }

    private struct Suite {
        let name: String
        let properties: [Fact]
        let cases: [Case]
    }

    private struct Case {
        enum Outcome {
            case passed, failed, error, skipped
        }

        let name: String
        let outcome: Outcome
        let type: String
        let message: String
    }

    private static func counts(_ cases: [Case]) -> [(String, String)] {
        [
            ("tests", "\(cases.count)"), ("failures", "\(cases.count { $0.outcome == .failed })"),
            ("errors", "\(cases.count { $0.outcome == .error })"),
        ]
    }

    private static func write(_ testCase: Case, of document: ResultDocument, to writer: inout Writer) {
        writer.open("testcase", [("classname", "firstmover.\(document.scenario)"), ("name", testCase.name)])
        switch testCase.outcome {
        case .passed: writer.element("system-out", [], testCase.message)
        case .skipped: writer.empty("skipped", [("message", testCase.message)])
        case .failed, .error:
            writer.element(
                testCase.outcome == .failed ? "failure" : "error",
                [("message", testCase.message), ("type", testCase.type)], testCase.message)
        }
        writer.close("testcase")
    }

    private static func suites(of document: ResultDocument) -> [Suite] {
        let labels = ArmLabels(document)
        guard document.kind != .run else {
            let cases = document.metrics.map { metric in
                let mean = Figures.significant(document.arms[0].samples[metric.name]?.mean, 6)
                return Case(name: metric.name, outcome: .passed, type: "", message: withUnit(mean, metric))
            }
            return [
                Suite(
                    name: "\(document.scenario): \(labels[0])", properties: properties(document, arms: [0]),
                    cases: cases)
            ]
        }
        return document.comparisons.map { comparison in
            Suite(
                name: "\(document.scenario): \(labels[comparison.arm]) against \(labels[0])",
                properties: properties(document, arms: [0, comparison.arm]),
                cases: cases(of: comparison, in: document))
        }
    }

    private static func cases(of comparison: ComparisonRecord, in document: ResultDocument) -> [Case] {
        guard comparison.verdict != .invalid else {
            let name = document.primary?.name ?? "verdict"
            return [
                Case(name: name, outcome: .error, type: "invalid", message: document.sentence(of: comparison))
            ]
        }
        var cases = document.metrics.compactMap { metric in
            comparison.metrics[metric.name].map { testCase(metric, $0, of: comparison, in: document) }
        }
        if cases.isEmpty {
            cases = [
                Case(
                    name: "verdict", outcome: unjudged(isPrimary: true, in: document), type: notJudged,
                    message: document.sentence(of: comparison))
            ]
        }
        if let exactness = document.exactness {
            cases.append(
                Case(
                    name: "exact", outcome: exactness.isEqual ? .passed : .failed, type: "different",
                    message: exactness.isEqual
                        ? "every number equals the baseline’s"
                        : "first number that differs: \(exactness.firstDifference ?? Figures.unknown)"))
        }
        return cases
    }

    private static func testCase(
        _ metric: MetricDeclaration, _ record: MetricRecord, of comparison: ComparisonRecord,
        in document: ResultDocument
    ) -> Case {
        let isPrimary = metric.name == document.primary?.name
        let isWorse = record.verdict == .worse || comparison.worseGuardrails.contains(metric.name)
        var message =
            isPrimary ? document.sentence(of: comparison) : document.line(of: record, metric, arm: comparison.arm)
        if comparison.worseGuardrails.contains(metric.name) { message = "guardrail got worse: \(message)" }
        let outcome: Case.Outcome
        switch record.verdict {
        case .invalid: outcome = .error
        case nil where !isWorse: outcome = unjudged(isPrimary: isPrimary, in: document)
        default: outcome = isWorse ? .failed : .passed
        }
        let type = record.verdict?.name ?? (isWorse ? "worse" : notJudged)
        return Case(name: metric.name, outcome: outcome, type: type, message: message)
    }

    private static let notJudged = "not judged"

    /// What a metric without a verdict comes to: the command fails on a check that cannot be judged, and so must this.
    private static func unjudged(isPrimary: Bool, in document: ResultDocument) -> Case.Outcome {
        document.kind == .check && isPrimary ? .failed : .skipped
    }

    private static func properties(_ document: ResultDocument, arms: [Int]) -> [Fact] {
        var facts = document.pins
        for arm in arms where arm < document.arms.count {
            let (letter, record) = (ArmLabels.letter(ofArm: arm), document.arms[arm])
            facts.append(Fact(name: letter, value: record.name))
            for plugin in record.plugins {
                let place = "\(letter) \(plugin.role)\(plugin.standsIn ? " stand-in" : "")"
                facts.append(Fact(name: place, value: plugin.title))
                if let hash = plugin.sha256 { facts.append(Fact(name: "\(place) sha256", value: hash)) }
            }
        }
        return facts
    }
}

extension ResultDocument {
    /// One metric of arm `arm` on one line: `worse: b − a −0.627 utility (−8.0 %), 95 % interval −0.685 to −0.569`.
    func line(of record: MetricRecord, _ metric: MetricDeclaration, arm: Int) -> String {
        guard record.difference != nil else { return "unknown in some pair" }
        let verdict = record.verdict.map { "\(phrase($0)): " } ?? ""
        let letters = "\(ArmLabels.letter(ofArm: arm)) − \(ArmLabels.letter(ofArm: 0))"
        return "\(verdict)\(letters) \(difference(of: record, metric))"
    }
}

extension JUnit {
    /// XML text, two spaces a level.
    private struct Writer {
        private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        private var depth = 0

        mutating func open(_ name: String, _ attributes: [(String, String)]) {
            line("<\(name)\(written(attributes))>")
            depth += 1
        }

        mutating func close(_ name: String) {
            depth -= 1
            line("</\(name)>")
        }

        mutating func empty(_ name: String, _ attributes: [(String, String)]) {
            line("<\(name)\(written(attributes))/>")
        }

        mutating func element(_ name: String, _ attributes: [(String, String)], _ content: String) {
            line("<\(name)\(written(attributes))>\(escaped(content))</\(name)>")
        }

        private mutating func line(_ content: String) {
            text += String(repeating: "  ", count: depth) + content + "\n"
        }

        private func written(_ attributes: [(String, String)]) -> String {
            attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
        }

        private func escaped(_ content: String) -> String { markupEscaped(content) }
    }
}
