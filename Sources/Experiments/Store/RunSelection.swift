/// What the user names: a run, or one arm of it.
public struct RunSelection: Sendable, Hashable {
    public let run: Int
    /// nil where the run's only arm is meant.
    public let arm: String?

    /// `3`, or `3:a`.
    ///
    /// - Throws: ``StoreError/notAnArm(_:)``.
    public init(parsing text: String) throws(StoreError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let run = Int(parts[0]), run > 0, parts.count == 1 || !parts[1].isEmpty else { throw .notAnArm(text) }
        self.run = run
        arm = parts.count == 1 ? nil : String(parts[1])
    }

    /// The index of the arm in `run`.
    ///
    /// - Throws: ``StoreError`` where it has no such arm, or several and none is named.
    public func index(in run: StoredRun) throws(StoreError) -> Int {
        let letters = run.start.arms.indices.map(Comparison.letter)
        guard let arm else {
            guard letters.count == 1 else { throw .ambiguousArm(run: run.id, known: letters) }
            return 0
        }
        guard let index = letters.firstIndex(of: arm) else {
            throw .unknownArm(arm, run: run.id, known: letters)
        }
        return index
    }
}
