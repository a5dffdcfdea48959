import Experiments
import Testing

@testable import Reporting

@Suite("Plots")
struct PlotTests {
    @Test("are drawn, at every width and in every colour", arguments: ["ab", "ab-three", "check", "run"])
    func drawn(name: String) throws {
        let report = Report(
            try Fixture.document(name), curves: [try Fixture.curve("sac"), try Fixture.curve("ppo")])
        let orders = report.plots.flatMap { plot in
            [(Theme.page, plot.width), (.page, Plot.narrowWidth), (.light, plot.width)].map { theme, width in
                PictureRenderer.Order(spec: plot.spec(.init(theme: theme, width: width)), format: .svg)
            }
        }
        var done = 0
        for (order, picture) in zip(orders, try Fixture.renderer.draw(orders, progress: { done = $0 })) {
            let svg = String(decoding: picture, as: UTF8.self)
            #expect(svg.hasPrefix("<svg "))
            guard case .integer(let width)? = order.spec["width"] else { preconditionFailure("no width") }
            #expect(svg.contains("width=\"\(width)\""))
            // The page's own style rules take these from a style attribute, which its policy forbids.
            #expect(!svg.contains("style=\"") && !svg.contains("<image") && !svg.contains("href"))
            #expect(!svg.contains("NaN") && !svg.contains("undefined"))
        }
        #expect(done == orders.count)
    }

    @Test("of a comparison are the differences, the pairs, the distribution and the decision times")
    func kinds() throws {
        let plots = Report(try Fixture.document("ab")).plots
        #expect(plots.map(\.id) == ["intervals", "pairs", "distribution", "decisions-operator", "decisions-followers"])
        #expect(plots[1].description.contains("over 30 pairs: positive in 0"))
        #expect(
            Report(try Fixture.document("ab-three")).plots.map(\.id).prefix(4) == [
                "intervals-b1", "pairs-b1", "intervals-b2", "pairs-b2",
            ])
    }

    @Test("are left out where the document has nothing to show in them")
    func absent() throws {
        #expect(Report(try SmallComparison.document).plots.map(\.id) == ["intervals"])
        #expect(Report(try SmallComparison.invalid).plots.isEmpty)
    }

    @Test("show what is better on the right, whichever way a metric points")
    func orientation() throws {
        let spec = Report(try SmallComparison.document).plots[0].lightSpec
        guard case .array(let rows)? = spec["data"]?["values"] else { preconditionFailure("no rows") }
        // 2.0 EUR more of a profit is 20 margins better, 1.0 ms more of a delay 20 margins worse.
        #expect(rows.map { $0["middle"] } == [.number(20), .number(-20)])
        #expect(rows[0]["low"] == .number(15))
        // 1.2 / 0.05, neither of which is a double: two roundings of them and one of the quotient.
        guard case .number(let low)? = rows[1]["low"] else { preconditionFailure("no end") }
        #expect(abs(low + 24) <= 3 * 24.0.ulp)
    }

    @Test("take shares of a where no margin is known")
    func withoutMargins() throws {
        var json = SmallComparison.json
        json.edit("comparisons", 0) { comparison in
            comparison.edit("metrics") { metrics in
                for name in ["profit", "delay"] { metrics.edit(name) { $0.remove("margin") } }
            }
        }
        let plot = Report(try ResultDocument(json)).plots[0]
        guard case .array(let rows)? = plot.lightSpec["data"]?["values"] else { preconditionFailure("no rows") }
        #expect(rows.map { $0["middle"] } == [.number(20), .number(-20)])
        #expect(plot.caption.contains("as a share of |old|"))
    }

    @Test("count very many pairs instead of showing each, and keep data within bounds")
    func many() throws {
        var json = SmallComparison.json
        let values = (0..<20_000).map { Double($0 * 7919 % 20_000) / 1000 }
        for arm in 0..<2 {
            json.edit("arms", arm) { record in
                record.set(
                    "metrics",
                    to: ["profit": ["mean": 10, "sd": 1, "perEpisode": JSON(values.map { $0 * Double(arm) })]])
            }
        }
        let report = Report(try ResultDocument(json))
        #expect(report.plots.map(\.id) == ["intervals", "pairs", "distribution"])
        for plot in report.plots { #expect(plot.lightSpec.text().utf8.count < 60_000) }
        _ = try report.draw(with: Fixture.renderer)
    }

    @Test("come with unknown, infinite and equal values and single buckets")
    func degenerate() throws {
        var json = SmallComparison.json
        for arm in 0..<2 {
            json.edit("arms", arm) { record in
                record.set(
                    "metrics", to: ["profit": ["mean": nil, "sd": nil, "perEpisode": [5, nil, 5, "Infinity", 5]]])
            }
        }
        let latencies: JSON = ["decisions": ["count": 3, "missed": 0], "histogram": [[0.5, 3]]]
        json.set("measured", to: ["arms": [["roles": ["operator": latencies]], nil]])
        let report = Report(try ResultDocument(json))
        #expect(report.plots.map(\.id) == ["intervals", "pairs", "distribution", "decisions-operator"])
        let page = try report.draw(with: Fixture.renderer).page
        #expect(!page.contains("NaN"))
    }
}
