import Foundation
import Statistics
import Testing

@testable import Experiments

@Suite("The difference of stored runs")
struct StoreDifferenceTests {
    private func stored(
        _ start: StoredRun.Start, _ values: [Double], in folder: TemporaryFolder
    ) throws -> StoredRun {
        let store = try folder.store()
        let recorder = try store.begin(start)
        for (episode, value) in values.enumerated() {
            recorder.add(arm: 0, episode: episode, values: [value, .nan], seconds: Double(episode))
        }
        try recorder.finish([:], as: .finished, verdict: nil)
        return try store.run(recorder.id)
    }

    @Test("pairs the world seeds that both played, also where seeds wrap")
    func paired() throws {
        let folder = try TemporaryFolder()
        // World seeds 2^64 - 2, 2^64 - 1, 0, 1 and 2^64 - 1, 0, 1, 2: three in common.
        let a = try stored(StoreSamples.start(seed: .max - 1), [100, 1, 2, 4], in: folder)
        let b = try stored(StoreSamples.start(seed: .max), [2, 4, 9, 100], in: folder)
        let difference = RunDifference(of: .init(b, arm: 0), from: .init(a, arm: 0))
        #expect(difference.obstacle == nil)
        #expect(difference.pairs == 3)
        #expect(difference.origins.map(\.name) == ["seed"])
        let expected = try PairedDifference(a: [1, 2, 4], b: [2, 4, 9])
        #expect(difference.metrics[0].difference == expected)
        #expect(difference.metrics[0].interval == expected.interval(confidence: 0.95))
        // What cannot be known in some pair is not compared.
        #expect(difference.metrics[1].difference == nil)
        #expect(difference.document["metrics"]?["cost"]?["difference"] == .number(expected.mean))
    }

    @Test("names what made them different, parameters and plugins one by one")
    func origins() throws {
        let folder = try TemporaryFolder()
        let a = try stored(StoreSamples.start(), [1, 2], in: folder)
        let b = try stored(
            StoreSamples.start(hash: "0000000000", operators: ["random"], parameters: ["gammaA": 13, "rule": "c"]),
            [1, 2], in: folder)
        let difference = RunDifference(of: .init(b, arm: 0), from: .init(a, arm: 0))
        #expect(
            difference.origins.map(\.name) == [
                "scenario.hash", "parameters.gammaA", "parameters.bandwidth", "parameters.rule", "operator",
            ])
        #expect(difference.origins[1] == .init(name: "parameters.gammaA", a: 12.5, b: 13))
        #expect(difference.origins[2].b == .null)
        #expect(difference.obstacle?.contains("different scenarios") == true)
        #expect(difference.metrics.isEmpty)
    }

    @Test(
        "is not taken of fewer than two common world seeds",
        arguments: [(UInt64(2), "no world seed"), (UInt64(1), "one world seed")])
    func tooFew(seed: UInt64, words: String) throws {
        let folder = try TemporaryFolder()
        let a = try stored(StoreSamples.start(seed: 0), [1, 2], in: folder)
        let b = try stored(StoreSamples.start(seed: seed), [1, 2], in: folder)
        let difference = RunDifference(of: .init(b, arm: 0), from: .init(a, arm: 0))
        #expect(difference.obstacle?.contains(words) == true)
    }

    @Test("takes an arm by its letter, and asks for one where there are several")
    func selection() throws {
        let folder = try TemporaryFolder()
        let two = try stored(StoreSamples.start(), [], in: folder)
        let one = try stored(StoreSamples.start(operators: ["random"]), [], in: folder)
        #expect(try RunSelection(parsing: "1:b").index(in: two) == 1)
        #expect(try RunSelection(parsing: "2").index(in: one) == 0)
        #expect(throws: StoreError.ambiguousArm(run: 1, known: ["a", "b"])) {
            try RunSelection(parsing: "1").index(in: two)
        }
        #expect(throws: StoreError.unknownArm("c", run: 1, known: ["a", "b"])) {
            try RunSelection(parsing: "1:c").index(in: two)
        }
        for text in ["", "a", "0", "-1", "1:", ":a", "1.5"] {
            #expect(throws: StoreError.notAnArm(text)) { try RunSelection(parsing: text) }
        }
    }
}
