import CFirstmoverProtos
import Policy

extension Arena {
    func make(_ open: Open) -> UnsafeMutablePointer<Firstmover__V1__Open> {
        let session = open.session
        let message = unsafe self.message(firstmover__v1__open__init)
        unsafe message.pointee.role = ServedRole(session.role).number
        unsafe message.pointee.scenario = text(session.scenario)
        unsafe message.pointee.scenario_hash = text(session.scenarioHash)
        unsafe message.pointee.n_stages = session.stages.count
        unsafe message.pointee.stages = messages(session.stages) { unsafe make($0) }
        unsafe message.pointee.first_agent = UInt32(session.agents.lowerBound)
        unsafe message.pointee.agents = UInt32(session.agents.count)
        unsafe message.pointee.agents_in_game = UInt32(session.agentCount)
        unsafe message.pointee.rows = UInt32(session.rows)
        unsafe message.pointee.mode = session.mode.number
        unsafe message.pointee.n_options = session.options.count
        unsafe message.pointee.options = messages(session.options) { option in
            let made = unsafe self.message(firstmover__v1__option__init)
            unsafe made.pointee.key = text(option.key)
            unsafe made.pointee.value = text(option.value)
            return unsafe made
        }
        unsafe message.pointee.n_reward_components = open.rewardComponents.count
        unsafe message.pointee.reward_components = texts(open.rewardComponents)
        unsafe message.pointee.weights_of = open.weightsOf
        unsafe message.pointee.training_slots = UInt64(session.trainingSlots)
        unsafe message.pointee.resumes = session.isResumed ? 1 : 0
        return unsafe message
    }

    private func make(_ stage: Stage) -> UnsafeMutablePointer<Firstmover__V1__Stage> {
        let message = unsafe self.message(firstmover__v1__stage__init)
        unsafe message.pointee.name = text(stage.name)
        unsafe message.pointee.role = ServedRole(stage.role).number
        unsafe message.pointee.n_observation = stage.observation.count
        unsafe message.pointee.observation = messages(stage.observation) { unsafe make($0) }
        unsafe message.pointee.n_instance = stage.instance.count
        unsafe message.pointee.instance = messages(stage.instance) { unsafe make($0) }
        unsafe message.pointee.n_actions = stage.actions.count
        unsafe message.pointee.actions = messages(stage.actions) { space in
            let made = unsafe self.message(firstmover__v1__action_space__init)
            unsafe made.pointee.name = text(space.name)
            unsafe made.pointee.n_tensors = space.tensors.count
            unsafe made.pointee.tensors = messages(space.tensors) { unsafe make($0) }
            return unsafe made
        }
        return unsafe message
    }

    private func make(_ space: TensorSpace) -> UnsafeMutablePointer<Firstmover__V1__TensorSpace> {
        let message = unsafe self.message(firstmover__v1__tensor_space__init)
        unsafe message.pointee.name = text(space.name)
        unsafe message.pointee.n_shape = space.shape.count
        unsafe message.pointee.shape = array(space.shape.map { UInt32($0) })
        unsafe message.pointee.element_type = space.elementType.number
        switch space.domain {
        case .box(let low, let high):
            let box = unsafe self.message(firstmover__v1__box__init)
            unsafe box.pointee.n_low = low.count
            unsafe box.pointee.low = array(low)
            unsafe box.pointee.n_high = high.count
            unsafe box.pointee.high = array(high)
            unsafe message.pointee.box = box
            unsafe message.pointee.domain_case = FIRSTMOVER__V1__TENSOR_SPACE__DOMAIN_BOX
        case .discrete(let start, let count):
            let discrete = unsafe self.message(firstmover__v1__discrete__init)
            unsafe discrete.pointee.start = start
            unsafe discrete.pointee.count = UInt32(count)
            unsafe message.pointee.discrete = discrete
            unsafe message.pointee.domain_case = FIRSTMOVER__V1__TENSOR_SPACE__DOMAIN_DISCRETE
        }
        return unsafe message
    }
}

extension Open {
    /// The session as it was announced, checked so far that storage for it can be made.
    init(_ message: Firstmover__V1__Open) throws(Fault) {
        guard let role = unsafe Role(message.role) else {
            throw unknownNumber(unsafe message.role.rawValue, "open.role")
        }
        guard let mode = unsafe Mode(message.mode) else {
            throw unknownNumber(unsafe message.mode.rawValue, "open.mode")
        }
        let first = unsafe Int(message.first_agent)
        let agents = unsafe Int(message.agents)
        let total = unsafe Int(message.agents_in_game)
        let rows = unsafe Int(message.rows)
        try check(first + agents <= total, "open.agents", "\(first) + \(agents) agents of \(total)")
        try check(rows > 0, "open.rows", "is 0")
        let batch = rows.multipliedReportingOverflow(by: max(agents, 1))
        try check(
            !batch.overflow && batch.partialValue <= Limits.frameBytes.upperBound, "open.rows",
            "\(rows) rows of \(agents) agents fit in no frame")
        var stages: [Stage] = []
        let list = unsafe CValue.array(message.stages, message.n_stages)
        for i in unsafe list.indices {
            guard let stage = unsafe list[i]?.pointee else { continue }
            stages.append(
                try unsafe Stage(stage, "open.stages[\(stages.count)]", rows: rows, batch: batch.partialValue))
        }
        try check(!stages.isEmpty, "open.stages", "is empty")
        let options = unsafe CValue.array(message.options, message.n_options).map {
            unsafe Session.Option(key: CValue.text($0?.pointee.key), value: CValue.text($0?.pointee.value))
        }
        unsafe self.init(
            Session(
                role: role, scenario: CValue.text(message.scenario), scenarioHash: CValue.text(message.scenario_hash),
                stages: stages, agents: first..<first + agents, agentCount: total, rows: rows, mode: mode,
                options: options, trainingSlots: Int(clamping: message.training_slots),
                isResumed: message.resumes != 0),
            rewardComponents: CValue.texts(message.reward_components, message.n_reward_components),
            weightsOf: message.weights_of)
    }
}

extension Stage {
    /// The stage at `path` of the message, for `rows` environments and a `batch` of rows times agents, at least 1.
    fileprivate init(_ message: Firstmover__V1__Stage, _ path: String, rows: Int, batch: Int) throws(Fault) {
        guard let role = unsafe Role(message.role) else {
            throw unknownNumber(unsafe message.role.rawValue, "\(path).role")
        }
        var actions: [ActionSpace] = []
        let list = unsafe CValue.array(message.actions, message.n_actions)
        for i in unsafe list.indices {
            guard let space = unsafe list[i]?.pointee else { continue }
            let spacePath = "\(path).actions[\(actions.count)]"
            actions.append(
                ActionSpace(
                    name: unsafe CValue.text(space.name),
                    tensors: try unsafe TensorSpace.list(
                        space.tensors, space.n_tensors, "\(spacePath).tensors", batch: batch)))
        }
        try check(!actions.isEmpty, "\(path).actions", "is empty")
        unsafe self.init(
            name: CValue.text(message.name), role: role,
            observation: try TensorSpace.list(
                message.observation, message.n_observation, "\(path).observation", batch: batch),
            // What agents share comes once a row.
            instance: try TensorSpace.list(message.instance, message.n_instance, "\(path).instance", batch: rows),
            actions: actions)
    }
}

extension TensorSpace {
    fileprivate static func list(
        _ messages: UnsafeMutablePointer<UnsafeMutablePointer<Firstmover__V1__TensorSpace>?>?, _ count: Int,
        _ path: String, batch: Int
    ) throws(Fault) -> [TensorSpace] {
        var spaces: [TensorSpace] = []
        let list = unsafe CValue.array(messages, count)
        for i in unsafe list.indices {
            guard let message = unsafe list[i]?.pointee else { continue }
            spaces.append(try unsafe TensorSpace(message, "\(path)[\(spaces.count)]", batch: batch))
        }
        return spaces
    }

    private init(_ message: Firstmover__V1__TensorSpace, _ path: String, batch: Int) throws(Fault) {
        guard let type = unsafe ElementType(message.element_type) else {
            throw unknownNumber(unsafe message.element_type.rawValue, "\(path).element_type")
        }
        let shape = unsafe CValue.array(message.shape, message.n_shape).map { Int($0) }
        // Multiplied in a type that a hostile shape cannot overflow unseen: each step is checked against the limit.
        var size = batch
        for length in shape {
            let product = size.multipliedReportingOverflow(by: length)
            try check(
                !product.overflow && product.partialValue <= Limits.frameBytes.upperBound, "\(path).shape",
                "\(shape) for a batch of \(batch) fits in no frame")
            size = product.partialValue
        }
        let domain: Domain
        if unsafe message.domain_case == FIRSTMOVER__V1__TENSOR_SPACE__DOMAIN_BOX {
            domain = try unsafe TensorSpace.box(message.box.pointee, "\(path).box", count: shape.reduce(1, *))
        } else {
            try check(type == .int32, "\(path).element_type", "a discrete tensor is of int32")
            domain = try unsafe TensorSpace.discrete(message.discrete.pointee, "\(path).discrete")
        }
        unsafe self.init(name: CValue.text(message.name), shape: shape, elementType: type, domain: domain)
    }

    private static func box(_ message: Firstmover__V1__Box, _ path: String, count: Int) throws(Fault) -> Domain {
        let low = unsafe CValue.array(message.low, message.n_low)
        let high = unsafe CValue.array(message.high, message.n_high)
        try check(low.count == 1 || low.count == count, "\(path).low", "\(low.count) bounds for \(count) elements")
        try check(high.count == 1 || high.count == count, "\(path).high", "\(high.count) bounds for \(count) elements")
        // A tensor without elements may come without bounds.
        for i in 0..<min(count, max(low.count, high.count)) {
            let lower = low.count == 1 ? low[0] : low[i]
            let upper = high.count == 1 ? high[0] : high[i]
            try check(lower <= upper, path, "element \(i) has bounds \(lower) and \(upper)")
        }
        return .box(low: low, high: high)
    }

    private static func discrete(_ message: Firstmover__V1__Discrete, _ path: String) throws(Fault) -> Domain {
        let (start, count) = unsafe (message.start, Int64(message.count))
        try check(
            count > 0 && count <= Int32.max && Int64(start) + count - 1 <= Int32.max, "\(path).count",
            "\(count) values from \(start) on")
        return .discrete(start: start, count: Int32(count))
    }
}
