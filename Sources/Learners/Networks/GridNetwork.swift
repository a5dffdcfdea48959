/// A network over a grid of places, which treats the grid's rows alike and its columns alike but for what it learns of
/// each place in its first layer.
///
/// A layer is x W + sum over pools of pool(x) V + b, rectified: every place sees itself and what was pooled over its column
/// or row (Hartford et al., ICML 2018, with maxima besides means). The first layer's bias is a number a place, which lets
/// the network tell apart what is not alike. Inputs and outputs are planes, one number a place; with a value as output,
/// the last layer's places are averaged first.
///
/// With a `gate`, that plane of the input, of 0 and 1, says which places count: the others are 0 in every layer.
struct GridNetwork: Network {
    /// Rows N and columns M.
    let (rows, columns): (Int, Int)
    let inputPlanes: Int
    /// Numbers of a place in between.
    let width: Int
    let pools: [Pool]
    let output: Output
    /// The plane of 0 and 1 that says which places count; nil where all do.
    let gate: Int?
    private let grid: [GridLayer]
    private let valueLayer: AffineLayer?

    /// What a place sees of others.
    enum Pool: Sendable, Hashable {
        case meanOfColumn
        case largestOfColumn
        case meanOfRow
    }

    enum Output: Sendable, Hashable {
        /// Planes.
        case planes(Int)
        /// One number.
        case value
    }

    /// - Parameters:
    ///   - rows: of the grid.
    ///   - columns: of the grid.
    ///   - inputPlanes: numbers of a place in the input.
    ///   - width: numbers of a place in between.
    ///   - depth: rectified layers.
    ///   - pools: what a place sees of others.
    ///   - output: what comes out.
    ///   - gate: the plane that says which places count.
    init(
        rows: Int, columns: Int, inputPlanes: Int, width: Int, depth: Int, pools: [Pool], output: Output,
        gate: Int? = nil
    ) {
        precondition(depth > 0 && rows > 0 && columns > 0, "\(depth) layers over a grid of \(rows) x \(columns)")
        (self.rows, self.columns) = (rows, columns)
        self.inputPlanes = inputPlanes
        self.width = width
        self.pools = pools
        self.output = output
        self.gate = gate
        var grid: [GridLayer] = []
        var end = 0
        func append(_ inner: Int, _ outer: Int) {
            grid.append(
                GridLayer(
                    inner: inner, columns: outer, pools: pools, offset: end, places: end == 0 ? rows * columns : 1))
            end = grid[grid.count - 1].end
        }
        for layer in 0..<depth { append(layer == 0 ? inputPlanes : width, width) }
        switch output {
        case .planes(let count):
            append(width, count)
            valueLayer = nil
        case .value: valueLayer = AffineLayer(inner: width, columns: 1, offset: end)
        }
        self.grid = grid
    }

    private var places: Int { rows * columns }
    var inputWidth: Int { inputPlanes * places }
    var outputWidth: Int {
        switch output {
        case .planes(let count): count * places
        case .value: 1
        }
    }
    var parameterCount: Int { valueLayer?.end ?? grid[grid.count - 1].end }

    var blocks: [ParameterBlock] {
        grid.enumerated().flatMap { index, layer in layer.blocks("layer\(index)", rows: rows, columns: columns) }
            + (valueLayer?.blocks("value") ?? [])
    }

    func initialise(_ parameters: Matrix, _ random: inout RandomSequence) {
        for layer in grid { layer.initialise(parameters, &random) }
        valueLayer?.initialise(parameters, &random)
    }

    func workspace(rows: Int) -> Workspace { GridWorkspace(rows: rows, self, layers: grid) }

    func forward(_ parameters: Matrix, rows: Int, _ workspace: Workspace) {
        let room = self.room(workspace)
        spread(rows: rows, room)
        for (index, layer) in grid.enumerated() {
            let isLast = index == grid.count - 1
            let next = index + 1
            layer.forward(
                parameters, view(rows), room.places[index], room.pools[index], into: room.places[next], room.scratch)
            guard !isLast || valueLayer != nil else { break }
            NetworkKernel.rectify(
                rows: rows * places, columns: width, gates: gate == nil ? nil : room.gates, room.places[next])
        }
        let last = room.places[grid.count]
        guard let valueLayer else { return gather(last, rows: rows, into: room.output) }
        NetworkKernel.sum(
            AxisView(outer: rows, axis: places, inner: width), scale: 1 / Float(places), last, into: room.mean)
        NetworkKernel.affine(
            rows: rows, valueLayer, of: parameters, room.mean, into: room.output, rectifies: false, room.scratch)
    }

    func parameterGradient(_ parameters: Matrix, rows: Int, _ workspace: Workspace, into gradient: Matrix) {
        passBack(parameters, rows: rows, workspace, into: gradient, toInput: false)
    }

    func inputGradient(_ parameters: Matrix, rows: Int, _ workspace: Workspace) {
        passBack(parameters, rows: rows, workspace, into: nil, toInput: true)
    }

    private func passBack(
        _ parameters: Matrix, rows: Int, _ workspace: Workspace, into gradient: Matrix?, toInput: Bool
    ) {
        let room = self.room(workspace)
        let last = grid.count
        if let valueLayer {
            if let gradient {
                NetworkKernel.parameterGradient(
                    rows: rows, valueLayer, of: gradient, room.mean, room.outputGradient, room.scratch)
            }
            NetworkKernel.inputGradient(
                rows: rows, valueLayer, of: parameters, room.outputGradient, gate: nil, into: room.meanGradient,
                room.scratch)
            room.placeGradients[last].clear(rows * places * width)
            NetworkKernel.add(
                AxisView(outer: rows, axis: places, inner: width), scale: 1 / Float(places), room.meanGradient,
                to: room.placeGradients[last])
        } else {
            scatter(room.outputGradient, rows: rows, into: room.placeGradients[last])
        }
        for index in grid.indices.reversed() {
            let above = index + 1
            if above < last || valueLayer != nil {
                NetworkKernel.closeGates(rows * places * width, room.places[above], room.placeGradients[above])
            }
            grid[index].backward(
                parameters, view(rows), room.places[index], room.pools[index], room.placeGradients[above],
                parameterGradient: gradient, inputGradient: index > 0 || toInput ? room.placeGradients[index] : nil,
                room.scratch)
        }
        if toInput { collect(rows: rows, room) }
    }

    private func room(_ workspace: Workspace) -> GridWorkspace {
        guard let room = workspace as? GridWorkspace else { preconditionFailure("a workspace of another network") }
        return room
    }

    private func view(_ batch: Int) -> GridView { GridView(batch: batch, rows: rows, columns: columns) }

    // MARK: Planes and places

    /// Sets the places' numbers from the input's planes, and the gates.
    private func spread(rows batch: Int, _ room: GridWorkspace) {
        let first = room.places[0]
        NetworkKernel.exchange(outer: batch, rows: inputPlanes, columns: places, room.input, into: first)
        guard let gate else { return }
        for row in 0..<batch {
            room.gates.copy(places, of: room.input, from: row * inputWidth + gate * places, to: row * places)
        }
        NetworkKernel.scaleRows(rows: batch * places, columns: inputPlanes, by: room.gates, first)
    }

    /// Sets the input's gradient from that of the places.
    private func collect(rows batch: Int, _ room: GridWorkspace) {
        let first = room.placeGradients[0]
        if gate != nil {
            NetworkKernel.scaleRows(rows: batch * places, columns: inputPlanes, by: room.gates, first)
        }
        NetworkKernel.exchange(outer: batch, rows: places, columns: inputPlanes, first, into: room.inputGradient)
    }

    private func gather(_ last: Matrix, rows batch: Int, into output: Matrix) {
        NetworkKernel.exchange(outer: batch, rows: places, columns: outputWidth / places, last, into: output)
    }

    private func scatter(_ gradient: Matrix, rows batch: Int, into last: Matrix) {
        NetworkKernel.exchange(outer: batch, rows: outputWidth / places, columns: places, gradient, into: last)
    }
}
