import System

/// The Python process that draws, and the pipes to it.
struct RendererProcess: ~Copyable {
    private let process: ChildProcess
    private let writer: Descriptor
    private let reader: Descriptor

    /// Most bytes it may answer with: some hundred large pictures.
    private static let answerLimit = 512 << 20

    init(python: String) throws(SystemError) {
        Signals.ignoreBrokenPipes()
        let input = try Pipe()
        let output = try Pipe()
        let null = try Descriptor.nullDevice()
        let complaints = try null.duplicate()
        try input.writer.setNonBlocking()
        let inherited = ["PATH", "HOME", "LANG", "TMPDIR"].compactMap { name in
            ProcessContext.environment(name).map { "\(name)=\($0)" }
        }
        process = try ChildProcess(
            path: python, arguments: [python, "-c", Self.program],
            environment: inherited + ["PYTHONDONTWRITEBYTECODE=1"],
            descriptors: (input.reader.number, output.writer.number, complaints.number, complaints.number))
        // The child's ends are closed here, or its end would never be seen.
        writer = input.writer
        reader = output.reader
    }

    /// Writes `request` and hands every line of the answer to `onLine` as it comes, to the answer's end.
    ///
    /// - Returns: false where the deadline came first.
    borrowing func exchange(
        _ request: String, until deadline: MonotonicInstant, onLine: ([UInt8]) throws(ReportingError) -> Void
    ) throws(ReportingError) -> Bool {
        let request = Array(request.utf8)
        var sent = 0
        var received = 0
        var line: [UInt8] = []
        while true {
            do throws(SystemError) {
                let ready = try Readiness.wait(
                    sent < request.count ? writer.number : -1, .writing, reader.number, .reading, until: deadline)
                if ready == (false, false) { return false }
                if ready.first {
                    switch try writer.write(request.span.extracting(sent...)) {
                    case .moved(let count): sent += count
                    case .ended: sent = request.count  // Its answer says why it reads no more.
                    case .wouldBlock: break
                    }
                }
                guard ready.second else { continue }
                let start = line.count
                if try reader.read(1 << 16, appendingTo: &line) == .ended { return true }
                received += line.count - start
            } catch {
                throw .rendererFailed(reason: "\(error)")
            }
            guard received <= Self.answerLimit else { throw .rendererFailed(reason: "it answers without end") }
            while let end = line.firstIndex(of: UInt8(ascii: "\n")) {
                try onLine(Array(line[..<end]))
                line.removeSubrange(...end)
            }
        }
    }

    /// Ends the process, whatever it is doing.
    consuming func end() {
        process.kill()
        process.wait()
    }

    /// What the process runs: one line of orders in, one line a picture out.
    ///
    /// The folder that it is started in is taken from its path, for a file there called json.py must not be imported.
    private static let program = """
        import sys
        sys.path[:] = [place for place in sys.path if place]
        import base64, json
        def reply(**members):
            sys.stdout.write(json.dumps(members) + "\\n")
            sys.stdout.flush()
        try:
            import vl_convert
        except ImportError:
            reply(missing=True)
            sys.exit()
        orders = json.loads(sys.stdin.buffer.readline())
        if not orders:
            reply(version=vl_convert.__version__)
        try:
            for order in orders:
                if order["format"] == "svg":
                    reply(content=vl_convert.vegalite_to_svg(order["spec"], vl_version="6.1"))
                else:
                    picture = vl_convert.vegalite_to_png(order["spec"], vl_version="6.1", scale=2)
                    reply(content=base64.b64encode(picture).decode())
        except BaseException as error:
            reply(error=(str(error) or type(error).__name__).strip().splitlines()[0])
        """
}
