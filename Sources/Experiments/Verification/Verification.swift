/// Recomputes files of reference cases and says which hold.
///
/// A file says its `game` and `topic`, and each of its cases what it starts from and what is to come out, to which
/// tolerance. A topic that no checker knows is an error and not a pass, and so is a case that cannot be interpreted.
public struct Verification: Sendable {
    public let checkers: [TopicChecker]

    public init(_ checkers: [TopicChecker]) {
        self.checkers = checkers
    }

    /// How far a verification has come.
    public struct Progress: Sendable, Equatable {
        public let file: String
        /// Cases done, of `count` in all files.
        public let done: Int
        public let count: Int
    }

    /// What came out.
    public struct Result: Sendable, Equatable {
        /// Cases of which every field is within its tolerance, and those of which one is not.
        public var held = 0
        public var off = 0
        /// The comparison with the largest error in units of its tolerance; of equals the first.
        public var worst: Finding?
        /// Every field that is off.
        public var findings: [Finding] = []

        public init() {}
    }

    /// A comparison and where it was made.
    public struct Finding: Sendable, Equatable {
        public let file: String
        public let caseName: String
        public let comparison: FieldComparison
    }

    /// Recomputes every case in the file or folder at `path`.
    ///
    /// - Parameters:
    ///   - path: a file, or a folder with files in it, to any depth.
    ///   - progress: called before each case and at the end.
    /// - Returns: how many hold, and what does not.
    /// - Throws: ``ExperimentsError`` where a file cannot be read, nothing recomputes its topic, or a case is unclear; all
    ///   files are looked at before the first case is computed.
    public func run(_ path: String, progress: (Progress) -> Void = { _ in }) throws(ExperimentsError) -> Result {
        var work: [(file: ReferenceFile, checker: TopicChecker, cases: [ReferenceCase])] = []
        for (path, name) in try ReferenceFile.all(at: path) {
            let file = try ReferenceFile(reading: path, name: name)
            do throws(ExperimentsError) {
                let checker = try checker(for: file)
                work.append((file, checker, try file.cases(for: checker)))
            } catch {
                throw .inFile(name, error)
            }
        }
        var result = Result()
        var done = 0
        let count = work.reduce(0) { $0 + $1.cases.count }
        for (file, checker, cases) in work {
            for reference in cases {
                progress(Progress(file: file.name, done: done, count: count))
                do {
                    result.add(try checker.check(reference), of: reference, in: file)
                } catch {
                    throw .inFile(file.name, error)
                }
                done += 1
            }
        }
        if let last = work.last { progress(Progress(file: last.file.name, done: done, count: count)) }
        return result
    }

    private func checker(for file: ReferenceFile) throws(ExperimentsError) -> TopicChecker {
        if let checker = checkers.first(where: { $0.game == file.game && $0.topic == file.topic }) { return checker }
        let known = checkers.map { $0.game == file.game ? $0.topic : "\($0.game)/\($0.topic)" }
        throw .unknownTopic(game: file.game, topic: file.topic, known: known)
    }
}

extension Verification.Result {
    fileprivate mutating func add(_ report: CaseReport, of reference: ReferenceCase, in file: ReferenceFile) {
        if report.holds { held += 1 } else { off += 1 }
        for comparison in report.comparisons {
            let finding = Verification.Finding(file: file.name, caseName: reference.name, comparison: comparison)
            if !comparison.holds { findings.append(finding) }
            if worst.map({ comparison.ratio > $0.comparison.ratio }) ?? true { worst = finding }
        }
    }

    /// `firstmover.verify/1`.
    public var document: JSON {
        [
            "schema": "firstmover.verify/1", "held": JSON(held), "off": JSON(off), "worst": worst?.document ?? nil,
            "findings": .array(findings.map(\.document)),
        ]
    }
}

extension Verification.Finding {
    var document: JSON {
        [
            "file": JSON(file), "case": JSON(caseName), "field": JSON(comparison.field),
            "error": JSON(comparison.error), "tolerance": JSON(comparison.tolerance),
            "expected": comparison.expected, "actual": comparison.actual,
        ]
    }
}
