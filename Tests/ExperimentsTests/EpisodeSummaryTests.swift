import Testing

@testable import Experiments

@Suite("The summary of an episode's values")
struct EpisodeSummaryTests {
    @Test("is null as far as it cannot be known")
    func unknown() {
        let cases: [(values: [Double], text: String)] = [
            ([1, 3, 5], #"{"mean":3.0,"sd":2.0,"perEpisode":[1.0,3.0,5.0]}"#),
            ([2], #"{"mean":2.0,"sd":null,"perEpisode":[2.0]}"#),
            ([], #"{"mean":null,"sd":null,"perEpisode":[]}"#),
            ([1, .nan], #"{"mean":null,"sd":null,"perEpisode":[1.0,null]}"#),
        ]
        for (values, text) in cases { #expect(values.summaryDocument.text() == text) }
    }
}
