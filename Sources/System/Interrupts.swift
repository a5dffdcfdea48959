import CPosixShims

/// Ctrl-C, counted: the first asks for an orderly end, the second ends the process with status 130.
public enum Interrupts {
    /// Counts SIGINT and SIGTERM from here on instead of dying of the first.
    public static func watch() {
        shim_watch_interrupts()
    }

    /// Signals counted so far.
    public static var count: Int { Int(shim_interrupts()) }
}
