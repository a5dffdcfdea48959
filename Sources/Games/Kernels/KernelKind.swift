import CKernels

/// An instruction set that the vector kernels are compiled for; all of them give the same bits.
public enum KernelKind: Int32, Sendable, Hashable, CaseIterable {
    /// What every processor of the architecture has: SSE2 on x86-64, NEON on ARM.
    case baseline
    case avx2
    /// AVX-512 F and DQ.
    case avx512

    /// Its name, as results and baselines have it.
    public var name: String {
        switch self {
        case .baseline: "portable"
        case .avx2: "avx2"
        case .avx512: "avx512"
        }
    }

    /// Whether this processor runs it, and the variable `FIRSTMOVER_KERNELS` is not `portable`, which leaves the first one.
    public var isAvailable: Bool { ck_available(rawValue) != 0 }

    /// The widest one this processor runs, looked up once.
    public static let best = allCases.last { $0.isAvailable } ?? .baseline
}
