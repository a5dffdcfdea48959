import CPosixShims
import Glibc

/// The process's manners with signals.
public enum Signals {
    /// Makes a write to a dead peer fail with EPIPE instead of ending this process.
    public static func ignoreBrokenPipes() {
        _ = shim_ignore_sigpipe()
    }

    /// The name of signal `number`, for example `SIGSEGV`.
    public static func name(of number: Int32) -> String {
        guard let name = unsafe shim_signal_name(number) else { return "signal \(number)" }
        return unsafe "SIG" + String(cString: name)
    }
}
