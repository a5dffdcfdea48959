import Experiments
import Foundation
import Reporting
import System

/// The documents that the tests read, made by Fixtures/make_fixtures.py from runs of the command.
enum Fixture {
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func json(_ name: String) throws -> JSON {
        try JSON(parsing: text("\(name).json"))
    }

    static func text(_ file: String) throws -> String {
        let url = package.appending(path: "Tests/ReportingTests/Fixtures/\(file)")
        return String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }

    static func document(_ name: String) throws -> ResultDocument { try ResultDocument(json(name)) }

    static func curve(_ name: String) throws -> LearningCurve {
        try LearningCurve(monitor: text("\(name).monitor.csv"), path: "\(name).monitor.csv")
    }

    /// What draws, on the Python that make built.
    static var renderer: PictureRenderer {
        get throws {
            let bin = package.appending(path: ".build/any/debug").path
            let places = PluginPlaces(bin: bin, environment: ProcessInfo.processInfo.environment)
            return PictureRenderer(python: try places.pythonProgram)
        }
    }

    /// Names as somebody would choose them who wants to break out of a page, a table, an attribute or a log.
    static let hostileNames = [
        "</script><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "]]><x>&amp;", "a|b|c\\|d",
        "line\nbreak\r\n::error::injected", "`code` **bold** [link](javascript:alert(1)) @everyone",
        "nul\u{0}bell\u{7}escape\u{1B}[31m", "\u{202E}gnp.exe\u{2028}next", "100%,key=value: 5%0A",
    ]

    /// The check where the primary metric is unknown in some pair.
    static var unjudgedCheck: ResultDocument {
        get throws {
            var json = try json("check")
            json.set("verdict", to: nil)
            json.edit("comparisons", 0) { comparison in
                comparison.set("verdict", to: nil)
                comparison.edit("metrics") { metrics in
                    metrics.set("operatorUtility", to: ["a": 7.8, "b": nil, "difference": nil, "verdict": nil])
                }
            }
            return try ResultDocument(json)
        }
    }

    /// The comparison `ab` with `name` wherever a name can be.
    static func hostile(_ name: String) throws -> ResultDocument {
        var json = try json("ab")
        json.edit("scenario") { $0.set("name", to: JSON(name)) }
        json.set("onMiss", to: JSON(name))
        json.edit("arms", 1) { $0.set("name", to: JSON(name)) }
        json.edit("arms", 1) { arm in
            arm.edit("plugins", 0) { plugin in
                plugin.set("name", to: JSON(name))
                plugin.set("version", to: JSON(name))
            }
        }
        json.edit("declarations") { $0.edit("operatorUtility") { $0.set("unit", to: JSON(name)) } }
        json.edit("measured") { $0.edit("host") { $0.set("processor", to: JSON(name)) } }
        for holder in ["arms", "comparisons"] {
            json.edit(holder, holder == "arms" ? 1 : 0) { $0.edit("metrics") { $0.rename("activeShare", to: name) } }
        }
        return try ResultDocument(json)
    }
}

extension JSON {
    /// Changes member `key` in place.
    mutating func edit(_ key: String, _ change: (inout JSON) -> Void) {
        guard var value = self[key] else { preconditionFailure("there is no member \(key)") }
        change(&value)
        set(key, to: value)
    }

    /// Changes element `index` of list `key` in place.
    mutating func edit(_ key: String, _ index: Int, _ change: (inout JSON) -> Void) {
        edit(key) { list in
            guard case .array(var elements) = list else { preconditionFailure("\(key) is no list") }
            change(&elements[index])
            list = .array(elements)
        }
    }

    mutating func rename(_ key: String, to name: String) {
        guard case .object(let members) = self else { preconditionFailure("no object") }
        self = .object(members.map { Member(key: $0.key == key ? name : $0.key, value: $0.value) })
    }

    mutating func remove(_ key: String) {
        guard case .object(let members) = self else { preconditionFailure("no object") }
        self = .object(members.filter { $0.key != key })
    }
}
