import System

/// On which cores a plugin runs, seen from the host's thread that talks to it.
///
/// A hop over a pipe costs 5 µs where both ends share a core and 50 where a sleeping core has to be woken; left alone, the
/// scheduler flips between the two. Host and plugin take turns, so that sharing costs them nothing else.
public enum Placement: String, Sendable, CaseIterable {
    /// A single-threaded plugin beside the host's thread, one that computes in parallel wherever it likes.
    case auto
    /// On the core of the host's thread.
    case same
    /// On any core but that of the host's thread, so that several plugins think at the same time.
    case spread

    /// Pins the calling thread to the core it runs on, unless it is pinned to one already.
    ///
    /// A thread that talks to plugins calls this once, before it starts them; a parallel arm passes a core of its own.
    /// Threads started from it later inherit the core, except ``DedicatedThread``s.
    ///
    /// - Parameter core: the core to choose; without one, the current core.
    /// - Returns: the core.
    /// - Throws: ``SystemError`` where the core is not one of this process.
    @discardableResult
    public static func pinHostThread(to core: Int? = nil) throws(SystemError) -> Int {
        let allowed = try Affinity.current()
        if core == nil, allowed.count == 1 { return allowed[0] }
        let chosen = core ?? Affinity.currentCore
        try Affinity.pinCurrentThread(to: [chosen])
        return chosen
    }

    /// The cores for a plugin of `threads` threads, started from the calling thread.
    func cores(threads: Int) throws(SystemError) -> [Int] {
        let all = Affinity.initial
        switch self {
        case .auto where threads > 1:
            return all
        case .auto, .same:
            return [try Self.pinHostThread()]
        case .spread:
            let own = try Self.pinHostThread()
            let others = all.filter { $0 != own }
            return others.isEmpty ? all : others
        }
    }
}
