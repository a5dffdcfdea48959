import CFirstmoverProtos
import Policy

extension Arena {
    /// Sets the body of `envelope` to `message`.
    func fill(_ envelope: UnsafeMutablePointer<Firstmover__V1__PluginEnvelope>, with message: PluginMessage) {
        switch message {
        case .welcome(let welcome):
            unsafe envelope.pointee.welcome = make(welcome)
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_WELCOME
        case .opened(let acceptance):
            unsafe envelope.pointee.opened = make(acceptance)
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_OPENED
        case .decision(let decision):
            let made = unsafe self.message(firstmover__v1__decision__init)
            unsafe made.pointee.n_actions = decision.actions.count
            unsafe made.pointee.actions = bytes(decision.actions)
            unsafe made.pointee.compute_us = decision.computeMicroseconds
            unsafe made.pointee.reports = bytes(decision.reports)
            unsafe envelope.pointee.decision = made
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_DECISION
        case .done(let computeMicroseconds):
            let done = unsafe self.message(firstmover__v1__done__init)
            unsafe done.pointee.compute_us = computeMicroseconds
            unsafe envelope.pointee.done = done
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_DONE
        case .pong:
            unsafe envelope.pointee.pong = self.message(firstmover__v1__pong__init)
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_PONG
        case .error(let error):
            let made = unsafe self.message(firstmover__v1__error__init)
            unsafe made.pointee.code = error.code.number
            unsafe made.pointee.message = text(error.message)
            unsafe envelope.pointee.error = made
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_ERROR
        case .metrics(let metrics):
            unsafe envelope.pointee.metrics = make(metrics)
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_METRICS
        case .log(let line):
            let log = unsafe self.message(firstmover__v1__log__init)
            unsafe log.pointee.level = line.level.number
            unsafe log.pointee.message = text(line.message)
            unsafe envelope.pointee.log = log
            unsafe envelope.pointee.body_case = FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_LOG
        case .unknown(let field):
            preconditionFailure("field \(field) is not of this version and cannot be written")
        }
    }

    private func make(_ welcome: Welcome) -> UnsafeMutablePointer<Firstmover__V1__Welcome> {
        let message = unsafe self.message(firstmover__v1__welcome__init)
        unsafe message.pointee.nonce = bytes(welcome.nonce)
        unsafe message.pointee.major = welcome.version.major
        unsafe message.pointee.minor = welcome.version.minor
        unsafe message.pointee.n_features = welcome.features.count
        unsafe message.pointee.features = texts(welcome.features)
        unsafe message.pointee.frame_bytes = UInt32(welcome.frameBytes)
        unsafe message.pointee.requests_in_flight = UInt32(welcome.requestsInFlight)
        unsafe message.pointee.name = text(welcome.identity.name)
        unsafe message.pointee.version = text(welcome.identity.version)
        unsafe message.pointee.language = text(welcome.identity.language)
        unsafe message.pointee.sdk = text(welcome.identity.sdk)
        unsafe message.pointee.n_roles = welcome.roles.count
        unsafe message.pointee.roles = array(welcome.roles.map(\.number))
        unsafe message.pointee.deterministic = welcome.isDeterministic ? 1 : 0
        unsafe message.pointee.learns = welcome.learns ? 1 : 0
        return unsafe message
    }

    private func make(_ acceptance: Acceptance) -> UnsafeMutablePointer<Firstmover__V1__Opened> {
        let message = unsafe self.message(firstmover__v1__opened__init)
        unsafe message.pointee.n_action_spaces = acceptance.actionSpaces.count
        unsafe message.pointee.action_spaces = array(acceptance.actionSpaces.map { UInt32($0) })
        unsafe message.pointee.wants_observation = acceptance.wantsObservation ? 1 : 0
        unsafe message.pointee.wants_instance = acceptance.wantsInstance ? 1 : 0
        unsafe message.pointee.wants_feedback = acceptance.wantsFeedback ? 1 : 0
        unsafe message.pointee.n_reports = acceptance.reports.count
        unsafe message.pointee.reports = texts(acceptance.reports)
        return unsafe message
    }

    private func make(_ metrics: LearningMetrics) -> UnsafeMutablePointer<Firstmover__V1__Metrics> {
        let message = unsafe self.message(firstmover__v1__metrics__init)
        unsafe message.pointee.step = metrics.step
        unsafe message.pointee.n_metrics = metrics.values.count
        unsafe message.pointee.metrics = messages(metrics.values) { metric in
            let made = unsafe self.message(firstmover__v1__metric__init)
            unsafe made.pointee.name = text(metric.name)
            unsafe made.pointee.value = metric.value
            return unsafe made
        }
        return unsafe message
    }
}

extension PluginMessage {
    /// What `envelope` says; `unknownField` where its body is of a later version.
    ///
    /// - Throws: ``Fault/decodeError(_:)`` where a value means nothing.
    init(_ envelope: Firstmover__V1__PluginEnvelope, unknownField: UInt32) throws(Fault) {
        switch unsafe envelope.body_case {
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_WELCOME:
            self = .welcome(try unsafe Welcome(envelope.welcome.pointee))
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_OPENED: self = unsafe .opened(Acceptance(envelope.opened.pointee))
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_DECISION:
            let decision = unsafe envelope.decision.pointee
            self = unsafe .decision(
                Decision(
                    actions: CValue.bytes(decision.actions, decision.n_actions),
                    reports: CValue.bytes(decision.reports),
                    computeMicroseconds: try microseconds(decision.compute_us, "decision.compute_us")))
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_DONE:
            self = unsafe .done(
                computeMicroseconds: try microseconds(envelope.done.pointee.compute_us, "done.compute_us"))
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_PONG: self = .pong
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_ERROR:
            let error = unsafe envelope.error.pointee
            let code = ErrorCode.allCases.first { unsafe $0.number == error.code }
            guard let code else { throw unknownNumber(unsafe error.code.rawValue, "error.code") }
            self = unsafe .error(ErrorReply(code, CValue.text(error.message)))
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_METRICS:
            let metrics = unsafe envelope.metrics.pointee
            self = unsafe .metrics(
                LearningMetrics(
                    step: metrics.step,
                    values: CValue.array(metrics.metrics, metrics.n_metrics).map { metric in
                        unsafe (CValue.text(metric?.pointee.name), metric?.pointee.value ?? 0)
                    }))
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_LOG:
            let log = unsafe envelope.log.pointee
            let level = LogLine.Level.allCases.first { unsafe $0.number == log.level }
            guard let level else { throw unknownNumber(unsafe log.level.rawValue, "log.level") }
            self = unsafe .log(LogLine(level, CValue.text(log.message)))
        default: self = .unknown(field: unknownField)
        }
    }
}

extension Welcome {
    fileprivate init(_ message: Firstmover__V1__Welcome) throws(Fault) {
        var roles: [ServedRole] = []
        for number in unsafe CValue.array(message.roles, message.n_roles) {
            guard let role = ServedRole(number) else { throw unknownNumber(number.rawValue, "welcome.roles") }
            roles.append(role)
        }
        try check(!roles.isEmpty, "welcome.roles", "is empty")
        unsafe self.init(
            nonce: CValue.bytes(message.nonce), version: ProtocolVersion(major: message.major, minor: message.minor),
            features: CValue.texts(message.features, message.n_features), frameBytes: Int(message.frame_bytes),
            requestsInFlight: Int(message.requests_in_flight),
            identity: PluginIdentity(
                name: CValue.text(message.name), version: CValue.text(message.version),
                language: CValue.text(message.language), sdk: CValue.text(message.sdk)),
            roles: roles, isDeterministic: message.deterministic != 0, learns: message.learns != 0)
    }
}

extension Acceptance {
    fileprivate init(_ message: Firstmover__V1__Opened) {
        unsafe self.init(
            actionSpaces: CValue.array(message.action_spaces, message.n_action_spaces).map { Int($0) },
            wantsObservation: message.wants_observation != 0, wantsInstance: message.wants_instance != 0,
            wantsFeedback: message.wants_feedback != 0, reports: CValue.texts(message.reports, message.n_reports))
    }
}

/// A time that a plugin measured.
///
/// - Throws: ``Fault/decodeError(_:)`` where `value` is negative, infinite or not a number.
func microseconds(_ value: Double, _ path: @autoclosure () -> String) throws(Fault) -> Double {
    try check(value >= 0 && value.isFinite, path(), "\(value) is not a time in microseconds")
    return value
}

/// The fault of an enumeration with a number that this version does not know.
func unknownNumber(_ number: some FixedWidthInteger, _ path: String) -> Fault {
    .decodeError(MalformedMessage(offset: 0, path: path, .invalidValue("\(number) is not one of its values")))
}
