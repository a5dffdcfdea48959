import Foundation
import Testing

@testable import Learners

@Suite("Temperature")
struct TemperatureTests {
    private static let (target, rate) = (Float(-1), Float(5e-3))

    private static func temperature(_ initial: Float = 0.2) -> Temperature {
        Temperature("number", initial: initial, target: target, rate: rate)
    }

    @Test("begins where it is told to", arguments: [1e-6, 0.2, 1, 20] as [Float])
    func start(_ initial: Float) {
        // An ulp of a logarithm up to 14, 2^-20, and one of the exponential.
        #expect(abs(Self.temperature(initial).value / initial - 1) < 0x1p-19)
    }

    @Test(
        "takes a first step of Adam's size against what entropy there is above its target",
        arguments: [-3, -1.25, -0.99, 0.5, 40] as [Float])
    func firstStep(_ entropy: Float) throws {
        var temperature = Self.temperature()
        temperature.adjust(entropy: entropy)
        // Both moments' corrections undo their decay: the gradient over its own size.
        let gradient = Double(entropy) - Double(Self.target)
        let expected = log(0.2) - Double(Self.rate) * gradient / (abs(gradient) + 1e-8)
        var visitor = MemoryVisitor()
        try temperature.visit("t", &visitor)
        let logarithm = try #require(visitor.matrix("t/logarithm")?.first)
        // A logarithm between 1 and 2 and its step: an ulp each, 2^-23.
        #expect(abs(Double(logarithm) - expected) <= 0x1p-22)
        #expect((temperature.value > 0.2) == (entropy < Self.target))
    }

    @Test("stays where the entropy is at its target")
    func rest() {
        var temperature = Self.temperature()
        let before = temperature.value
        for _ in 0..<10 { temperature.adjust(entropy: Self.target) }
        #expect(temperature.value == before)
    }

    @Test("rises while the entropy is below its target, and falls while it is above")
    func direction() {
        for (entropy, rises) in [(Float(-2), true), (0, false)] {
            var temperature = Self.temperature()
            var values = [temperature.value]
            for _ in 0..<100 {
                temperature.adjust(entropy: entropy)
                values.append(temperature.value)
            }
            #expect(zip(values, values.dropFirst()).allSatisfy { rises ? $1 > $0 : $1 < $0 })
            // Of an unchanging gradient every step has Adam's size.
            let expected = 0.2 * exp((rises ? 100 : -100) * Double(Self.rate))
            #expect(abs(Double(temperature.value) / expected - 1) < 1e-4)
        }
    }

    @Test("settles where an entropy that grows with it is at its target")
    func equilibrium() {
        // Of a normal number whose variance is the temperature, as where Q is -a^2/2; the target's is 0.0079.
        var temperature = Temperature("number", initial: 0.2, target: -1, rate: 0.02)
        for _ in 0..<2000 {
            temperature.adjust(entropy: Float(0.5 * log(2 * Double.pi * M_E * Double(temperature.value))))
        }
        #expect(abs(Double(temperature.value) * 2 * Double.pi * M_E / exp(-2) - 1) < 0.02)
    }

    @Test("of numbers is held to an entropy each, of choices to a share of the largest")
    func targets() {
        var configuration = SAC.Configuration()
        (configuration.targetEntropy, configuration.choiceEntropy) = (-0.5, 0.1)
        func targets(_ action: AgentDesign.Action) -> [Float] {
            let design = AgentDesign(stateWidth: 1, action: action, body: .perceptron(hidden: []))
            return SAC.targetEntropies(of: design, configuration)
        }
        #expect(targets(.numbers(3)) == [-1.5])
        for (allowsNone, categories) in [(false, 3.0), (true, 4)] {
            let both = targets(.choices(2, options: 3, allowsNone: allowsNone))
            #expect(both.count == 2 && abs(Double(both[0]) - 0.1 * 2 * log(categories)) < 1e-6)
            #expect(both[1] == -1)
        }
    }
}
