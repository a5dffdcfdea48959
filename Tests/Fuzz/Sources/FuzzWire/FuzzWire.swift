import Wire

/// libFuzzer's loop.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ fuzz: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What SwiftPM starts instead of `main`, which it renames after the module; libFuzzer's own `main` is thus unused.
@_cdecl("FuzzWire_main")
public func start(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var count = count
    var arguments = unsafe arguments
    return unsafe runFuzzer(&count, &arguments, fuzzWire)
}

/// Takes bytes of libFuzzer's choice, the first of which says what the rest is taken for.
///
/// A crash, a trap or a sanitizer's finding is a bug. What decodes must also survive being encoded and decoded again.
public func fuzzWire(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: data, count: count))
    guard let first = input.first else { return 0 }
    let rest = Array(input.dropFirst())
    switch first % 3 {
    case 0: fuzzHostMessage(rest)
    case 1: fuzzPluginMessage(rest)
    default: fuzzStream(rest, chunk: Int(first / 3) + 1)
    }
    return 0
}

private func fuzzHostMessage(_ body: [UInt8]) {
    _ = FrameDump.host(body)
    var decoder = HostMessageDecoder()
    guard let header = try? decoder.decode(body.span), let message = try? decoder.message() else { return }
    if case .unknown = message { return }
    var encoder = HostMessageEncoder(frameLimit: Limits.frameBytes.upperBound)
    let sent = HostEnvelope(id: header.id, session: header.session, message)
    guard (try? encoder.encode(sent)) != nil else { return }
    let again = Array(encoder.frame[Limits.headerLength...])
    guard let second = try? decoder.decode(again.span), let received = try? decoder.message() else {
        fatalError("what was written cannot be read: \(sent)")
    }
    precondition(second == header && received == message, "\(received) is not \(message)")
}

private func fuzzPluginMessage(_ body: [UInt8]) {
    _ = FrameDump.plugin(body)
    var decoder = PluginMessageDecoder()
    guard let header = try? decoder.decode(body.span), let message = try? decoder.message() else { return }
    if case .unknown = message { return }
    var encoder = PluginMessageEncoder(frameLimit: Limits.frameBytes.upperBound)
    let sent = PluginEnvelope(id: header.id, replyTo: header.replyTo, session: header.session, message)
    guard (try? encoder.encode(sent)) != nil else { return }
    let again = Array(encoder.frame[Limits.headerLength...])
    guard let second = try? decoder.decode(again.span), let received = try? decoder.message() else {
        fatalError("what was written cannot be read: \(sent)")
    }
    precondition(second == header && received == message, "\(received) is not \(message)")
}

/// A stream of frames in chunks of `chunk` bytes.
private func fuzzStream(_ stream: [UInt8], chunk: Int) {
    var reader = FrameReader(frameLimit: Limits.frameBytes.lowerBound)
    var decoder = PluginMessageDecoder()
    var start = 0
    do {
        while start < stream.count {
            let end = min(start + chunk, stream.count)
            reader.feed(stream[start..<end])
            while try decoder.next(from: &reader) != nil { _ = try? decoder.message() }
            start = end
        }
        try reader.finish()
    } catch {
        return
    }
}
