/// Recomputes the reference cases of one topic of one game.
public struct TopicChecker: Sendable {
    let game: String
    let topic: String
    /// Names of the file's lists that hold cases.
    let lists: [String]
    /// What a case's `op` may be; empty where cases of the topic carry none.
    let operations: [String]
    /// Holds where neither case nor file states a tolerance in a field of its own.
    let tolerance: Tolerance
    /// Adds a comparison for each field that the case states.
    private let body: @Sendable (ReferenceCase, inout CaseReport) throws(ExperimentsError) -> Void

    init(
        game: String, topic: String, lists: [String] = ["cases"], operations: [String] = [],
        tolerance: Tolerance = .exact,
        _ body: @escaping @Sendable (ReferenceCase, inout CaseReport) throws(ExperimentsError) -> Void
    ) {
        self.game = game
        self.topic = topic
        self.lists = lists
        self.operations = operations
        self.tolerance = tolerance
        self.body = body
    }

    /// What `reference` expects, beside what is computed here.
    ///
    /// - Throws: ``ExperimentsError`` naming the case and the field that cannot be interpreted; a case that states nothing
    ///   to compare is one.
    func check(_ reference: ReferenceCase) throws(ExperimentsError) -> CaseReport {
        var report = CaseReport()
        do throws(ExperimentsError) {
            if let operation = try reference.input.optional("op"), !operations.contains(try operation.text) {
                throw .field(path: "op", reason: "is \(operation.value.text()), which nothing here recomputes")
            }
            try body(reference, &report)
            if report.comparisons.isEmpty { throw .field(path: "the case", reason: "states nothing to compare") }
        } catch {
            throw .inFile("case \"\(reference.name)\"", error)
        }
        return report
    }
}
