/// Where runs are stored.
public enum StorePlace {
    /// `$FIRSTMOVER_STORE`, else `$XDG_DATA_HOME/firstmover/runs.sqlite`, else `$HOME/.local/share/firstmover/runs.sqlite`.
    ///
    /// Empty variables count as unset, and so does a relative `XDG_DATA_HOME`, as its specification demands.
    ///
    /// - Throws: ``StoreError/noPlace``.
    public static func path(in environment: [String: String]) throws(StoreError) -> String {
        if let path = environment["FIRSTMOVER_STORE"], !path.isEmpty { return path }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return "\(data)/firstmover/runs.sqlite" }
        guard let home = environment["HOME"], !home.isEmpty else { throw .noPlace }
        return "\(home)/.local/share/firstmover/runs.sqlite"
    }
}
