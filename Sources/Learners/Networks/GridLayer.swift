/// A batch of grids, their places one after the other: an array of `[batch, rows, columns, numbers]`.
struct GridView {
    let batch: Int
    let rows: Int
    let columns: Int

    var places: Int { batch * rows * columns }

    /// The array with `width` numbers a place as ``GridNetwork/Pool`` sees it.
    func axis(of pool: GridNetwork.Pool, width: Int) -> AxisView {
        switch pool {
        case .meanOfColumn, .largestOfColumn: AxisView(outer: batch, axis: rows, inner: columns * width)
        case .meanOfRow: AxisView(outer: batch * rows, axis: columns, inner: width)
        }
    }

    /// Numbers pooled, `width` for each of so many rows.
    func pooledRows(of pool: GridNetwork.Pool) -> Int {
        switch pool {
        case .meanOfColumn, .largestOfColumn: batch * columns
        case .meanOfRow: batch * rows
        }
    }
}

/// One layer of a ``GridNetwork``, not rectified: x W + sum over pools of pool(x) V + b.
struct GridLayer: Sendable, Hashable {
    let own: AffineLayer
    let pooled: [AffineLayer]
    let pools: [GridNetwork.Pool]
    /// Places that have a bias of their own; 1 where all have the same.
    let places: Int

    init(inner: Int, columns: Int, pools: [GridNetwork.Pool], offset: Int, places: Int) {
        own = AffineLayer(inner: inner, columns: columns, offset: offset, hasBias: false)
        self.pools = pools
        self.places = places
        var end = own.end
        var pooled: [AffineLayer] = []
        for _ in pools {
            pooled.append(AffineLayer(inner: inner, columns: columns, offset: end, hasBias: false))
            end = pooled[pooled.count - 1].end
        }
        self.pooled = pooled
    }

    private var biasOffset: Int { pooled.last?.end ?? own.end }
    var end: Int { biasOffset + places * own.columns }

    func blocks(_ name: String, rows: Int, columns: Int) -> [ParameterBlock] {
        let parts = [("own", own)] + zip(pools, pooled).map { ("\($0)", $1) }
        return parts.flatMap { part, layer in layer.blocks("\(name).\(part)") } + [
            ParameterBlock(
                "\(name).bias", shape: places == 1 ? [own.columns] : [rows, columns, own.columns], offset: biasOffset)
        ]
    }

    func initialise(_ parameters: Matrix, _ random: inout RandomSequence) {
        own.initialise(parameters, &random)
        for layer in pooled { layer.initialise(parameters, &random) }
        random.fillUniforms(biasOffset..<end, of: parameters)
        let bound = 1 / Float(own.inner).squareRoot()
        for i in biasOffset..<end { parameters[i] = bound * (2 * parameters[i] - 1) }
    }

    /// y of x, both `[batch, rows, columns, numbers]`; keeps in `rooms` what was pooled.
    func forward(
        _ parameters: Matrix, _ view: GridView, _ x: Matrix, _ rooms: [PoolRoom], into y: Matrix,
        _ scratch: KernelScratch
    ) {
        NetworkKernel.affine(rows: view.places, own, of: parameters, x, into: y, rectifies: false, scratch)
        NetworkKernel.add(biasView(view), parameters, from: biasOffset, to: y)
        for (index, pool) in pools.enumerated() {
            let (room, axis) = (rooms[index], view.axis(of: pool, width: own.inner))
            switch pool {
            case .meanOfColumn, .meanOfRow:
                NetworkKernel.sum(axis, scale: 1 / Float(axis.axis), x, into: room.pooled)
            case .largestOfColumn: NetworkKernel.largest(axis, x, into: room.pooled)
            }
            NetworkKernel.affine(
                rows: view.pooledRows(of: pool), pooled[index], of: parameters, room.pooled, into: room.result,
                rectifies: false, scratch)
            NetworkKernel.add(view.axis(of: pool, width: own.columns), room.result, to: y)
        }
    }

    /// The gradients by parameters and by x from that by y.
    func backward(
        _ parameters: Matrix, _ view: GridView, _ x: Matrix, _ rooms: [PoolRoom], _ dy: Matrix,
        parameterGradient: Matrix?, inputGradient dx: Matrix?, _ scratch: KernelScratch
    ) {
        if let parameterGradient {
            NetworkKernel.parameterGradient(rows: view.places, own, of: parameterGradient, x, dy, scratch)
            NetworkKernel.sum(biasView(view), dy, into: parameterGradient, from: biasOffset)
        }
        if let dx {
            NetworkKernel.inputGradient(rows: view.places, own, of: parameters, dy, gate: nil, into: dx, scratch)
        }
        for (index, pool) in pools.enumerated() {
            let (room, rows) = (rooms[index], view.pooledRows(of: pool))
            NetworkKernel.sum(view.axis(of: pool, width: own.columns), dy, into: room.result)
            if let parameterGradient {
                NetworkKernel.parameterGradient(
                    rows: rows, pooled[index], of: parameterGradient, room.pooled, room.result, scratch)
            }
            guard let dx else { continue }
            NetworkKernel.inputGradient(
                rows: rows, pooled[index], of: parameters, room.result, gate: nil, into: room.gradient, scratch)
            let axis = view.axis(of: pool, width: own.inner)
            switch pool {
            case .meanOfColumn, .meanOfRow:
                NetworkKernel.add(axis, scale: 1 / Float(axis.axis), room.gradient, to: dx)
            case .largestOfColumn: NetworkKernel.addToLargest(axis, x, largest: room.pooled, room.gradient, to: dx)
            }
        }
    }

    /// The output as the bias sees it: the same numbers for every grid, or for every place.
    private func biasView(_ view: GridView) -> AxisView {
        AxisView(outer: 1, axis: view.places / places, inner: places * own.columns)
    }
}
