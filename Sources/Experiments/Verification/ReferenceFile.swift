import Foundation

/// A file of reference cases: what it is about, and the cases.
struct ReferenceFile {
    /// As named by the user, or relative to the folder that was.
    let name: String
    let game: String
    let topic: String
    private let root: JSONField

    /// Reads the file at `path`, called `name` in results.
    ///
    /// - Throws: ``ExperimentsError`` where it is no JSON, or does not say what it is about.
    init(reading path: String, name: String) throws(ExperimentsError) {
        self.name = name
        root = JSONField(try InputFile.json(path))
        do throws(ExperimentsError) {
            game = try root["game"].text
            topic = try root["topic"].text
        } catch {
            throw .inFile(name, error)
        }
    }

    /// Files of reference cases in the folder `path`, sorted by name, folders in it included; `path` itself if it is a file.
    static func all(at path: String) throws(ExperimentsError) -> [(path: String, name: String)] {
        guard InputFile.isFolder(path) else { return [(path, URL(filePath: path).lastPathComponent)] }
        let inside = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        let names = inside.filter { $0.hasSuffix(".json") }.sorted()
        guard !names.isEmpty else { throw .unreadable(path: path, reason: "the folder holds no .json file") }
        return names.map { ("\(path)/\($0)", $0) }
    }

    /// The cases in the lists that `checker` looks for.
    ///
    /// - Throws: ``ExperimentsError`` where there is none, or where a list that is no list of cases is unknown to it.
    func cases(for checker: TopicChecker) throws(ExperimentsError) -> [ReferenceCase] {
        var cases: [ReferenceCase] = []
        for list in checker.lists {
            guard let elements = try root.optional(list)?.elements else { continue }
            for (index, field) in elements.enumerated() {
                let name = try field.optional("name")?.text ?? "\(list)[\(index)]"
                cases.append(
                    ReferenceCase(
                        name: name, list: list, input: JSONField(field.value),
                        file: root, tolerance: try tolerance(of: field, checker)))
            }
        }
        guard !cases.isEmpty else { throw .field(path: checker.lists[0], reason: "holds no case") }
        return cases
    }

    /// What the case states, else what the file does, else what the topic's description does.
    private func tolerance(of field: JSONField, _ checker: TopicChecker) throws(ExperimentsError) -> Tolerance {
        let own = (relative: try field.optional("rtol"), absolute: try field.optional("atol"))
        let common = (relative: try root.optional("rtol"), absolute: try root.optional("atol"))
        let (relative, absolute) = (own.relative ?? common.relative, own.absolute ?? common.absolute)
        if relative == nil, absolute == nil { return checker.tolerance }
        let stated = Tolerance(relative: try relative?.number ?? 0, absolute: try absolute?.number ?? 0)
        guard stated.relative >= 0, stated.absolute >= 0 else {
            throw .field(path: field.path, reason: "states a tolerance that is negative or no number")
        }
        return stated
    }
}

/// One case: what it starts from, what is expected, and how far off an answer may be.
struct ReferenceCase {
    let name: String
    /// The list of the file that it stands in.
    let list: String
    /// The case as an object; paths in it start at the case.
    let input: JSONField
    /// The file as an object, for what all its cases share.
    let file: JSONField
    let tolerance: Tolerance

    /// The value of `key` in the case, else in the file; nil where neither has it.
    func shared(_ key: String) throws(ExperimentsError) -> JSONField? {
        if let own = try input.optional(key) { return own }
        return try file.optional(key)
    }

    /// Refuses a case with fields that nothing here reads: what is not compared must not count as held.
    ///
    /// Texts are let through: they are remarks.
    func expect(keys known: [String]) throws(ExperimentsError) {
        for (key, field) in try input.members where !known.contains(key) && !["rtol", "atol"].contains(key) {
            if case .string = field.value { continue }
            throw .field(path: key, reason: "is unknown here; nothing would check it")
        }
    }
}

/// How far a number may lie from the expected one: `absolute + relative · |expected|`.
struct Tolerance: Equatable {
    var relative = 0.0
    var absolute = 0.0

    static let exact = Tolerance()

    func allowance(for expected: Double) -> Double { absolute + relative * abs(expected) }
}
