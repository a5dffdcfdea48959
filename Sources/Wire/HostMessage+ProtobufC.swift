import CFirstmoverProtos
import Policy

extension Arena {
    /// Sets the body of `envelope` to `message`.
    func fill(_ envelope: UnsafeMutablePointer<Firstmover__V1__HostEnvelope>, with message: HostMessage) {
        switch message {
        case .hello(let hello):
            unsafe envelope.pointee.hello = make(hello)
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_HELLO
        case .open(let open):
            unsafe envelope.pointee.open = make(open)
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_OPEN
        case .reset(let reset):
            unsafe envelope.pointee.reset = make(reset)
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_RESET
        case .decide(let decide):
            unsafe envelope.pointee.decide = make(decide)
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_DECIDE
        case .feedback(let feedback):
            unsafe envelope.pointee.feedback = make(feedback)
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_FEEDBACK
        case .save(let path):
            let save = unsafe self.message(firstmover__v1__save__init)
            unsafe save.pointee.path = text(path)
            unsafe envelope.pointee.save = save
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_SAVE
        case .load(let path):
            let load = unsafe self.message(firstmover__v1__load__init)
            unsafe load.pointee.path = text(path)
            unsafe envelope.pointee.load = load
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_LOAD
        case .ping:
            unsafe envelope.pointee.ping = self.message(firstmover__v1__ping__init)
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_PING
        case .cancel(let request):
            let cancel = unsafe self.message(firstmover__v1__cancel__init)
            unsafe cancel.pointee.request = request
            unsafe envelope.pointee.cancel = cancel
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_CANCEL
        case .shutdown:
            unsafe envelope.pointee.shutdown = self.message(firstmover__v1__shutdown__init)
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_SHUTDOWN
        case .unknown(let field):
            preconditionFailure("field \(field) is not of this version and cannot be written")
        }
    }

    private func make(_ hello: Hello) -> UnsafeMutablePointer<Firstmover__V1__Hello> {
        let message = unsafe self.message(firstmover__v1__hello__init)
        unsafe message.pointee.major = hello.version.major
        unsafe message.pointee.minor = hello.version.minor
        unsafe message.pointee.n_features = hello.features.count
        unsafe message.pointee.features = texts(hello.features)
        unsafe message.pointee.frame_bytes = UInt32(hello.frameBytes)
        unsafe message.pointee.requests_in_flight = UInt32(hello.requestsInFlight)
        unsafe message.pointee.nonce = bytes(hello.nonce)
        unsafe message.pointee.host_version = text(hello.hostVersion)
        return unsafe message
    }

    private func make(_ reset: Reset) -> UnsafeMutablePointer<Firstmover__V1__Reset> {
        let message = unsafe self.message(firstmover__v1__reset__init)
        unsafe message.pointee.n_rows = reset.rows.count
        unsafe message.pointee.rows = array(reset.rows.map { UInt32($0) })
        unsafe message.pointee.n_seeds = reset.seeds.count
        unsafe message.pointee.seeds = array(reset.seeds)
        return unsafe message
    }

    private func make(_ decide: Decide) -> UnsafeMutablePointer<Firstmover__V1__Decide> {
        let message = unsafe self.message(firstmover__v1__decide__init)
        unsafe message.pointee.stage = UInt32(decide.stage)
        unsafe message.pointee.slot = decide.slot
        unsafe message.pointee.rows = UInt32(decide.rows)
        unsafe message.pointee.bootstrap = decide.isBootstrap ? 1 : 0
        unsafe message.pointee.budget_us = decide.budgetMicroseconds
        unsafe message.pointee.n_observation = decide.observation.count
        unsafe message.pointee.observation = bytes(decide.observation)
        unsafe message.pointee.n_instance = decide.instance.count
        unsafe message.pointee.instance = bytes(decide.instance)
        return unsafe message
    }

    private func make(_ feedback: FeedbackMessage) -> UnsafeMutablePointer<Firstmover__V1__Feedback> {
        let message = unsafe self.message(firstmover__v1__feedback__init)
        unsafe message.pointee.slot = feedback.slot
        unsafe message.pointee.rows = UInt32(feedback.rows)
        unsafe message.pointee.rewards = bytes(feedback.rewards)
        unsafe message.pointee.terminated = bytes(feedback.terminated)
        unsafe message.pointee.truncated = bytes(feedback.truncated)
        return unsafe message
    }
}

extension HostMessage {
    /// What `envelope` says; `unknownField` where its body is of a later version.
    ///
    /// - Throws: ``Fault/decodeError(_:)`` where a value means nothing.
    init(_ envelope: Firstmover__V1__HostEnvelope, unknownField: UInt32) throws(Fault) {
        switch unsafe envelope.body_case {
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_HELLO: self = .hello(try unsafe Hello(envelope.hello.pointee))
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_OPEN: self = .open(try unsafe Open(envelope.open.pointee))
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_RESET: self = .reset(try unsafe Reset(envelope.reset.pointee))
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_DECIDE: self = unsafe .decide(Decide(envelope.decide.pointee))
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_FEEDBACK:
            self = unsafe .feedback(FeedbackMessage(envelope.feedback.pointee))
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_SAVE:
            self = unsafe .save(path: CValue.text(envelope.save.pointee.path))
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_LOAD:
            self = unsafe .load(path: CValue.text(envelope.load.pointee.path))
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_PING: self = .ping
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_CANCEL: self = unsafe .cancel(request: envelope.cancel.pointee.request)
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_SHUTDOWN: self = .shutdown
        default: self = .unknown(field: unknownField)
        }
    }
}

extension Hello {
    fileprivate init(_ message: Firstmover__V1__Hello) throws(Fault) {
        let frameBytes = unsafe Int(message.frame_bytes)
        try check(
            Limits.frameBytes.contains(frameBytes), "hello.frame_bytes", "\(frameBytes) is not in \(Limits.frameBytes)")
        try unsafe check(message.requests_in_flight > 0, "hello.requests_in_flight", "is 0")
        unsafe self.init(
            version: ProtocolVersion(major: message.major, minor: message.minor),
            features: CValue.texts(message.features, message.n_features), frameBytes: frameBytes,
            requestsInFlight: Int(message.requests_in_flight), nonce: CValue.bytes(message.nonce),
            hostVersion: CValue.text(message.host_version))
        try check(
            nonce.count == Limits.nonceLength, "hello.nonce", "\(nonce.count) bytes instead of \(Limits.nonceLength)")
    }
}

extension Reset {
    fileprivate init(_ message: Firstmover__V1__Reset) throws(Fault) {
        let (rows, seeds) = unsafe (message.n_rows, message.n_seeds)
        try check(rows == seeds, "reset.seeds", "\(seeds) seeds for \(rows) rows")
        unsafe self.init(
            rows: CValue.array(message.rows, rows).map { Int($0) }, seeds: CValue.array(message.seeds, seeds))
    }
}

extension Decide {
    fileprivate init(_ message: Firstmover__V1__Decide) {
        unsafe self.init(
            stage: Int(message.stage), slot: message.slot, rows: Int(message.rows), isBootstrap: message.bootstrap != 0,
            budgetMicroseconds: message.budget_us,
            observation: CValue.bytes(message.observation, message.n_observation),
            instance: CValue.bytes(message.instance, message.n_instance))
    }
}

extension FeedbackMessage {
    fileprivate init(_ message: Firstmover__V1__Feedback) {
        unsafe self.init(
            slot: message.slot, rows: Int(message.rows), rewards: CValue.bytes(message.rewards),
            terminated: CValue.bytes(message.terminated), truncated: CValue.bytes(message.truncated))
    }
}

/// Refuses a message whose value in field `path` means nothing, for `reason`.
func check(
    _ holds: Bool, _ path: @autoclosure () -> String, _ reason: @autoclosure () -> String
) throws(Fault) {
    guard holds else { throw .decodeError(MalformedMessage(offset: 0, path: path(), .invalidValue(reason()))) }
}
