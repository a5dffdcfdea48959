import COpenBLAS
import Learners

/// What a deterministic policy does to act in one state: three layers, two of them rectified, and a squash, which plain C
/// is spared.
final class PolicyDecision {
    private let actor: Actor
    private let room: ActingRoom
    private let sizes: [Int]
    private let weights: [AlignedNumbers]
    private let biases: [AlignedNumbers]
    private let values: [AlignedNumbers]

    init(sizes: [Int]) {
        self.sizes = sizes
        weights = zip(sizes, sizes.dropFirst()).map { AlignedNumbers($0 * $1) }
        biases = sizes.dropFirst().map { AlignedNumbers($0) }
        values = sizes.map { AlignedNumbers($0) }
        let (first, last) = (sizes[0], sizes[sizes.count - 1])
        actor = Actor(
            AgentDesign(
                stateWidth: first, action: .numbers(last), body: .perceptron(hidden: Array(sizes[1..<sizes.count - 1]))),
            .deterministic, squash: .tanh)
        for (block, numbers) in zip(actor.blocks, zip(weights, biases).flatMap { [$0, $1] }) {
            actor.set(block, to: numbers.array)
        }
        room = actor.makeRoom(rows: 1)
        for (i, number) in values[0].array.enumerated() { room.states[i] = number }
    }

    func ours() { actor.decide(in: room, rows: 1) }

    func plain() {
        for l in weights.indices {
            unsafe plain_layer(
                sizes[l], sizes[l + 1], values[l].address, weights[l].address, biases[l].address,
                values[l + 1].address, l + 1 < weights.count ? 1 : 0)
        }
    }
}
