/// A piece of a page; text is escaped where it is written, so that no name can become an element.
///
/// What is written is HTML and well-formed XML at once.
indirect enum Markup: Sendable {
    case text(String)
    case element(String, [(name: String, value: String)], [Markup])
    /// Markup of our own or a renderer's, as it is.
    case verbatim(String)
    case group([Markup])

    static func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: Markup...)
        -> Markup
    {
        .element(name, attributes.map { ($0.key, $0.value) }, children)
    }

    static func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], all children: [Markup])
        -> Markup
    {
        .element(name, attributes.map { ($0.key, $0.value) }, children)
    }

    /// Elements without content or end tag.
    private static let voids: Set<String> = ["meta", "link", "br"]

    func write(to text: inout String) {
        switch self {
        case .text(let content): text += markupEscaped(content)
        case .verbatim(let content): text += content
        case .group(let children): for child in children { child.write(to: &text) }
        case .element(let name, let attributes, let children):
            text += "<\(name)"
            for (name, value) in attributes { text += " \(name)=\"\(markupEscaped(value))\"" }
            guard !Self.voids.contains(name) else {
                text += "/>\n"
                return
            }
            text += ">"
            for child in children { child.write(to: &text) }
            text += "</\(name)>"
            if !Self.isInline(name) { text += "\n" }
        }
    }

    private static func isInline(_ name: String) -> Bool {
        ["span", "bdi", "strong", "code", "td", "th", "caption", "dt", "dd"].contains(name)
    }
}

extension Markup: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self = .text(value) }
}
