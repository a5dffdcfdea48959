import Policy

/// What a flag names as a policy.
///
/// | text | meaning |
/// |---|---|
/// | `analytic` | the plugin of that name |
/// | `sac:checkpoint=runs/s1/best.onnx,alpha=0.1` | the same with options |
/// | `./mine`, `build/mine:depth=3` | an executable: anything with a slash |
/// | `python3 mine.py --x 1` | a command: anything with a space, split like a shell does, never run by one |
///
/// Options start at the first colon that `key=` follows; a comma starts the next option only where `key=` follows it, so
/// that `layers=64,64` is one option. Quotes hide colons, commas and spaces. Quotes around the whole are dropped first,
/// so that a text may be quoted once for the shell and once within an arm. A command takes no options but its own
/// arguments.
public enum PolicyReference: Sendable, Hashable {
    case plugin(name: String, options: [Session.Option])
    case executable(path: String, options: [Session.Option])
    /// The program, then its arguments.
    case command([String])

    /// - Throws: ``ExperimentsError/reference(_:reason:)``.
    public init(parsing text: String) throws(ExperimentsError) {
        let bare = withoutOuterQuotes(text)
        let words = try shellWords(bare)
        guard let first = words.first, !first.isEmpty else {
            throw .reference(text, reason: "a policy is a plugin's name, a path or a quoted command")
        }
        guard words.count == 1 else {
            self = .command(words)
            return
        }
        let parts = split(bare, at: ":", before: isOptionStart, limit: 1)
        let head = try shellWords(String(parts[0])).joined()
        var options: [Session.Option] = []
        for option in parts.count > 1 ? split(String(parts[1]), at: ",", before: isOptionStart) : [] {
            let pair = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            options.append(
                Session.Option(key: String(pair[0]), value: try shellWords(String(pair[1])).joined()))
        }
        if head.contains("/") {
            self = .executable(path: head, options: options)
        } else if isPluginName(head) {
            self = .plugin(name: head, options: options)
        } else {
            throw .reference(
                text,
                reason: "\(head) is no plugin's name (letters, digits, - and _); options are name:key=value,key=value")
        }
    }
}

/// What an arm of a comparison plays: `operator=P,followers=P`, in either order.
///
/// A comma starts the second policy only where `operator=` or `followers=` follows it outside quotes, so that options
/// keep their commas: `operator=sac:checkpoint=best.onnx,alpha=0.1,followers=best-response`.
public struct ArmReference: Sendable, Hashable {
    public let `operator`: PolicyReference
    public let followers: PolicyReference
    /// As it was named.
    public let text: String
    /// How each policy was named.
    private let names: [Role: String]

    /// The arm of two policies as they are named.
    ///
    /// - Throws: ``ExperimentsError/reference(_:reason:)``.
    public init(operator: String, followers: String) throws(ExperimentsError) {
        self.operator = try PolicyReference(parsing: `operator`)
        self.followers = try PolicyReference(parsing: followers)
        names = [.operator: `operator`, .followers: followers]
        text = "operator=\(`operator`),followers=\(followers)"
    }

    /// - Throws: ``ExperimentsError/reference(_:reason:)``.
    public init(parsing text: String) throws(ExperimentsError) {
        var policies: [Role: PolicyReference] = [:]
        var names: [Role: String] = [:]
        for part in split(withoutOuterQuotes(text), at: ",", before: { rolePrefix($0) != nil }) {
            guard let role = rolePrefix(part) else {
                throw .reference(text, reason: "an arm is operator=POLICY,followers=POLICY")
            }
            let name = String(part.dropFirst(role.rawValue.count + 1))
            let policy = try Self.policy(name, in: text)
            names[role] = name
            guard policies.updateValue(policy, forKey: role) == nil else {
                throw .reference(text, reason: "it names the \(role.rawValue) twice")
            }
        }
        guard let leading = policies[.operator], let following = policies[.followers] else {
            let missing = policies[.operator] == nil ? Role.operator : .followers
            throw .reference(text, reason: "\(missing.rawValue)=POLICY is missing")
        }
        self.operator = leading
        self.followers = following
        self.names = names
        self.text = text
    }

    /// The policy that `part` of the arm `text` names.
    private static func policy(_ part: String, in text: String) throws(ExperimentsError) -> PolicyReference {
        // No plugin's name has a comma; what follows one is meant as a third part of the arm, or as an option.
        let head = split(part, at: ":", before: isOptionStart, limit: 1)[0]
        let parts = split(String(head), at: ",", before: isOptionStart)
        guard parts.count == 1 || head.contains(where: { " /'\"".contains($0) }) else {
            let key = parts[1].prefix { $0 != "=" }
            throw .reference(
                text,
                reason: "an arm has operator and followers only, not \(key); options are POLICY:key=value,key=value")
        }
        return try PolicyReference(parsing: part)
    }

    /// How the policy of `role` was named.
    public func name(of role: Role) -> String { names[role] ?? "" }

    public subscript(role: Role) -> PolicyReference {
        switch role {
        case .operator: `operator`
        case .followers: followers
        }
    }
}

/// `text` without the quotes that enclose all of it, if one pair does.
private func withoutOuterQuotes(_ text: String) -> String {
    guard text.count >= 2, let quote = text.first, quote == "'" || quote == "\"", text.last == quote,
        !text.dropFirst().dropLast().contains(quote)
    else { return text }
    return String(text.dropFirst().dropLast())
}

/// Splits `text` at each `separator` outside quotes whose following text satisfies `starts`, at most `limit` times.
private func split(
    _ text: String, at separator: Character, before starts: (Substring) -> Bool, limit: Int = .max
) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var quote: Character?
    for index in text.indices {
        let character = text[index]
        if let open = quote {
            if character == open { quote = nil }
        } else if character == "'" || character == "\"" {
            quote = character
        } else if character == separator, parts.count < limit, starts(text[text.index(after: index)...]) {
            parts.append(text[start..<index])
            start = text.index(after: index)
        }
    }
    return parts + [text[start...]]
}

/// Whether `key=` stands at the start of `text`.
private func isOptionStart(_ text: Substring) -> Bool {
    guard let equals = text.firstIndex(of: "=") else { return false }
    return isPluginName(String(text[..<equals]))
}

private func rolePrefix(_ text: Substring) -> Role? {
    Role.allCases.first { text.hasPrefix("\($0.rawValue)=") }
}

/// Letters, digits, - and _, beginning with a letter.
func isPluginName(_ text: String) -> Bool {
    text.first?.isLetter == true
        && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
}
