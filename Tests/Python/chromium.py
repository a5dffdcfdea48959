"""A headless Chromium for the tests of pages, spoken to over two pipes: no driver, no port, no dependency."""

import json
import os
import shutil
import subprocess
import tempfile
import time

NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
PATIENCE = 60


def executable():
    """The browser of this machine; None where there is none."""
    return next(filter(None, (shutil.which(name) for name in NAMES)), None)


class Chromium:
    """One browser with one page; what the page did stands in ``events``."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="firstmover-chromium-", ignore_cleanup_errors=True)
        far_read, self.near_write = os.pipe()
        self.near_read, far_write = os.pipe()

        def take_over():
            # The browser reads commands from 3 and writes to 4; from above, so that neither overwrites the other.
            high = [os.dup(far_read), os.dup(far_write)]
            while min(high) < 5:
                high = [os.dup(number) for number in high]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        arguments = ["--headless", "--no-sandbox", "--remote-debugging-pipe", "--hide-scrollbars", "--disable-gpu",
                     "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage",
                     "--font-render-hinting=none", f"--user-data-dir={self.profile.name}", "about:blank"]
        self.process = subprocess.Popen(
            [executable(), *arguments], preexec_fn=take_over, pass_fds=(3, 4), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(far_read)
        os.close(far_write)
        self.buffer = b""
        self.number = 0
        self.events = []
        self.session = None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network", "Security"]:
            self.send(f"{domain}.enable")
        self.send("Audits.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Closed first, so that its own processes leave the profile alone.
        try:
            self.session = None
            self.send("Browser.close")
            self.process.wait(timeout=10)
        except (EOFError, OSError, subprocess.TimeoutExpired):
            pass
        self.process.kill()
        self.process.wait()
        os.close(self.near_read)
        os.close(self.near_write)
        self.profile.cleanup()

    def send(self, method, **parameters):
        """Sends a command and returns its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.near_write, data):]
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def receive(self):
        while b"\0" not in self.buffer:
            part = os.read(self.near_read, 1 << 20)
            if not part:
                raise EOFError("the browser has gone")
            self.buffer += part
        message, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)

    def wait_for(self, method):
        deadline = time.monotonic() + PATIENCE
        while not any(event.get("method") == method for event in self.events):
            if time.monotonic() > deadline:
                raise TimeoutError(method)
            self.events.append(self.receive())

    def show(self, path, width, height, scheme="light", media="", scale=1):
        """Loads the file at ``path`` in a window of that size."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale,
                  mobile=width < 600)
        self.send("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.events.clear()
        self.send("Page.navigate", url=f"file://{path}")
        self.wait_for("Page.loadEventFired")
        self.evaluate("document.fonts.ready.then(() => 0)")

    def evaluate(self, expression):
        """The value of a JavaScript expression in the page, awaited where it is a promise."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description"))
        return result["result"].get("value")

    def screenshot(self, whole=False):
        """The window, or the whole page, as PNG in base64."""
        return self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
