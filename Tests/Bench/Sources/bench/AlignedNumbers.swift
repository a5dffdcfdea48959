/// Numbers in C's memory that begin at a cache line, as those of learners do: vectors that lie across two take twice as
/// long to load.
@safe final class AlignedNumbers {
    let address: UnsafeMutablePointer<Float>
    let count: Int

    /// Numbers in -0.1..<0.1, which products neither overflow nor denormalise.
    init(_ count: Int) {
        self.count = count
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
        unsafe address = memory.initializeMemory(as: Float.self, repeating: 0, count: count)
        for i in 0..<count { unsafe address[i] = Float(i &* 2_654_435_761 % 1000) / 5000 - 0.1 }
    }

    deinit { unsafe address.deallocate() }

    var array: [Float] { (0..<count).map { unsafe address[$0] } }
}
