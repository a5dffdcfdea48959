import Games

extension JSONField {
    /// The world of the case's `seed` and `episode`, and its slot `slot_index`.
    ///
    /// - Throws: ``ExperimentsError`` naming the field that is missing or out of range.
    func drawnSlot(
        in scenario: Scenario
    ) throws(ExperimentsError) -> (world: OffloadingWorld, instance: OffloadingInstance) {
        var world: OffloadingWorld
        do throws(ScenarioError) {
            world = try OffloadingWorld(scenario)
        } catch {
            throw .scenario(error)
        }
        world.start(seed: try self["seed"].seed, episode: try self["episode"].word())
        var instance = world.emptyInstance()
        for slot in 0...(try self["slot_index"].count(to: 1_000_000)) {
            world.draw(slot: UInt32(slot), into: &instance)
        }
        return (world, instance)
    }
}
