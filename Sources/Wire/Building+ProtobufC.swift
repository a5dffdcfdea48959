import CFirstmoverProtos

/// Swift values as C values that live until the arena's next reset.
extension Arena {
    /// `text` with a zero byte after it; a zero byte within, where C would cut the string, becomes U+FFFD.
    func text(_ text: String) -> UnsafeMutablePointer<CChar> {
        let utf8 = Array(text.contains("\0") ? replacingZeroBytes(in: text).utf8 : text.utf8)
        let copy = unsafe values(CChar.self, count: utf8.count + 1)
        for i in utf8.indices { unsafe copy[i] = CChar(bitPattern: utf8[i]) }
        return unsafe copy
    }

    /// `texts` as an array of C strings.
    func texts(_ texts: [String]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        let pointers = unsafe pointers(CChar.self, count: texts.count)
        for i in texts.indices { unsafe pointers[i] = text(texts[i]) }
        return unsafe pointers
    }

    func bytes(_ bytes: [UInt8]) -> ProtobufCBinaryData {
        unsafe ProtobufCBinaryData(len: bytes.count, data: array(bytes))
    }

    func bytes(_ list: [[UInt8]]) -> UnsafeMutablePointer<ProtobufCBinaryData> {
        let copies = unsafe values(ProtobufCBinaryData.self, count: list.count)
        for i in list.indices { unsafe copies[i] = bytes(list[i]) }
        return unsafe copies
    }

    /// `elements` one after the other.
    func array<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let copy = unsafe values(Element.self, count: elements.count)
        for i in elements.indices { unsafe copy[i] = elements[i] }
        return unsafe copy
    }

    /// An array of `count` pointers, all of them null.
    func pointers<Value>(_ type: Value.Type, count: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<Value>?> {
        unsafe values(UnsafeMutablePointer<Value>?.self, count: count)
    }

    /// A message, set up by the function that protoc-c generated for it.
    func message<Message>(
        _ initialize: (UnsafeMutablePointer<Message>?) -> Void
    ) -> UnsafeMutablePointer<Message> {
        let message = unsafe values(Message.self, count: 1)
        unsafe initialize(message)
        return unsafe message
    }

    /// One message for each of `elements`, as an array of pointers.
    func messages<Element, Message>(
        _ elements: [Element], _ make: (Element) -> UnsafeMutablePointer<Message>
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<Message>?> {
        let list = unsafe pointers(Message.self, count: elements.count)
        for i in elements.indices { unsafe list[i] = make(elements[i]) }
        return unsafe list
    }
}

/// C values as Swift values.
enum CValue {
    static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
        guard let pointer = unsafe pointer else { return "" }
        return unsafe String(cString: pointer)
    }

    static func texts(_ pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int) -> [String] {
        unsafe UnsafeBufferPointer(start: pointers, count: count).map { unsafe text($0) }
    }

    static func bytes(_ data: ProtobufCBinaryData) -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: data.data, count: data.len))
    }

    static func bytes(_ list: UnsafeMutablePointer<ProtobufCBinaryData>?, _ count: Int) -> [[UInt8]] {
        unsafe UnsafeBufferPointer(start: list, count: count).map { unsafe bytes($0) }
    }

    static func array<Element: BitwiseCopyable>(_ pointer: UnsafeMutablePointer<Element>?, _ count: Int) -> [Element] {
        unsafe Array(UnsafeBufferPointer(start: pointer, count: count))
    }
}

private func replacingZeroBytes(in text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
}
