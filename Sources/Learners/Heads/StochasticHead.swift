/// What an actor's output means to a soft actor-critic: a distribution over encoded actions.
///
/// It holds the batch drawn last. An action may have parts with an entropy each, such as a choice and a number: each part
/// has a temperature of its own.
protocol StochasticHead: ImprovableHead {
    /// Names of what has an entropy of its own.
    var parts: [String] { get }

    /// Draws an action for each of the first `rows` rows of an actor's output.
    func sample(_ parameters: Matrix, rows: Int, _ random: inout RandomSequence)

    /// log pi of part `part` of the action sampled in `row`.
    func logProbability(part: Int, row: Int) -> Float

    /// The batch mean of minus log pi of part `part`, by expectation where it is known and else of what was sampled.
    func entropy(part: Int, rows: Int) -> Float
}
