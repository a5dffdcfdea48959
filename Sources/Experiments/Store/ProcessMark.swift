import System

/// Tells one process from every other, earlier and later ones of the same number included.
///
/// Seen from another process namespace, as a container has, a living process looks gone.
struct ProcessMark: Sendable, Equatable {
    let number: Int
    /// When it started, in the kernel's ticks since boot.
    let start: Int
    /// The kernel's random name for the time since this boot.
    let boot: String

    /// This process.
    static let current: ProcessMark = {
        let number = Int(ProcessContext.processID)
        return ProcessMark(number: number, start: startOfLiving(number) ?? 0, boot: currentBoot)
    }()

    init(number: Int, start: Int, boot: String) {
        self.number = number
        self.start = start
        self.boot = boot
    }

    /// Whether the process still runs.
    var isAlive: Bool { boot == Self.currentBoot && Self.startOfLiving(number) == start }

    private static let currentBoot = SystemFile.firstLine("/proc/sys/kernel/random/boot_id")

    /// When process `number` started; nil where there is none, or it has ended and waits for its parent.
    private static func startOfLiving(_ number: Int) -> Int? {
        // The name in parentheses may hold spaces and parentheses of its own, so fields count from the last one:
        // the state is field 3 of the manual page, the start field 22.
        let status = SystemFile.text("/proc/\(number)/stat")
        let fields = status.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return Int(fields[19])
    }
}
