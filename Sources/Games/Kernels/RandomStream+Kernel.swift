import CKernels

extension RandomStream {
    /// The two uniforms at each of the addresses n = 0, 1, ..., as many as `first` has elements, drawn by the vector
    /// kernels.
    func uniforms(
        slot: UInt32, environment: UInt32, first: inout [Double], second: inout [Double], kind: KernelKind
    ) {
        precondition(first.count == second.count, "\(first.count) and \(second.count) uniforms")
        var (seed, environment) = (seed, UInt64(environment))
        unsafe withUnsafePointer(to: &seed) { seed in
            unsafe withUnsafePointer(to: &environment) { environment in
                var streams = unsafe ck_streams(seeds: seed, environments: environment)
                unsafe ck_draws(
                    kind.rawValue, first.count, 1, 1, &streams, purpose.number, slot, 0, &first, &second)
            }
        }
    }
}
