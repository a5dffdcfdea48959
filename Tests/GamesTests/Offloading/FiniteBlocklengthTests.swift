import Games
import Testing

@Suite("Finite-blocklength rates")
struct FiniteBlocklengthTests {
    static func model(_ change: (inout OffloadingModel.Values) -> Void = { _ in }) throws -> OffloadingModel {
        var values = OffloadingModel.Values()
        change(&values)
        return try OffloadingModel(values)
    }

    @Test(
        "have the normal quantiles of AS 241",
        arguments: [(0.25, 0.6744897501960817), (0.001, 3.090232306167814), (1e-20, 9.262340089798408)])
    func quantile(_ tail: Double, _ expected: Double) throws {
        // The three values that the paper prints to 16 figures (Wichura, Applied Statistics 37, 1988); a logarithm, a
        // root and three rational steps round by 2 ulp.
        let quantile = try Self.model { $0.errorProbability = tail }.downlink.quantile
        #expect(relativeError(quantile, expected) <= 4 * 0x1p-53)
    }

    /// Upper tail of the standard normal by its continued fraction, and near 0 by its series.
    static func tail(_ x: Double) -> Double {
        let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
        if x < 2 {
            var (term, sum, n) = (x, x, 1.0)
            while term > 1e-18 {
                term *= x * x / (2 * n + 1)
                sum += term
                n += 1
            }
            return 0.5 - density * sum
        }
        var fraction = x
        for k in stride(from: 400.0, to: 0, by: -1) { fraction = x + k / fraction }
        return density / fraction
    }

    private static func exp(_ x: Double) -> Double {
        var result = [0.0]
        var span = result.mutableSpan
        Elementary.exp([x].span, &span, .best)
        return result[0]
    }

    @Test(
        "have quantiles whose tails are the error probability",
        arguments: [1e-300, 1e-40, 1e-12, 1e-9, 1e-4, 0.07, 0.3, 0.499])
    func inverse(_ tail: Double) throws {
        let quantile = try Self.model { $0.errorProbability = tail }.downlink.quantile
        // The tail's relative slope is about the quantile, up to 37; near 0.5 the series loses what 0.5 - x does.
        #expect(relativeError(Self.tail(quantile), tail) <= 1e-15 * (4 + quantile * quantile))
    }

    @Test("are 0 up to -11.57 dB at the defaults, and increasing above")
    func cutoff() throws {
        let channel = try Self.model().downlink
        let cutoff = channel.sinr(rate: 0)
        // Section 2 prints six digits.
        #expect(abs(cutoff - 0.0696318) <= 5e-8)
        #expect(channel.rate(sinr: cutoff) == 0)
        var (last, ratio) = (0.0, cutoff * (1 + 1e-9))
        while ratio < 1e12 {
            let rate = channel.rate(sinr: ratio)
            #expect(rate > last)
            (last, ratio) = (rate, ratio * 1.1)
        }
    }

    @Test("invert", arguments: [(10.0, 1000.0, 1e-9), (2, 200, 1e-5), (0.1, 1, 0.499), (1e6, 1e9, 1e-300)])
    func inversion(_ bandwidth: Double, _ length: Double, _ tail: Double) throws {
        let channel = try Self.model {
            ($0.bandwidthMHz, $0.blockLength, $0.errorProbability) = (bandwidth, length, tail)
        }.downlink
        for bits in [1e-6, 0.01, 1, 5, 40, 700] {
            let rate = bits * bandwidth * 1e-3
            // Bits are rounded where they are of the order of what blocks lose, Qinv.
            #expect(abs(channel.rate(sinr: channel.sinr(rate: rate)) - rate) <= 1e-14 * (bits + 40) * bandwidth * 1e-3)
        }
        #expect(channel.sinr(rate: 2000 * bandwidth * 1e-3) == .infinity)
    }

    @Test("give a transfer that ends at T_cap, and none for no data")
    func transfers() throws {
        let model = try Self.model()
        #expect(model.transferMs(0, rate: 0) == 0)
        #expect(model.transferMs(1, rate: 0) == 30)
        #expect(model.transferMs(1, rate: 0.01) == 30)
        #expect(model.transferMs(1, rate: 0.5) == 2)
    }

    @Test("have the thermal noise of their bands")
    func noise() throws {
        let model = try Self.model()
        // Section 2: 3.98e-14 W in 10 MHz; five uplink channels share it.
        #expect(abs(model.downlink.noiseW - 3.98e-14) < 0.005e-14)
        #expect(relativeError(model.uplink.noiseW * 5, model.downlink.noiseW) < 1e-15)
        let full = try Self.model { $0.uplinkBand = .full }
        #expect(full.uplink == model.downlink)
    }
}
