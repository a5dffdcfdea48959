import Games
import Testing

@Suite("Pricing instance")
struct PricingInstanceTests {
    struct BadInput: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let name: String
            let reject: String?
            let error: InstanceError?
            var testDescription: String { name }

            enum Key: CodingKey { case name, reject, game }

            init(from decoder: any Decoder) throws {
                let fields = try decoder.container(keyedBy: Key.self)
                name = try fields.decode(String.self, forKey: .name)
                reject = try fields.decodeIfPresent(String.self, forKey: .reject)
                do {
                    _ = try fields.decode(Golden.Instance.self, forKey: .game)
                    error = nil
                } catch let refusal as InstanceError {
                    error = refusal
                }
            }
        }
        let cases: [Case]
    }

    @Test("refuses bad input naming the field", arguments: try Golden.read("bad_input", as: BadInput.self).cases)
    func refuses(_ input: BadInput.Case) {
        #expect(input.error?.field == input.reject)
    }

    struct Rates: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let name: String
            let game: Golden.Instance
            let access: [Int]
            let R_MBps: [[Double]]
            var testDescription: String { name }
        }
        let rtol: Double
        let cases: [Case]
    }

    @Test("gives the reference rates, cancelling nothing", arguments: try Golden.read("rates", as: Rates.self).cases)
    func rates(_ reference: Rates.Case) {
        let rates = reference.game.instance.rates(of: reference.access).rateMBps
        for (rate, expected) in zip(rates, reference.R_MBps.joined()) {
            // rtol of the file.
            #expect(relativeError(rate, expected) <= 1e-12)
        }
    }

    @Test("gives an infinite delay cost at rate 0, unless delay is free")
    func delayCostAtRateZero() throws {
        let instance = try PricingInstance(
            bandwidthMHz: [5], speedGcyclePerS: [20], x: [0.64], rhoPerMB: [0.5], powerW: [0.1, 0.1], h: [[0], [0]],
            cyclesGcyclePerMB: [[1.6], [1.6]], limitMB: [5, 5], gammaA: [10, 10], gammaDPerS: [0.45, 0], eps: 1e-5,
            noiseW: 1e-13)
        let (rates, delayCosts) = instance.rates(of: [0, -1])
        #expect(rates == [0, 0])
        #expect(delayCosts == [.infinity, 0])
    }
}
