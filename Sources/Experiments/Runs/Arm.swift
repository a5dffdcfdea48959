import Games
import Policies
import Policy

/// Who plays: the operator's and the followers' programs, found and identified, nothing started yet.
public struct Arm: Sendable {
    /// One side: the program, or our own policy within this process.
    public struct Part: Sendable {
        public let role: Role
        public let program: PluginProgram
        /// What identifies the program in a run's record.
        public let sha256: String
    }

    public let `operator`: Part
    public let followers: Part
    /// What it was made of.
    public let reference: ArmReference
    /// Who stands in where a decision misses its deadline, for the roles that it serves; empty unless declared.
    let fallbacks: [Role: Part]

    /// Finds and hashes the programs that `reference` names.
    ///
    /// - Throws: ``ExperimentsError`` where a plugin is unknown, does not serve its role or game, or cannot be read.
    public init(
        _ reference: ArmReference, in scenario: Scenario, options: PlayOptions, catalogue: PluginCatalogue,
        relativeTo folder: String
    ) throws(ExperimentsError) {
        func part(_ reference: PolicyReference, _ role: Role) throws(ExperimentsError) -> Part {
            let program = try catalogue.program(
                for: reference, role: role, scenario: scenario.name, relativeTo: folder)
            if options.isInProcess { try Self.requireOwn(reference, program, catalogue.places) }
            return Part(role: role, program: program, sha256: try program.identity())
        }
        self.reference = reference
        `operator` = try part(reference.operator, .operator)
        followers = try part(reference.followers, .followers)
        if case .fallback(let fallback, _) = options.onMiss {
            var fallbacks: [Role: Part] = [:]
            for role in Role.allCases {
                do throws(ExperimentsError) {
                    fallbacks[role] = try part(fallback, role)
                } catch {
                    // What it does not serve is played without it: a miss there ends the run.
                    guard case .roleNotServed = error else { throw error }
                }
            }
            self.fallbacks = fallbacks
        } else {
            fallbacks = [:]
        }
    }

    /// Checks that `program` is the plugin of one of our own policies, and not another of the same name.
    private static func requireOwn(
        _ reference: PolicyReference, _ program: PluginProgram, _ places: PluginPlaces
    ) throws(ExperimentsError) {
        if case .plugin(let name, _) = reference, PolicyCatalogue.policy(named: name) != nil,
            program.executable == "\(places.bin)/\(name)"
        {
            return
        }
        throw .reference(
            program.executable,
            reason: "--in-process plays our own plugins only: \(PolicyCatalogue.names.joined(separator: ", "))")
    }
}
