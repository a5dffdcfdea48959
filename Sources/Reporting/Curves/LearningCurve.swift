import Experiments

/// What a learner earned, episode by episode, as Stable-Baselines3's `Monitor` writes it.
public struct LearningCurve: Sendable, Equatable {
    /// What it is called: the folder of a `monitor.csv`, or the file without its suffix.
    public let name: String
    /// Steps taken up to and with each episode.
    let steps: [Double]
    /// Reward of each episode.
    let rewards: [Double]

    /// Reads the text of a `monitor.csv`: a line `#{...}`, the header `r,l,t`, then a line an episode.
    ///
    /// Columns may come in any order, and others beside them. A last line without its end is left out: a run still writes it.
    ///
    /// - Parameters:
    ///   - text: the whole file.
    ///   - path: where it is, for its name and for complaints.
    /// - Throws: ``ReportingError/curves(path:line:reason:)``.
    public init(monitor text: String, path: String) throws(ReportingError) {
        var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        if lines.count > 1 { lines.removeLast() }
        var header: (reward: Int, length: Int)?
        var steps: [Double] = []
        var rewards: [Double] = []
        for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard let columns = header else {
                guard let reward = cells.firstIndex(of: "r"), let length = cells.firstIndex(of: "l") else {
                    throw .curves(path: path, line: index + 1, reason: "the columns r and l are missing")
                }
                header = (reward, length)
                continue
            }
            guard cells.count > max(columns.reward, columns.length), let reward = Double(cells[columns.reward]),
                let length = Double(cells[columns.length]), reward.isFinite, length >= 0, length.isFinite
            else { throw .curves(path: path, line: index + 1, reason: "a reward and a length are expected") }
            steps.append((steps.last ?? 0) + length)
            rewards.append(reward)
        }
        guard rewards.count > 1 else {
            throw .curves(path: path, line: max(lines.count, 1), reason: "it holds fewer than two episodes")
        }
        let parts = path.split(separator: "/")
        let file = String(parts.last ?? "curve")
        // Monitor appends its own suffix to the name it is given.
        let stem =
            [".monitor.csv", ".csv"].first { file.hasSuffix($0) }.map { String(file.dropLast($0.count)) } ?? file
        name = file == "monitor.csv" && parts.count > 1 ? String(parts[parts.count - 2]) : stem
        self.steps = steps
        self.rewards = rewards
    }

    /// Episodes that a smoothed value is the mean of: a twentieth of all, at most SB3's hundred.
    var window: Int { min(max(rewards.count / 20, 1), 100) }

    /// The mean reward of the last ``window`` episodes up to each.
    var smoothed: [Double] {
        var sum = 0.0
        return rewards.indices.map { index in
            sum += rewards[index]
            if index >= window { sum -= rewards[index - window] }
            return sum / Double(min(index + 1, window))
        }
    }

    /// At most `most` indices, evenly spaced, the first and last included.
    func thinned(to most: Int) -> [Int] {
        rewards.count <= most ? Array(rewards.indices) : (0..<most).map { $0 * (rewards.count - 1) / (most - 1) }
    }
}
