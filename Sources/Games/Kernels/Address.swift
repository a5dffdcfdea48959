/// Where `span` lies; valid for as long as the caller keeps the span, which is to the end of the kernel's call.
func address(of span: Span<Double>) -> UnsafePointer<Double>? {
    unsafe span.withUnsafeBufferPointer { $0.baseAddress }
}

/// As `address(of:)` for a span that the kernel writes to.
func address(of span: inout MutableSpan<Double>) -> UnsafeMutablePointer<Double>? {
    unsafe span.withUnsafeMutableBufferPointer { $0.baseAddress }
}
