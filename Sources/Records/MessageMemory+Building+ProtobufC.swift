import CProtobufC

/// Swift values as C values that live until the memory's next reset.
extension MessageMemory {
    /// `text` with a zero byte after it; a zero byte within, where C would cut the string, becomes U+FFFD.
    public func text(_ text: String) -> UnsafeMutablePointer<CChar> {
        var utf8 = Array(text.utf8)
        if utf8.contains(0) {
            utf8 = Array(
                String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })).utf8)
        }
        let copy = unsafe values(CChar.self, count: utf8.count + 1)
        for i in utf8.indices { unsafe copy[i] = CChar(bitPattern: utf8[i]) }
        return unsafe copy
    }

    /// `texts` as an array of C strings.
    public func texts(_ texts: [String]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        unsafe list(texts) { unsafe text($0) }
    }

    /// `elements` one after the other.
    public func array<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let copy = unsafe values(Element.self, count: elements.count)
        unsafe elements.withUnsafeBufferPointer { elements in
            guard let start = elements.baseAddress else { return }
            unsafe copy.update(from: start, count: elements.count)
        }
        return unsafe copy
    }

    /// The bytes of `elements`, as they stand in memory: little-endian on every machine that Swift is built for.
    public func bytes<Element: BitwiseCopyable>(of elements: [Element]) -> ProtobufCBinaryData {
        let copy = unsafe UnsafeMutableRawPointer(array(elements))
        let count = elements.count * MemoryLayout<Element>.stride
        return unsafe ProtobufCBinaryData(len: count, data: copy.bindMemory(to: UInt8.self, capacity: count))
    }

    /// A message, set up by the function that protoc-c generated for it.
    public func message<Message>(
        _ initialize: (UnsafeMutablePointer<Message>?) -> Void
    ) -> UnsafeMutablePointer<Message> {
        let message = unsafe values(Message.self, count: 1)
        unsafe initialize(message)
        return unsafe message
    }

    /// What `make` makes of each of `elements`, as an array of pointers.
    public func list<Element, Value>(
        _ elements: [Element], _ make: (Element) -> UnsafeMutablePointer<Value>
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<Value>?> {
        let list = unsafe values(UnsafeMutablePointer<Value>?.self, count: elements.count)
        for i in elements.indices { unsafe list[i] = make(elements[i]) }
        return unsafe list
    }
}

/// C values as Swift values.
public enum CValue {
    /// The text at `pointer`, empty where it is null; what is not UTF-8 becomes U+FFFD.
    public static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        guard let pointer = unsafe pointer else { return "" }
        return unsafe String(cString: pointer)
    }

    /// `count` texts.
    public static func texts(
        _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int
    ) -> [String] {
        unsafe UnsafeBufferPointer(start: pointers, count: count).map { unsafe text($0) }
    }

    /// `count` numbers.
    public static func array<Element: BitwiseCopyable>(
        _ pointer: UnsafeMutablePointer<Element>?, _ count: Int
    ) -> [Element] {
        unsafe Array(UnsafeBufferPointer(start: pointer, count: count))
    }

    /// `data` as elements; `nil` where it does not hold whole ones.
    public static func elements<Element: BitwiseCopyable>(
        _ data: ProtobufCBinaryData, as type: Element.Type
    ) -> [Element]? {
        let (count, rest) = unsafe data.len.quotientAndRemainder(dividingBy: MemoryLayout<Element>.stride)
        guard rest == 0 else { return nil }
        return unsafe Array(unsafeUninitializedCapacity: count) { buffer, filled in
            unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(
                from: UnsafeRawBufferPointer(start: data.data, count: data.len))
            filled = count
        }
    }
}
