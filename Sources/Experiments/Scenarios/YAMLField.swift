import Games
import Yams

/// A value of a YAML file with its place, so that whoever reads a wrong file learns which line is wrong.
struct YAMLField {
    private let node: Node

    /// The one document in the file at `path`.
    ///
    /// - Throws: ``ExperimentsError`` where the file cannot be read, is no YAML, or uses an anchor: aliases can expand
    ///   without bound, and a file written by hand needs none.
    static func read(_ path: String) throws(ExperimentsError) -> YAMLField {
        let bytes = try InputFile.read(path, limit: InputFile.configurationLimit)
        do throws(ExperimentsError) {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw .malformed(line: 1, column: 1, reason: "the file is not UTF-8 text")
            }
            return try YAMLField(parsing: text)
        } catch {
            throw .inFile(path, error)
        }
    }

    init(parsing text: String) throws(ExperimentsError) {
        if let (line, column) = yamlAnchor(in: text) {
            throw .malformed(line: line, column: column, reason: "anchors and aliases are not allowed; write it out")
        }
        do {
            guard let root = try Parser(yaml: text).singleRoot() else {
                throw ExperimentsError.malformed(line: 1, column: 1, reason: "the file is empty")
            }
            node = root
        } catch let error as ExperimentsError {
            throw error
        } catch let error as YamlError {
            throw error.placed
        } catch {
            throw .malformed(line: 1, column: 1, reason: "\(error)")
        }
    }

    private init(_ node: Node) {
        self.node = node
    }

    /// Members of a mapping in their order.
    var members: [(key: YAMLField, value: YAMLField)] {
        get throws(ExperimentsError) {
            guard case .mapping(let mapping) = node else { throw error("\"key: value\" lines are expected here") }
            return mapping.map { (YAMLField($0.key), YAMLField($0.value)) }
        }
    }

    /// Members of a mapping whose keys are all in `known`.
    ///
    /// - Throws: ``ExperimentsError/malformed(line:column:reason:)`` naming a key that is not, with the nearest that is.
    func members(known: [String]) throws(ExperimentsError) -> [String: YAMLField] {
        var result: [String: YAMLField] = [:]
        for (key, value) in try members {
            let name = try key.text
            guard known.contains(name) else {
                let guess = nearestName(to: name, among: known).map { "did you mean \($0)?" }
                throw key.error(
                    "there is no key \(name) here; \(guess ?? "the keys are \(known.joined(separator: ", "))")")
            }
            result[name] = value
        }
        return result
    }

    var elements: [YAMLField] {
        get throws(ExperimentsError) {
            guard case .sequence(let sequence) = node else { throw error("a list is expected here") }
            return sequence.map { YAMLField($0) }
        }
    }

    /// A scalar's text, quoted or not.
    var text: String {
        get throws(ExperimentsError) {
            guard case .scalar(let scalar) = node else { throw error("one value is expected here") }
            if scalar.style == .plain, ["", "~", "null"].contains(scalar.string) {
                throw error("a value is missing here")
            }
            return scalar.string
        }
    }

    /// Texts of a list, or of one value that stands for a list of one.
    var texts: [String] {
        get throws(ExperimentsError) {
            guard case .sequence = node else { return [try text] }
            var texts: [String] = []
            for element in try elements { texts.append(try element.text) }
            return texts
        }
    }

    /// A whole number in `range`.
    func integer(in range: ClosedRange<Int>) throws(ExperimentsError) -> Int {
        guard let integer = Int(try text), range.contains(integer) else {
            throw error("a whole number from \(range.lowerBound) to \(range.upperBound) is expected here")
        }
        return integer
    }

    /// A scenario parameter's value: a number, a list of numbers, or a word.
    ///
    /// Quoted digits are a word, as everywhere in YAML.
    var parameterValue: ParameterValue {
        get throws(ExperimentsError) {
            guard case .scalar(let scalar) = node else {
                var numbers: [Double] = []
                for element in try elements {
                    switch try element.parameterValue {
                    case .integer(let integer): numbers.append(Double(integer))
                    case .number(let number): numbers.append(number)
                    default: throw element.error("a number is expected here")
                    }
                }
                return .numbers(numbers)
            }
            let text = try text
            guard scalar.style == .plain, text.allSatisfy({ "+-.0123456789eE".contains($0) }) else {
                return .text(text)
            }
            if let integer = Int(text) { return .integer(integer) }
            guard let number = Double(text) else { return .text(text) }
            guard number.isFinite else { throw error("\(text) does not fit a double") }
            return .number(number)
        }
    }

    /// An error at this value's place.
    func error(_ reason: String) -> ExperimentsError {
        .malformed(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, reason: reason)
    }
}

extension YamlError {
    /// The same fault with its place, in one line.
    fileprivate var placed: ExperimentsError {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .malformed(line: mark.line, column: mark.column, reason: problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            .malformed(
                line: context.mark.line, column: context.mark.column,
                reason: "the key \(duplicates.joined(separator: ", ")) is given twice")
        case .reader(let problem, _, _, _): .malformed(line: 1, column: 1, reason: problem)
        default: .malformed(line: 1, column: 1, reason: "\(self)")
        }
    }
}
