import CAllocationCounter
import Games
import Testing

@Suite("Offloading world")
struct OffloadingWorldTests {
    typealias Overrides = [(key: String, value: ParameterValue)]

    static func world(_ overrides: Overrides = [], kind: KernelKind = .best) throws -> OffloadingWorld {
        try OffloadingWorld(Scenario.offloading.overriding(overrides, name: "drop"), kind: kind)
    }

    /// The slots of an episode up to `slot`, drawn one over the other.
    static func draw(
        _ overrides: Overrides = [], seed: UInt64 = 1, episode: UInt32 = 0, to slot: UInt32 = 0,
        kind: KernelKind = .best
    ) throws -> OffloadingInstance {
        var world = try world(overrides, kind: kind)
        var instance = world.emptyInstance()
        world.start(seed: seed, episode: episode)
        for t in 0...slot { world.draw(slot: t, into: &instance) }
        return instance
    }

    static func x(_ instance: OffloadingInstance) throws -> [Double] {
        guard case .instant(let x) = instance.coupling else { throw NoCoupling() }
        return x
    }

    struct NoCoupling: Error {}

    @Test("of more users contains that of fewer", arguments: [0, 1, 5, 20])
    func nested(_ users: Int) throws {
        let all = try Self.draw([("M", .integer(23))], seed: 8, episode: 3, to: 4)
        let some = try Self.draw([("M", .integer(users))], seed: 8, episode: 3, to: 4)
        #expect(some.request == Array(all.request.prefix(users)))
        #expect(some.dataMbit == Array(all.dataMbit.prefix(users)))
        #expect(some.workMcycle == Array(all.workMcycle.prefix(users)))
        #expect(some.deadlineMs == Array(all.deadlineMs.prefix(users)))
        #expect(some.resultRatio == Array(all.resultRatio.prefix(users)))
        #expect(some.nodeClockGHz == all.nodeClockGHz)
        let (x, allX) = (try Self.x(some), try Self.x(all))
        for j in 0...4 {
            for m in 0..<users {
                #expect(some.gain(j, m) == all.gain(j, m))
                let (row, allRow) = ((j * users + m) * users, (j * 23 + m) * 23)
                #expect(Array(x[row..<row + users]) == Array(allX[allRow..<allRow + users]))
            }
        }
    }

    @Test("of more nodes has the clocks, requests and edge server channels of fewer")
    func nestedNodes() throws {
        let (few, many) = (
            try Self.draw([("K", .integer(2))], to: 3), try Self.draw([("K", .integer(9))], to: 3)
        )
        #expect(few.request == many.request)
        #expect(few.nodeClockGHz == Array(many.nodeClockGHz.prefix(2)))
        #expect((0..<6).map { few.gain(0, $0) } == (0..<6).map { many.gain(0, $0) })
    }

    @Test("does not depend on what was drawn before")
    func order() throws {
        var world = try Self.world()
        var instance = world.emptyInstance()
        for (seed, episode, last) in [(7, 1, 5), (2, 0, 3), (7, 0, 2), (7, 1, 5)] as [(UInt64, UInt32, UInt32)] {
            world.start(seed: seed, episode: episode)
            for slot in 0...last { world.draw(slot: slot, into: &instance) }
            #expect(instance == (try Self.draw(seed: seed, episode: episode, to: last)))
        }
    }

    @Test("is the same with every instruction set, bit for bit", arguments: KernelKind.allCases.filter(\.isAvailable))
    func kinds(_ kind: KernelKind) throws {
        #expect(try Self.draw(seed: 4, to: 6, kind: kind) == Self.draw(seed: 4, to: 6, kind: .baseline))
    }

    @Test("draws from the parameters' intervals, and gives who requests nothing nothing")
    func ranges() throws {
        var world = try Self.world([("M", .integer(40)), ("R", .number(0.4))])
        world.start(seed: 12, episode: 0)
        #expect(world.library.dataMbit[0] == 0 && world.library.workMcycle[0] == 0 && world.library.deadlineMs[0] == 0)
        for f in 1...30 {
            #expect((0.012...0.060).contains(world.library.dataMbit[f]))
            #expect((5...25).contains(world.library.workMcycle[f]))
            #expect((5...15).contains(world.library.deadlineMs[f]))
        }
        #expect(world.nodeClockGHz.allSatisfy { (1...9).contains($0) })
        #expect(zip(world.x, world.y).allSatisfy { (0..<200).contains($0) && (0..<200).contains($1) })
        var instance = world.emptyInstance()
        var idle = 0
        for slot in 0..<20 as Range<UInt32> {
            world.draw(slot: slot, into: &instance)
            for m in 0..<40 {
                let f = instance.request[m]
                #expect(instance.isActive(m) == (f > 0))
                #expect(instance.dataMbit[m] == world.library.dataMbit[f])
                #expect(instance.workMcycle[m] == world.library.workMcycle[f])
                #expect(instance.deadlineMs[m] == world.library.deadlineMs[f])
                #expect((1...10).contains(instance.resultRatio[m]))
                #expect(instance.uplinkPowerW[m] == 0.2)
                if f == 0 { idle += 1 }
            }
        }
        // 800 draws of probability 0.4, each independent of the last: five standard errors.
        #expect(abs(Double(idle) - 320) < 5 * (800 * 0.4 * 0.6).squareRoot())
    }

    @Test("has channels of the lengths and products that its slots state")
    func channels() throws {
        var world = try Self.world([("M", .integer(3)), ("K", .integer(2)), ("L", .integer(4))])
        world.start(seed: 6, episode: 2)
        var instance = world.emptyInstance()
        world.draw(slot: 0, into: &instance)
        let x = try Self.x(instance)
        for j in 0...2 {
            for m in 0..<3 {
                let own = try (0..<4).map { try #require(world.channel(j, m, $0)) }
                let norm = own.reduce(0) { $0 + $1.real * $1.real + $1.imaginary * $1.imaginary }
                // Roots are taken and squared again: a few roundings of sums of positive terms.
                #expect(relativeError(norm, instance.gain(j, m)) < 1e-14)
                for n in 0..<3 {
                    let other = try (0..<4).map { try #require(world.channel(j, n, $0)) }
                    let (real, imaginary) = zip(own, other).reduce((0, 0)) {
                        (
                            $0.0 + $1.0.real * $1.1.real + $1.0.imaginary * $1.1.imaginary,
                            $0.1 + $1.0.real * $1.1.imaginary - $1.0.imaginary * $1.1.real
                        )
                    }
                    // The inner product may cancel: its error is in units of the two lengths.
                    let expected = (real * real + imaginary * imaginary) / norm
                    #expect(abs(x[(j * 3 + m) * 3 + n] - expected) < 1e-14 * instance.gain(j, n))
                }
            }
        }
    }

    @Test("of mean channels has the requests of the other, and the mean of its gains")
    func statistical() throws {
        let mean = try Self.draw([("csi", .text("statistical"))], seed: 3)
        var world = try Self.world()
        var instance = world.emptyInstance()
        world.start(seed: 3, episode: 0)
        #expect(world.antennaCount == 8)
        let slots = 2000
        var sums = Array(repeating: 0.0, count: 30)
        for slot in 0..<UInt32(slots) {
            world.draw(slot: slot, into: &instance)
            if slot == 0 {
                #expect(instance.request == mean.request && instance.dataMbit == mean.dataMbit)
                #expect(instance.resultRatio == mean.resultRatio && instance.nodeClockGHz == mean.nodeClockGHz)
            }
            for i in sums.indices { sums[i] += instance.gain[i] }
        }
        #expect(mean.coupling == .statistical(antennas: 8))
        for (sum, mean) in zip(sums, mean.gain) {
            // ||hbar||^2 has mean and variance L: six standard errors of each of 30 means.
            #expect(abs(sum / Double(slots) / mean - 1) < 6 / Double(8 * slots).squareRoot())
        }
    }

    @Test("allocates nothing to draw a slot", arguments: ["instant", "statistical"])
    func allocatesNothing(_ csi: String) throws {
        var world = try Self.world([("csi", .text(csi))])
        var instance = world.emptyInstance()
        world.start(seed: 1, episode: 0)
        world.draw(slot: 0, into: &instance)
        let before = allocation_count()
        var slot: UInt32 = 1
        while slot < 50 {
            world.draw(slot: slot, into: &instance)
            slot += 1
        }
        #expect(allocation_count() == before)
    }

    @Test("of nobody is legal and empty")
    func empty() throws {
        let instance = try Self.draw([("M", .integer(0))])
        #expect(instance.userCount == 0 && instance.activeCount == 0 && instance.gain.isEmpty)
        #expect(instance.coupling == .instant([]))
    }

    @Test("draws slots one after the other, or traps")
    func consecutive() async {
        await #expect(processExitsWith: .failure) {
            var world = try OffloadingWorldTests.world()
            var instance = world.emptyInstance()
            world.start(seed: 1, episode: 0)
            world.draw(slot: 1, into: &instance)
        }
    }

    static let refused: [(Overrides, String)] = [
        ([("M", .integer(-1))], "M"), ([("M", .integer(100_001))], "M"),
        ([("M", .integer(100_000)), ("K", .integer(4096)), ("csi", .text("statistical"))], "M"),
        ([("K", .integer(0))], "K"), ([("K", .integer(4097))], "K"), ([("L", .integer(0))], "L"),
        ([("M", .integer(10_000)), ("K", .integer(100))], "csi"),
        ([("M", .integer(1)), ("L", .integer(1 << 23))], "csi"), ([("csi", .text("perfect"))], "csi"),
        ([("F", .integer(0))], "F"), ([("F", .integer(100_001))], "F"), ([("Nn", .integer(0))], "Nn"),
        ([("Nn", .integer(31))], "Nn"), ([("R", .number(1.5))], "R"), ([("delta", .number(.nan))], "delta"),
        ([("chain", .text("wrap"))], "chain"), ([("area", .number(0))], "area"), ([("area", .number(.nan))], "area"),
        ([("dmin", .number(0))], "dmin"), ([("dmin", .number(.infinity))], "dmin"), ([("pl0", .number(.nan))], "pl0"),
        ([("pl0", .number(1000))], "pl0"), ([("pl1", .number(.infinity))], "pl1"),
        ([("dmin", .number(1e-30))], "pl0"), ([("pl1", .number(300))], "pl0"),
        ([("noise_dbm_hz", .number(-2900))], "noise_dbm_hz"), ([("p_ul", .number(0))], "p_ul"),
        ([("p_ul", .number(1e200))], "p_ul"), ([("f_cn_lo", .number(0))], "f_cn_lo"),
        ([("f_cn_lo", .number(10))], "f_cn_lo"), ([("f_cn_hi", .number(.infinity))], "f_cn_hi"),
        ([("I_lo", .number(-1))], "I_lo"), ([("I_lo", .number(1))], "I_lo"), ([("I_hi", .number(1e51))], "I_hi"),
        ([("C_lo", .number(-1))], "C_lo"), ([("C_lo", .number(26))], "C_lo"), ([("C_hi", .number(.nan))], "C_hi"),
        ([("Tmax_lo", .number(16))], "Tmax_lo"), ([("Tmax_hi", .number(-1))], "Tmax_hi"),
        ([("q_lo", .number(11))], "q_lo"), ([("q_lo", .number(-1))], "q_lo"), ([("eps", .number(0.5))], "eps"),
    ]

    @Test("refuses what is out of range, naming the field", arguments: refused.indices)
    func refusal(_ index: Int) throws {
        let (overrides, field) = Self.refused[index]
        let error = #expect(throws: ScenarioError.self) { try Self.world(overrides) }
        guard case .outOfRange(field, let reason) = error else {
            Issue.record("\(overrides): \(String(describing: error)), not \(field)")
            return
        }
        if field == "csi", case .integer = overrides[0].value { #expect(reason.contains("csi: statistical")) }
    }

    @Test("of the largest scenario with mean channels is drawn")
    func large() throws {
        let instance = try Self.draw([
            ("M", .integer(10_000)), ("K", .integer(100)), ("csi", .text("statistical")), ("F", .integer(100_000)),
        ])
        #expect(instance.gain.count == 1_010_000)
        #expect(instance.gain.allSatisfy { $0 > 0 && $0 <= 8 * 10e-3 })
    }
}
