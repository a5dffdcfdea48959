import Games
import Testing

@Suite("Pricing radio")
struct PricingRadioTests {
    struct Trajectories: Decodable {
        struct Frame: Decodable {
            let t: UInt32
            let position, velocity, h: [[Double]]
        }
        struct Case: Decodable, CustomTestStringConvertible {
            let name, seed: String
            let env: UInt64
            let N, M: Int
            let side_m, height_m, pathA_dB, pathB_dBperDecade, rice, fadeCorr, velSigma, velCorr, slot_s: Double
            let bs: [[Double]]
            let frames: [Frame]
            var testDescription: String { name }
        }
        let cases: [Case]
    }

    @Test(
        "follows the reference trajectories", arguments: try Golden.read("environment", as: Trajectories.self).cases)
    func trajectory(_ reference: Trajectories.Case) throws {
        var parameters = PricingRadio.Parameters()
        parameters.sideM = reference.side_m
        parameters.heightM = reference.height_m
        parameters.pathLossOffsetDB = reference.pathA_dB
        parameters.pathLossSlopeDB = reference.pathB_dBperDecade
        parameters.rice = reference.rice
        parameters.fadingCorrelation = reference.fadeCorr
        parameters.velocitySigmaMPerS = reference.velSigma
        parameters.velocityCorrelation = reference.velCorr
        parameters.slotS = reference.slot_s
        var radio = PricingRadio(
            followers: reference.N, stations: reference.M, environments: 1, parameters: parameters)
        #expect(radio.stationX == reference.bs.map { $0[0] })
        #expect(radio.stationY == reference.bs.map { $0[1] })
        radio.start(seeds: [try #require(UInt64(reference.seed))], numbers: [reference.env])
        for frame in reference.frames {
            while radio.slot < frame.t { radio.advance() }
            // rtol of the file.
            for (values, expected) in [
                (radio.x, frame.position.map { $0[0] }), (radio.y, frame.position.map { $0[1] }),
                (radio.velocityX, frame.velocity.map { $0[0] }), (radio.velocityY, frame.velocity.map { $0[1] }),
                (radio.gain, Array(frame.h.joined())),
            ] {
                #expect(zip(values, expected).allSatisfy { relativeError($0, $1) <= 1e-9 })
            }
        }
    }

    /// `[N, M]` gains of environment `e` after ten slots.
    static func gains(
        followers: Int, stations: Int, seeds: [UInt64], environment e: Int, kind: KernelKind = .best
    ) -> [[Double]] {
        var radio = PricingRadio(followers: followers, stations: stations, environments: seeds.count, kind: kind)
        radio.start(seeds: seeds)
        for _ in 0..<10 { radio.advance() }
        return (0..<followers).map { n in
            (0..<stations).map { m in radio.gain[(n * stations + m) * seeds.count + e] }
        }
    }

    @Test("does not depend on how many environments there are, bit for bit", arguments: [1, 2, 15, 16, 17, 37])
    func environments(_ count: Int) {
        let seeds = (0..<UInt64(count)).map { 900 + $0 }
        for (e, seed) in seeds.enumerated() {
            #expect(
                Self.gains(followers: 5, stations: 3, seeds: seeds, environment: e)
                    == Self.gains(followers: 5, stations: 3, seeds: [seed], environment: 0))
        }
    }

    @Test("draws fewer followers and stations as the first of more")
    func nested() {
        let many = Self.gains(followers: 9, stations: 4, seeds: [3], environment: 0)
        let few = Self.gains(followers: 4, stations: 2, seeds: [3], environment: 0)
        #expect(few == many.prefix(4).map { Array($0.prefix(2)) })
    }

    @Test("is the same with every instruction set, bit for bit", arguments: KernelKind.allCases.filter(\.isAvailable))
    func kinds(_ kind: KernelKind) {
        let seeds = (0..<19).map { UInt64($0) << 40 | 5 }
        for e in [0, 7, 18] {
            #expect(
                Self.gains(followers: 4, stations: 2, seeds: seeds, environment: e, kind: kind)
                    == Self.gains(followers: 4, stations: 2, seeds: seeds, environment: e, kind: .baseline))
        }
    }

    @Test("puts more than four stations in rows")
    func rows() {
        let radio = PricingRadio(followers: 1, stations: 5, environments: 1)
        // Three in the first row of two, two in the second.
        let firstRow = [0.5, 1.5, 2.5].map { $0 * 400 / 3 }
        #expect(radio.stationX == firstRow + [100, 300])
        #expect(radio.stationY == [100, 100, 100, 300, 300])
    }

    @Test("keeps everybody inside the walls")
    func walls() {
        var parameters = PricingRadio.Parameters()
        parameters.velocitySigmaMPerS = 150  // up to several sides a slot
        var radio = PricingRadio(followers: 40, stations: 1, environments: 1, parameters: parameters)
        radio.start(seeds: [11])
        for _ in 0..<50 {
            radio.advance()
            #expect(zip(radio.x, radio.y).allSatisfy { (0...400).contains($0) && (0...400).contains($1) })
        }
    }
}
