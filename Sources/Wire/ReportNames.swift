import Policy

extension Acceptance {
    /// What breaks the protocol's rules in the names of reports; `nil` where nothing does.
    var reportNameViolation: Fault? {
        func malformed(_ path: String, _ reason: String) -> Fault {
            .decodeError(MalformedMessage(offset: 0, path: path, .invalidValue(reason)))
        }
        if reports.count > Limits.reports {
            return malformed("opened.reports", "\(reports.count) names, at most \(Limits.reports) are allowed")
        }
        for i in reports.indices {
            let name = Array(reports[i].utf8)
            let isName = name.first.map(isLetter) == true && name.allSatisfy(isNameByte)
            if !isName || name.count > Limits.reportNameLength {
                return malformed(
                    "opened.reports[\(i)]",
                    "a name has at most \(Limits.reportNameLength) letters, digits, - and _, a letter first")
            }
            if reports[..<i].contains(reports[i]) { return malformed("opened.reports[\(i)]", "is there twice") }
        }
        return nil
    }
}

private func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
}

private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: isLetter(byte)
    }
}
