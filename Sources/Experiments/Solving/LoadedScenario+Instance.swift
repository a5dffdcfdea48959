import Games

extension LoadedScenario {
    /// The static instance in the file at `path`, or without one that of slot 0 of world seed `seed`.
    ///
    /// - Throws: ``ExperimentsError`` where the file cannot be read, or naming the field at fault.
    public func solvable(path: String?, seed: UInt64) throws(ExperimentsError) -> any SolvableInstance {
        let game = GameCatalogue.game(of: scenario)
        if let path {
            let document = try InputFile.json(path)
            do throws(ExperimentsError) {
                return try game.instance(of: document, in: scenario)
            } catch {
                throw .inFile(path, error)
            }
        }
        do throws(ScenarioError) {
            return try game.firstInstance(of: scenario, seed: seed)
        } catch {
            throw .scenario(error)
        }
    }
}
