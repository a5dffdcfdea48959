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
        /// What is measured, the primary metric first.
        public var declarations: [Declaration]
        /// The command line without the command's own name.
        public let arguments: [String]
        /// The release of firstmover.
        public let version: String
        /// As in a document's `measured.host`.
        public let host: JSON

        public init(
            kind: Kind, scenario: String, scenarioHash: String, parameters: JSON, seed: UInt64, slotsPerEpisode: Int,
            arms: [Arm], declarations: [Declaration], arguments: [String], version: String, host: JSON
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
            kind: Kind, of scenario: LoadedScenario, seed: UInt64, slotsPerEpisode: Int, arms: [Arm],
            declarations: [Declaration]
        ) {
            self.init(
                kind: kind, scenario: scenario.scenario.name, scenarioHash: scenario.sha256,
                parameters: scenario.scenario.parameterDocument, seed: seed, slotsPerEpisode: slotsPerEpisode,
                arms: arms, declarations: declarations, arguments: Array(CommandLine.arguments.dropFirst()),
                version: Release.version, host: HostFacts.current.document)
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

        public init(name: String, operator: String, followers: String, plugins: [PluginDescription] = []) {
            self.name = name
            self.operator = `operator`
            self.followers = followers
            self.plugins = plugins
        }

        /// The arm that `reference` names.
        public init(_ reference: ArmReference) {
            self.init(
                name: reference.text, operator: reference.name(of: .operator),
                followers: reference.name(of: .followers))
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
