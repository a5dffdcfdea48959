import Policy

/// A metric that only policies of one role can know, such as the rounds that followers took to agree.
public struct ReportedMetric: Sendable, Hashable {
    /// Whose policies are listened to; what others report under the name is about something else.
    public let role: Role
    public let metric: Metric

    public init(by role: Role, _ metric: Metric) {
        self.role = role
        self.metric = metric
    }
}
