import Glibc

/// What memory this process may have.
public enum MemoryLimit {
    /// In bytes: the machine's memory, or the address space that the process is limited to if that is less.
    public static var byteCount: Int {
        let machine = sysconf(Int32(_SC_PHYS_PAGES)).multipliedReportingOverflow(by: sysconf(Int32(_SC_PAGESIZE)))
        var limits = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limits) == 0 else {
            return machine.partialValue
        }
        return min(machine.partialValue, Int(clamping: limits.rlim_cur))
    }
}
