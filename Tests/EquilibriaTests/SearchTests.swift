import Games
import Testing

@testable import Equilibria

@Suite("Local search")
struct SearchTests {
    @Test("never beats the optimum, nor the optimum the bound", arguments: 0..<40)
    func staysBelowTheOptimum(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let mode: PricingInstance.IdleMode = seed % 2 == 0 ? .silent : .connected
        let instance = try RandomGames.wide(followers: 1 + seed % 7, stations: 1 + seed % 3, mode, &random)
        let optimum = try #require(try instance.exactEquilibrium().value)
        let found = instance.searchEquilibrium(seed: UInt64(seed))
        let value = try #require(found.value)
        let play = try #require(found.play)
        #expect(value <= optimum * (1 + 1e-12))
        #expect(optimum <= (found.certificate.bound ?? 0) * (1 + 1e-12))
        #expect(found.certificate.nashConv ?? 1 <= 1e-10 * instance.totalGammaA)
        // What is claimed is what the play earns, computed another way.
        let plain = PlainPricing(instance)
        #expect(abs(plain.value(of: play.access) - value) <= 1e-10 * (1 + value))
        #expect(abs(plain.leaderUtility(play.access, prices: play.prices) - value) <= 1e-10 * (1 + value))
    }

    @Test("finds the optimum of nearly every default drop with eight random starts")
    func findsMostOptima() throws {
        var found = 0
        var shares = 0.0
        for seed in 0..<50 {
            let instance = try RandomGames.drop(seed)
            let optimum = try #require(try instance.exactEquilibrium().value)
            let value = try #require(instance.searchEquilibrium().value)
            shares += value / optimum / 50
            if value >= optimum * (1 - 1e-12) { found += 1 }
        }
        // Section 9 measured OPT exactly in 98 % of default drops and 99.9 % of it on average; the seeds are fixed.
        #expect(found >= 45)
        #expect(shares >= 0.995)
    }

    @Test("at 20 mAPs and 3 stations is within 8 % of the bound", arguments: [1, 2])
    func isNearTheBound(_ seed: Int) throws {
        let found = try RandomGames.drop(seed, followers: 20, stations: 3).searchEquilibrium()
        #expect(found.certificate.gap ?? 1 <= 0.08)
        #expect(found.certificate.converged)
    }

    @Test("with marginal prices ends where exact gains find nothing much to improve")
    func marginalPricesAreGood() throws {
        // One mAP more than gains are exact for; the same game evaluated exactly from where it ended.
        let instance = try RandomGames.drop(
            3, followers: LocalSearch.exactLimit + 1, stations: 3, .silent, [("gammaD", .numbers([0.1]))])
        var search = LocalSearch(instance, from: Array(repeating: -1, count: instance.followerCount))
        #expect(search.climb { false })
        let plain = PlainPricing(instance)
        let value = plain.value(of: search.access)
        #expect(abs(value - search.value) <= 1e-9 * value)
        var best = value
        for n in plain.followers {
            for m in plain.options {
                var moved = search.access
                moved[n] = m
                best = max(best, plain.value(of: moved))
            }
        }
        #expect(best <= 1.002 * value)
    }

    @Test("depends on the seed only")
    func isDeterministic() throws {
        let instance = try RandomGames.drop(5, followers: 12, stations: 3)
        #expect(instance.searchEquilibrium(seed: 9) == instance.searchEquilibrium(seed: 9))
    }

    @Test("interrupted, keeps the best so far and says that it did not converge", arguments: [0, 3, 25])
    func keepsTheBestSoFar(_ allowed: Int) throws {
        let instance = try RandomGames.drop(5, followers: 12, stations: 3)
        var asked = 0
        let found = instance.searchEquilibrium {
            asked += 1
            return asked > allowed
        }
        let value = try #require(found.value)
        #expect(!found.certificate.converged)
        #expect(value <= (found.certificate.bound ?? 0))
        #expect(found.certificate.nashConv ?? 1 <= 1e-10 * instance.totalGammaA)
    }
}
