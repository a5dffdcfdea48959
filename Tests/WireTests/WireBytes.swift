@testable import Wire

/// Bytes of a message written by hand, so that a test says what it means.
func field(_ number: Int, wireType: Int) -> [UInt8] {
    varint(UInt64(number) << 3 | UInt64(wireType))
}

/// Field `number` with a variable-length value.
func field(_ number: Int, varint value: UInt64) -> [UInt8] {
    field(number, wireType: 0) + varint(value)
}

/// Field `number` with `content` behind its length.
func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
    field(number, wireType: 2) + varint(UInt64(content.count)) + content
}

/// `value` in groups of seven bits, the lowest first.
func varint(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
    }
    return bytes + [UInt8(rest)]
}

/// The frame's length, then `body`.
func framed(_ body: [UInt8]) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: body.count >> $0) } + body
}

/// What is wrong with `body` as a message from the host; `nil` where nothing is.
func hostProblem(_ body: [UInt8]) -> Fault? {
    var decoder = HostMessageDecoder()
    do throws(Fault) {
        _ = try decoder.decode(body.span)
        _ = try decoder.message()
        return nil
    } catch {
        return error
    }
}

/// What is wrong with `body` as a message from the plugin; `nil` where nothing is.
func pluginProblem(_ body: [UInt8]) -> Fault? {
    var decoder = PluginMessageDecoder()
    do throws(Fault) {
        _ = try decoder.decode(body.span)
        _ = try decoder.message()
        return nil
    } catch {
        return error
    }
}
