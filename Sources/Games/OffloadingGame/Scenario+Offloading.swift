extension Scenario {
    /// The offloading game with every parameter at its default.
    ///
    /// - SeeAlso: spec/offloading.md, section 13.
    public static let offloading = Scenario(
        name: "offloading", game: "offloading", parameters: OffloadingParameters.all)
}
