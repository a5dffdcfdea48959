/// A table of the page: words flush left, numbers flush right in columns of equal digits, scrolling within its own box.
struct PageTable {
    struct Column {
        let title: String
        let isNumeric: Bool

        init(_ title: String, isNumeric: Bool = true) {
            self.title = title
            self.isNumeric = isNumeric
        }
    }

    struct Cell {
        let text: String
        var style = ""
    }

    /// Names it for who does not see it; unique in the page.
    let caption: String
    let id: String
    let columns: [Column]
    private var rows: [[Cell]] = []

    init(_ caption: String, id: String, columns: [Column]) {
        self.caption = caption
        self.id = id
        self.columns = columns
    }

    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row; its first cell names it.
    mutating func add(_ cells: [Cell]) {
        precondition(cells.count == columns.count, "\(cells.count) cells in \(columns.count) columns")
        rows.append(cells)
    }

    mutating func add(_ cells: [String]) { add(cells.map { Cell(text: $0) }) }

    /// The table; columns that hold nothing but unknowns are left out.
    var markup: Markup {
        let shown = columns.indices.filter { column in
            column == 0 || rows.contains { $0[column].text != Figures.unknown && !$0[column].text.isEmpty }
        }
        let head = Markup.element(
            "tr",
            all: shown.map { column in
                .element("th", ["scope": "col", "class": style(column, "")], .text(columns[column].title))
            })
        let body = rows.map { row in
            Markup.element(
                "tr",
                all: shown.map { column in
                    let cell = row[column]
                    let content = Markup.element("bdi", [:], .text(plainLine(cell.text)))
                    return column == 0
                        ? .element("th", ["scope": "row"], content)
                        : .element("td", ["class": style(column, cell.style)], content)
                })
        }
        return .element(
            "div", ["class": "scroll", "role": "region", "aria-labelledby": "\(id)-caption", "tabindex": "0"],
            .element(
                "table", ["id": id],
                .element("caption", ["id": "\(id)-caption"], .element("span", [:], .text(caption))),
                .element("thead", [:], head), .element("tbody", all: body)))
    }

    private func style(_ column: Int, _ own: String) -> String {
        [columns[column].isNumeric ? "number" : "word", own].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
