import CNetworkKernels
import COpenBLAS
import Foundation
import Learners

/// Measures learners on one core: their kernels beside OpenBLAS, a policy's decision beside plain C, and training.
enum LearnerBench {
    /// Prints its table; whether every product is at least 0.8 times as fast as OpenBLAS, where that is installed.
    static func run(seconds: Double) -> Bool {
        let core = unsafe openblas_load().map { unsafe String(cString: $0) }
        print("\nkernels of learners: \(NetworkKernelKind.best.name), OpenBLAS: \(core ?? "not installed")")
        print("products, GFLOP/s                      ours   OpenBLAS    ratio   goal")
        var held = true
        for (rows, inner, columns) in [(64, 64, 64), (64, 256, 256), (64, 256, 8), (64, 256, 1)] {
            let goal = columns >= 64 ? 0.8 : nil
            for product in LayerProducts.Product.allCases {
                var layer = LayerProducts(rows: rows, inner: inner, columns: columns)
                let size = 2e-9 * Double(rows * inner * columns)
                let rates = rates(seconds / 4, { layer.ours(product) }, core.map { _ in { layer.openBLAS(product) } })
                held = held && goal.map { rates.ratio ?? .infinity >= $0 } ?? true
                line(
                    "[\(rows), \(inner)] [\(inner), \(columns)] \(product)", rates.ours * size,
                    rates.peer.map { $0 * size }, rates.ratio, goal: goal)
            }
        }
        print("policy of one state, us                ours    plain C    ratio   goal")
        for sizes in [[8, 64, 64, 2], [24, 256, 256, 8]] {
            let policy = PolicyDecision(sizes: sizes)
            let rates = rates(seconds / 4, { policy.ours() }, { policy.plain() })
            let name = sizes.map(String.init).joined(separator: "-")
            line(name, 1e6 / rates.ours, rates.peer.map { 1e6 / $0 }, rates.ratio, goal: nil)
        }
        LearnerTraining.run(seconds: seconds)
        return held
    }

    /// Calls a second of both sides in their best block, and the median over pairs of blocks of how much faster ours is.
    ///
    /// Blocks last about a millisecond and take turns: the clock of a processor changes with what its other cores do.
    private static func rates(
        _ seconds: Double, _ ours: () -> Void, _ peer: (() -> Void)?
    ) -> (ours: Double, peer: Double?, ratio: Double?) {
        func time(_ step: () -> Void, _ count: Int) -> Double {
            let began = Bench.processorSeconds()
            for _ in 0..<count { step() }
            return Bench.processorSeconds() - began
        }
        ours()
        peer?()
        let count = max(1, Int(0.001 / max(time(ours, 10) / 10, 1e-8)))
        let stop = Bench.processorSeconds() + 2 * seconds
        var (bestOurs, bestPeer) = (Double.infinity, Double.infinity)
        var ratios: [Double] = []
        repeat {
            let block = time(ours, count)
            bestOurs = min(bestOurs, block)
            guard let peer else { continue }
            let peerBlock = time(peer, count)
            bestPeer = min(bestPeer, peerBlock)
            ratios.append(peerBlock / block)
        } while Bench.processorSeconds() < stop
        guard peer != nil else { return (Double(count) / bestOurs, nil, nil) }
        return (Double(count) / bestOurs, Double(count) / bestPeer, ratios.sorted()[ratios.count / 2])
    }

    private static func line(_ name: String, _ ours: Double, _ peer: Double?, _ ratio: Double?, goal: Double?) {
        print(
            name.padding(toLength: 32, withPad: " ", startingAt: 0), Bench.column(ours, 10), Bench.column(peer, 10),
            ratio.map { String(format: "%8.2f", $0) } ?? "       -",
            goal.map { String(format: "%6.1f", $0) } ?? "     -")
    }
}

/// A layer's three products, by our kernels and by OpenBLAS.
///
/// Both are called as the C functions that they are: what ``Learners`` puts around its own is not public, and is in the
/// times of decisions and of training.
struct LayerProducts {
    enum Product: CaseIterable {
        case forward, weights, inputs
    }

    let rows: Int
    let inner: Int
    let columns: Int
    private var x: [Float]
    private var w: [Float]
    private var y: [Float]
    private var scratch: [Float]
    private let kind = NetworkKernelKind.best.rawValue

    init(rows: Int, inner: Int, columns: Int) {
        (self.rows, self.inner, self.columns) = (rows, inner, columns)
        x = smallNumbers(rows * inner)
        w = smallNumbers(inner * columns)
        y = smallNumbers(rows * columns)
        scratch = Array(repeating: 0, count: nk_scratch(rows, inner, columns))
    }

    mutating func ours(_ product: Product) {
        switch product {
        case .forward: unsafe nk_affine(kind, rows, inner, columns, x, w, nil, &y, 0, &scratch)
        case .weights: unsafe nk_weight_gradient(kind, rows, inner, columns, x, y, &w, nil, &scratch)
        case .inputs: unsafe nk_input_gradient(kind, rows, inner, columns, y, w, nil, &x, &scratch)
        }
    }

    mutating func openBLAS(_ product: Product) {
        switch product {
        case .forward: unsafe openblas_multiply(rows, columns, inner, x, 0, w, 0, &y)
        case .weights: unsafe openblas_multiply(inner, columns, rows, x, 1, y, 0, &w)
        case .inputs: unsafe openblas_multiply(rows, inner, columns, y, 0, w, 1, &x)
        }
    }
}

/// What a deterministic policy does to act in one state: three layers, two of them rectified, and a squash, which plain C
/// is spared.
final class PolicyDecision {
    private let actor: Actor
    private let room: ActingRoom
    private let sizes: [Int]
    private let weights: [[Float]]
    private let biases: [[Float]]
    private var values: [[Float]]

    init(sizes: [Int]) {
        self.sizes = sizes
        weights = zip(sizes, sizes.dropFirst()).map { smallNumbers($0 * $1) }
        biases = sizes.dropFirst().map(smallNumbers)
        values = sizes.map(smallNumbers)
        let (first, last) = (sizes[0], sizes[sizes.count - 1])
        actor = Actor(
            AgentDesign(
                stateWidth: first, action: .numbers(last), body: .perceptron(hidden: Array(sizes[1..<sizes.count - 1]))),
            .deterministic, squash: .tanh)
        for (block, numbers) in zip(actor.blocks, zip(weights, biases).flatMap { [$0, $1] }) {
            actor.set(block, to: numbers)
        }
        room = actor.makeRoom(rows: 1)
        for (i, number) in smallNumbers(first).enumerated() { room.states[i] = number }
    }

    func ours() { actor.decide(in: room, rows: 1) }

    func plain() {
        for l in weights.indices {
            unsafe plain_layer(
                sizes[l], sizes[l + 1], values[l], weights[l], biases[l], &values[l + 1],
                l + 1 < weights.count ? 1 : 0)
        }
    }
}

/// `count` numbers in -0.1..<0.1, which products neither overflow nor denormalise.
private func smallNumbers(_ count: Int) -> [Float] {
    (0..<count).map { Float($0 &* 2_654_435_761 % 1000) / 5000 - 0.1 }
}
