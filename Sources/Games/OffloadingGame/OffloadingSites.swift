/// Where the edge server and the nodes stand in a square.
///
/// - SeeAlso: spec/offloading.md, section 2.
public enum OffloadingSites {
    /// Positions in m of the edge server, at the centre, and of nodes 1...K, in rows of ceil(sqrt K).
    ///
    /// - Parameters:
    ///   - nodes: K.
    ///   - areaM: the side of the square.
    /// - Returns: K + 1 positions.
    public static func positions(nodes: Int, areaM: Double) -> [(x: Double, y: Double)] {
        precondition(nodes >= 1, "\(nodes) nodes")
        var columns = 1
        while columns * columns < nodes { columns += 1 }
        let rows = (nodes + columns - 1) / columns
        var positions = [(x: areaM / 2, y: areaM / 2)]
        for k in 0..<nodes {
            let (column, row) = (Double(k % columns), Double(k / columns))
            positions.append(((column + 0.5) * areaM / Double(columns), (row + 0.5) * areaM / Double(rows)))
        }
        return positions
    }
}
