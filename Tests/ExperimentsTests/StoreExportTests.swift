import Foundation
import Testing

@testable import Experiments

@Suite("Export of stored runs")
struct StoreExportTests {
    @Test("as a table has the columns of all runs, quoted where needed and empty where nothing is known")
    func table() throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let first = try store.begin(StoreSamples.start(seed: .max))
        first.add(arm: 0, episode: 0, values: [0.1, .nan], seconds: 0.5)
        first.add(arm: 1, episode: 1, values: [.infinity, 2], seconds: 1e-5)
        try first.finish([:], as: .finished, verdict: nil)
        var start = StoreSamples.start(kind: .run, operators: ["random"])
        start.declarations = [StoredRun.Declaration(name: "rounds", unit: "", direction: .lower)]
        let second = try store.begin(start)
        second.add(arm: 0, episode: 0, values: [3], seconds: 2)
        try second.finish([:], as: .finished, verdict: nil)

        let runs = try store.runs().reversed()
        let table = EpisodeTable(of: Array(runs))
        let text = try runs.reduce(table.head) { try $0 + table.rows(of: store.run($1.id)) }
        #expect(
            text == """
                run,kind,scenario,arm,operator,followers,episode,worldSeed,seconds,cost,"utility, ""net""\",rounds
                1,ab,pricing/dense,a,"analytic:concept=access,k=3",best-response,0,18446744073709551615,0.5,0.1,,
                1,ab,pricing/dense,b,random,best-response,1,0,1e-05,inf,2.0,
                2,run,pricing/dense,a,random,best-response,0,7,2.0,,,3.0

                """)
    }

    @Test("as a monitor file has returns to be maximised")
    func monitor() throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let recorder = try store.begin(StoreSamples.start(slots: 10))
        recorder.add(arm: 0, episode: 0, values: [1.5, 0], seconds: 0.5)
        recorder.add(arm: 0, episode: 1, values: [.nan, 0], seconds: 0.75)
        try recorder.finish([:], as: .finished, verdict: nil)
        let run = try store.run(recorder.id)
        let lines = EpisodeTable.monitor(of: run, arm: 0).split(separator: "\n")
        let header = try JSON(parsing: String(lines[0].dropFirst()))
        #expect(lines[0].first == "#")
        #expect(header["t_start"] == .number(run.unixTime) && run.unixTime > 1.7e9)
        #expect(header["env_id"] == "pricing/dense")
        // Less of a cost is better, so the return is its negative.
        #expect(lines.dropFirst() == ["r,l,t", "-15.0,10,0.5", ",10,0.75"])
    }
}
