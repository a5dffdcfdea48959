import Experiments

/// A picture: its specification at whatever size and in whatever colours, and its words.
struct Plot: Sendable {
    /// Lower case letters, digits and hyphens; names files and elements.
    let id: String
    let title: String
    /// What it shows, for who does not see it.
    let description: String
    /// How to read it.
    let caption: String
    /// Whether it takes the whole width of the page.
    let isWide: Bool
    /// Its height at a width.
    let height: Int
    /// Marks and scales at a size.
    let body: @Sendable (Frame) -> [JSON.Member]

    /// What a specification is made for.
    struct Frame: Sendable {
        let theme: Theme
        let width: Int
        /// Whether it is for the width of a telephone.
        var isNarrow: Bool { width < 400 }
    }

    static let wideWidth = 1060
    static let halfWidth = 520
    static let narrowWidth = 342

    var width: Int { isWide ? Self.wideWidth : Self.halfWidth }

    /// The Vega-Lite specification, data included.
    func spec(_ frame: Frame) -> JSON {
        var spec: JSON = [
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "title": nil,
            "description": JSON(description),
            "width": JSON(frame.width), "height": JSON(height),
            "autosize": ["type": "fit", "contains": "padding"], "padding": 2,
            "background": frame.theme.paper.map { JSON($0) } ?? .null,
        ]
        for member in body(frame) { spec.set(member.key, to: member.value) }
        spec.set("config", to: Self.configuration(frame))
        return spec
    }

    /// The specification that stands beside pictures and in the page.
    var lightSpec: JSON { spec(Frame(theme: .light, width: width)) }

    private static func configuration(_ frame: Frame) -> JSON {
        let theme = frame.theme
        let axis: JSON = [
            "labelColor": JSON(theme.muted), "titleColor": JSON(theme.muted), "gridColor": JSON(theme.line),
            "domainColor": JSON(theme.line), "tickColor": JSON(theme.line), "labelFontSize": 11, "titleFontSize": 11.5,
            "titleFontWeight": "normal", "labelPadding": 5, "titlePadding": 9, "tickSize": 0,
        ]
        let legend: JSON = [
            "orient": "top", "title": nil, "labelColor": JSON(theme.ink), "labelFontSize": 12,
            "labelLimit": JSON(frame.isNarrow ? 240 : 400),
            "symbolStrokeWidth": 2.5, "symbolSize": 160, "offset": 8, "columnPadding": 18,
            "symbolOpacity": 1, "symbolType": "stroke",
        ]
        return [
            "font": "Helvetica, Arial, sans-serif", "aria": false, "view": ["stroke": nil], "axis": axis,
            "legend": legend, "axisX": ["titleLimit": JSON(frame.isNarrow ? 300 : 420)], "axisY": ["titleLimit": 210],
        ]
    }
}

extension JSON.Member {
    init(_ key: String, _ value: JSON) { self.init(key: key, value: value) }
}

extension Plot {
    /// Colours of the arms called `names`, in their order.
    static func armColors(_ names: [String], _ frame: Frame, first: Int = 0) -> JSON {
        // Names beside each other where they fit, a letter taking some 7 pixels and a line before it 50.
        let width = names.reduce(60) { $0 + 50 + 7 * $1.count }
        return [
            "field": "arm", "type": "nominal", "legend": ["columns": JSON(width > frame.width ? 1 : 0)],
            "scale": ["domain": JSON(names), "range": JSON(names.indices.map { frame.theme.arm($0 + first) })],
        ]
    }
}
