import System
import Testing

@Suite("A small file of the kernel's")
struct SystemFileTests {
    @Test("is read whole, though the kernel does not say how long it is, or by its first line")
    func text() {
        let status = SystemFile.text("/proc/self/status")
        #expect(status.contains("\nPid:\t\(ProcessContext.processID)\n") && status.hasSuffix("\n"))
        #expect(status.hasPrefix(SystemFile.firstLine("/proc/self/status") + "\n"))
        #expect(!SystemFile.firstLine("/proc/self/status").contains("\n"))
    }

    @Test("is empty where there is none")
    func missing() {
        #expect(SystemFile.text("/proc/no/such/file").isEmpty && SystemFile.firstLine("/proc/self").isEmpty)
    }
}
