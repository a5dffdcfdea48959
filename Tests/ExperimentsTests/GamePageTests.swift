import Experiments
import Foundation
import Testing

@Suite("The page of games")
struct GamePageTests {
    private static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/games.md").path

    /// The text between the mark of a block and its end, nil where there is no such block.
    private func block(_ mark: String, in page: String) -> String? {
        guard let start = page.range(of: "<!-- begin \(mark) -->\n\n"),
            let end = page[start.upperBound...].range(of: "\n\n<!-- end -->")
        else { return nil }
        return String(page[start.upperBound..<end.lowerBound])
    }

    @Test("says of every game what the game itself says", arguments: GameCatalogue.games.map { $0.name })
    func tables(name: String) throws {
        let page = try String(contentsOfFile: Self.path, encoding: .utf8)
        let game = try #require(GameCatalogue.games.first { $0.name == name })
        for expected in try GamePage.blocks(of: game) {
            let found = block(expected.mark, in: page)
            #expect(
                found == expected.text,
                """
                docs/games.md is out of date; it should say

                <!-- begin \(expected.mark) -->

                \(expected.text)

                <!-- end -->
                """)
        }
    }
}
