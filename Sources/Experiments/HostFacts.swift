import Games
import System

/// The machine that a result was computed on: what times depend on, and results must not.
public struct HostFacts: Sendable, Hashable {
    /// As the processor calls itself; the architecture where it does not.
    public let processor: String
    /// Cores that this process was given.
    public let cores: Int
    /// Memory of the whole machine; nil where the kernel does not tell.
    public let memoryBytes: Int?
    /// The distribution, for example `Debian GNU/Linux 12 (bookworm)`.
    public let operatingSystem: String
    public let kernelRelease: String
    /// The instruction set that the vector kernels use.
    public let vectorKernels: String

    /// This machine's, read once.
    public static let current = HostFacts()

    private init() {
        let processors = SystemFile.text("/proc/cpuinfo")
        processor = Self.value(of: "model name", in: processors, separator: ":") ?? Self.architecture
        cores = Affinity.initial.count
        let memory = Self.value(of: "MemTotal", in: SystemFile.text("/proc/meminfo"), separator: ":")
        memoryBytes = memory?.split(separator: " ").first.flatMap { Int($0) }.map { $0 * 1024 }
        let release = SystemFile.text("/etc/os-release")
        operatingSystem =
            Self.value(of: "PRETTY_NAME", in: release, separator: "=").map { $0.filter { $0 != "\"" } } ?? "unknown"
        kernelRelease = SystemFile.firstLine("/proc/sys/kernel/osrelease")
        vectorKernels = KernelKind.best.name
    }

    /// The member `host` of a document's `measured`, the release that computed it included.
    public var document: JSON {
        [
            "processor": JSON(processor), "cores": JSON(cores), "memoryBytes": memoryBytes.map { JSON($0) } ?? .null,
            "operatingSystem": JSON(operatingSystem), "kernelRelease": JSON(kernelRelease),
            "vectorKernels": JSON(vectorKernels), "firstmover": JSON(Release.version),
        ]
    }

    #if arch(x86_64)
        private static let architecture = "x86-64"
    #elseif arch(arm64)
        private static let architecture = "ARM64"
    #else
        private static let architecture = "unknown"
    #endif

    /// What follows `key` and `separator` on the first line that begins with the key.
    private static func value(of key: String, in text: String, separator: Character) -> String? {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: separator, maxSplits: 1)
            guard parts.count == 2, trimmed(parts[0]) == key else { continue }
            return trimmed(parts[1])
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
