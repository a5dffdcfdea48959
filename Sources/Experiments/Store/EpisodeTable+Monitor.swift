extension EpisodeTable {
    /// An arm in the format of Stable-Baselines3's `Monitor`, which its `load_results` reads.
    ///
    /// A comment line with `t_start`, in Unix seconds, and `env_id`, the scenario; then `r`, an episode's return: the mean of
    /// the primary metric times the slots of an episode, negated where lower is better, because a return is maximised; `l`,
    /// its slots; and `t`, seconds since the run began. A value that cannot be known is an empty cell.
    public static func monitor(of run: StoredRun, arm: Int) -> String {
        let header: JSON = ["t_start": JSON(run.unixTime), "env_id": JSON(run.start.scenario)]
        var text = "#\(header.text())\nr,l,t\n"
        guard let primary = run.start.declarations.first else { return text }
        let slots = run.start.slotsPerEpisode
        for episode in run.episodes[arm] {
            let sum = episode.values[0] * Double(slots)
            text += "\(csvCell(primary.direction == .lower ? -sum : sum)),\(slots),\(episode.seconds)\n"
        }
        return text
    }
}
