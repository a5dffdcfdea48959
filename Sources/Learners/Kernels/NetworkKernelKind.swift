import CNetworkKernels

/// An instruction set that the networks' kernels are compiled for.
///
/// The two wide ones give the same bits. The portable one rounds products of matrices, Adam's steps and blends in more
/// places and gives others; elementary functions and random numbers are the same with all of them.
public enum NetworkKernelKind: Int32, Sendable, Hashable, CaseIterable {
    /// What every processor of the architecture has: SSE2 on x86-64, NEON on ARM.
    case portable
    /// AVX2 and FMA.
    case avx2
    /// AVX-512 F and DQ.
    case avx512

    /// Its name, as results have it.
    public var name: String { "\(self)" }

    /// Whether this processor runs it, and the variable `FIRSTMOVER_KERNELS` is not `portable`, which leaves the first one.
    public var isAvailable: Bool { nk_available(rawValue) != 0 }

    /// The widest one this processor runs, looked up once.
    public static let best = allCases.last { $0.isAvailable } ?? .portable
}
