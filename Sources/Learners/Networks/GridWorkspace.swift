/// What passes through a ``GridNetwork``.
final class GridWorkspace: Workspace {
    /// Per layer the places' numbers before it, then those after the last, each `[rows, N, M, numbers]`.
    let places: [Matrix]
    let placeGradients: [Matrix]
    /// Per layer, what its pools hold.
    let pools: [[PoolRoom]]
    /// 1 where a place counts, else 0, `[rows, N, M]`.
    let gates: Matrix
    /// Means over places, `[rows, width]`, and their gradient.
    let mean: Matrix
    let meanGradient: Matrix

    init(rows: Int, _ network: GridNetwork, layers: [GridLayer]) {
        let count = rows * network.rows * network.columns
        let widths = layers.map(\.own.inner) + [layers[layers.count - 1].own.columns]
        places = widths.map { Matrix(rows: count, columns: $0) }
        placeGradients = widths.map { Matrix(rows: count, columns: $0) }
        let view = GridView(batch: rows, rows: network.rows, columns: network.columns)
        pools = layers.map { layer in
            layer.pools.map { pool in
                PoolRoom(rows: view.pooledRows(of: pool), inner: layer.own.inner, columns: layer.own.columns)
            }
        }
        gates = Matrix(rows: count, columns: 1)
        mean = Matrix(rows: rows, columns: network.width)
        meanGradient = Matrix(rows: rows, columns: network.width)
        super.init(
            rows: rows, widths: [network.inputWidth, network.outputWidth],
            scratch: KernelScratch(rows: count, width: widths.max() ?? 1))
    }
}

/// What one pool of one layer holds.
struct PoolRoom {
    /// What was pooled, `[rows, inner]`, and its gradient.
    let pooled: Matrix
    let gradient: Matrix
    /// What it adds to every place, `[rows, columns]`; backwards, that one's gradient.
    let result: Matrix

    init(rows: Int, inner: Int, columns: Int) {
        pooled = Matrix(rows: rows, columns: inner)
        gradient = Matrix(rows: rows, columns: inner)
        result = Matrix(rows: rows, columns: columns)
    }
}
