import Experiments

/// A plot in the page: the picture for wide and for narrow windows, its words, and its specification with the data.
struct Figure {
    let plot: Plot
    let wide: String
    let narrow: String

    var markup: Markup {
        .element(
            "figure", ["id": "plot-\(plot.id)", "class": plot.isWide ? "wide" : "half"],
            .element("h3", [:], .text(plot.title)), picture(wide, "wide"), picture(narrow, "narrow"),
            .element("figcaption", [:], .text(plot.caption)),
            .element(
                "script", ["type": "application/json", "id": "spec-\(plot.id)"], .verbatim(inScript(plot.lightSpec))))
    }

    private func picture(_ svg: String, _ kind: String) -> Markup {
        .element(
            "div", ["class": "picture \(kind)", "role": "img", "aria-label": plot.description],
            .verbatim(inPage(svg, prefix: "\(plot.id)-\(kind)-")))
    }

    /// `svg` as a part of a page: hidden from readers of its description, its ids its own.
    private func inPage(_ svg: String, prefix: String) -> String {
        svg.replacing("<svg ", with: "<svg aria-hidden=\"true\" focusable=\"false\" ", maxReplacements: 1)
            .replacing(" xmlns:xlink=\"http://www.w3.org/1999/xlink\"", with: "")
            .replacing(" id=\"", with: " id=\"\(prefix)").replacing("url(#", with: "url(#\(prefix)")
    }

    /// `spec` as text that neither ends a script element nor opens anything in it.
    private func inScript(_ spec: JSON) -> String {
        spec.text().replacing("&", with: "\\u0026").replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
    }
}
