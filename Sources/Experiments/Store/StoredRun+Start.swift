import Foundation
import Games

extension StoredRun {
    /// What is known of a run when it begins.
    public struct Start: Sendable, Equatable {
        public let kind: Kind
        /// The scenario's name and hash, and its parameters as an object.
        public let scenario: String
        public let scenarioHash: String
        public let parameters: JSON
        public let seed: UInt64
        public let slotsPerEpisode: Int
        public var arms: [Arm]
        /// What is measured, the primary metric first; empty until it is declared.
        public var declarations: [Declaration]
        /// The command line without the command's own name.
        public let arguments: [String]
        /// The release of firstmover.
        public let version: String
        /// As in a document's `measured.host`.
        public let host: JSON

        public init(
            kind: Kind, scenario: String, scenarioHash: String, parameters: JSON, seed: UInt64, slotsPerEpisode: Int,
            arms: [Arm], declarations: [Declaration] = [], arguments: [String], version: String, host: JSON
        ) {
            self.kind = kind
            self.scenario = scenario
            self.scenarioHash = scenarioHash
            self.parameters = parameters
            self.seed = seed
            self.slotsPerEpisode = slotsPerEpisode
            self.arms = arms
            self.declarations = declarations
            self.arguments = arguments
            self.version = version
            self.host = host
        }

        /// A run of `scenario` on this machine, by the command line of this process.
        public init(
            kind: Kind, of scenario: LoadedScenario, seed: UInt64, slotsPerEpisode: Int, arms: [Arm], version: String
        ) {
            self.init(
                kind: kind, scenario: scenario.scenario.name, scenarioHash: scenario.sha256,
                parameters: scenario.scenario.parameterDocument, seed: seed, slotsPerEpisode: slotsPerEpisode,
                arms: arms, arguments: Array(CommandLine.arguments.dropFirst()), version: version,
                host: HostFacts.current.document(version: version))
        }
    }

    /// Who plays.
    public struct Arm: Sendable, Equatable {
        /// As it was named: `operator=P,followers=P`.
        public let name: String
        /// The policies as they were named, with their options.
        public let `operator`: String
        public let followers: String
        /// Empty until they have introduced themselves.
        public var plugins: [PluginDescription]

        public init(operator: String, followers: String, plugins: [PluginDescription] = []) {
            self.init(
                name: "operator=\(`operator`),followers=\(followers)", operator: `operator`, followers: followers,
                plugins: plugins)
        }

        /// The arm of a comparison, named as ``ArmReference`` reads it.
        public init(parsing name: String, plugins: [PluginDescription] = []) throws(ExperimentsError) {
            _ = try ArmReference(parsing: name)
            let texts = ArmReference.texts(in: name)
            self.init(
                name: name, operator: texts[.operator, default: ""], followers: texts[.followers, default: ""],
                plugins: plugins)
        }

        public init(name: String, operator: String, followers: String, plugins: [PluginDescription] = []) {
            self.name = name
            self.operator = `operator`
            self.followers = followers
            self.plugins = plugins
        }

        /// How arm `index` is called: `a`, `b` and so on, then `arm27`.
        public static func letter(_ index: Int) -> String {
            let letters = Array("abcdefghijklmnopqrstuvwxyz")
            return letters.indices.contains(index) ? String(letters[index]) : "arm\(index + 1)"
        }
    }

    /// What is measured.
    public struct Declaration: Sendable, Equatable {
        public let name: String
        public let unit: String
        public let direction: Metric.Direction

        public init(name: String, unit: String, direction: Metric.Direction) {
            self.name = name
            self.unit = unit
            self.direction = direction
        }

        public init(_ metric: Metric) {
            self.init(name: metric.name, unit: metric.unit, direction: metric.direction)
        }
    }
}

extension Scenario {
    /// Every parameter as a member, in the game's order.
    public var parameterDocument: JSON {
        .object(parameters.map { JSON.Member(key: $0.key, value: $0.value.document) })
    }
}

extension ParameterValue {
    fileprivate var document: JSON {
        switch self {
        case .integer(let integer): JSON(integer)
        case .number(let number): JSON(number)
        case .numbers(let numbers): JSON(numbers)
        case .text(let text): JSON(text)
        }
    }
}
