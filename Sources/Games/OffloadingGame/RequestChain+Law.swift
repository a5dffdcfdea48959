extension RequestChain {
    /// P[state][0...F].
    ///
    /// - Complexity: O(F).
    public func row(_ state: Int) -> [Double] {
        precondition((0...taskCount).contains(state), "state \(state) of \(taskCount) tasks")
        if state == 0 { return [idleProbability] + popularity }
        var row = Array(repeating: 0.0, count: taskCount + 1)
        row[0] = idleProbability
        let part = (1 - idleProbability) / Double(successorCount)
        for rank in 1...successorCount { row[successor(rank, of: state)] += part }
        return row
    }

    /// Shares of time in each of the states 0...F: the distribution that the chain keeps, each entry as accurate as the
    /// probabilities.
    ///
    /// By elimination of one state after the other, the last first, without a subtraction: from every task the chain comes
    /// back to no request, but where R = 0 and the library wraps. Then that state is left for good, and every task is as
    /// likely as any other.
    ///
    /// - Complexity: O(F^3) time and O(F^2) memory: for checks.
    /// - SeeAlso: Grassmann, Taksar & Heyman, "Regenerative analysis and steady state distributions for Markov chains",
    ///   Operations Research 33, 1985.
    public func stationaryLaw() -> [Double] {
        if idleProbability == 0 && wrap == .wrapF {
            return [0] + Array(repeating: 1 / Double(taskCount), count: taskCount)
        }
        var p = (0...taskCount).map { row($0) }
        for k in stride(from: taskCount, to: 0, by: -1) {
            let leaving = p[k][..<k].reduce(0, +)
            for i in 0..<k {
                p[i][k] /= leaving
                for j in 0..<k { p[i][j] += p[i][k] * p[k][j] }
            }
        }
        var law = [1.0]
        for k in 1...taskCount { law.append((0..<k).reduce(0) { $0 + law[$1] * p[$1][k] }) }
        let sum = law.reduce(0, +)
        return law.map { $0 / sum }
    }
}
