import System
import Testing

@Suite("The death of a host")
struct HostDeathTests {
    @Test("by kill -9 ends its plugins, a grandchild in a session of its own included, 20 times of 20")
    func killed() throws {
        for _ in 0..<20 {
            let marker = Marker()
            let host = try startDoomedHost(misdeed: "grandchild-lives", marker)
            // The host, two launchers, two plugins, two grandchildren; their parents between may still be on their way out.
            #expect(marker.settled(at: 7, within: .seconds(5)) == 7)
            host.kill()
            host.wait()
            #expect(marker.settled(at: 0, within: .seconds(2)) == 0)
        }
    }
}

/// Starts a host process and waits until it has started two plugins.
func startDoomedHost(misdeed: String, _ marker: Marker) throws -> ChildProcess {
    let input = try Pipe()
    let output = try Pipe()
    let control = try ControlPair()
    let process = try ChildProcess(
        path: Fixture.folder + "/firstmover-doomed-host",
        arguments: ["firstmover-doomed-host", Fixture.folder + "/firstmover-zoo", misdeed],
        environment: ["\(marker.variable.name)=\(marker.variable.value)"],
        descriptors: (input.reader.number, output.writer.number, output.writer.number, control.far.number))
    output.writer.closeNow()
    // It prints how many plugins it has once they run.
    var line: [UInt8] = []
    _ = try output.reader.read(16, appendingTo: &line)
    #expect(line == Array("2\n".utf8))
    return process
}
