"""The host's side of the protocol, small and strict, for tests of the Python SDK."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from firstmover.v1 import envelope_pb2, handshake_pb2, session_pb2

ROOT = Path(__file__).resolve().parents[2]
SDK = ROOT / "plugins" / "python"
NONCE = bytes(range(16))
#: Seconds after which a plugin that should have answered or ended counts as hung; ten times what a start takes.
PATIENCE = 10


class Host:
    """A plugin process and the numbering of the conversation with it; a reply out of order fails the test."""

    def __init__(self, *command: str | Path):
        environment = os.environ | {"PYTHONPATH": str(SDK), "OPENBLAS_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            [sys.executable, *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        self.next_id = 2
        self.last_reply = -1

    def write(self, data: bytes) -> None:
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, envelope: envelope_pb2.HostEnvelope) -> None:
        body = envelope.SerializeToString()
        self.write(len(body).to_bytes(4, "big") + body)

    def envelope(self, session: int = 0, **body) -> envelope_pb2.HostEnvelope:
        """A message with the next id."""
        envelope = envelope_pb2.HostEnvelope(id=self.next_id, session=session, **body)
        self.next_id += 2
        return envelope

    def receive(self) -> envelope_pb2.PluginEnvelope:
        header = self.process.stdout.read(4)
        assert len(header) == 4, f"the plugin closed its output; it said: {self.process.stderr.read().decode()}"
        body = self.process.stdout.read(int.from_bytes(header, "big"))
        envelope = envelope_pb2.PluginEnvelope.FromString(body)
        assert envelope.id % 2 == 1 and envelope.id > self.last_reply
        self.last_reply = envelope.id
        return envelope

    def ask(self, session: int = 0, **body):
        """Sends a request and gives the body of its reply."""
        request = self.envelope(session, **body)
        self.send(request)
        reply = self.receive()
        assert (reply.reply_to, reply.session) == (request.id, request.session)
        return getattr(reply, reply.WhichOneof("body"))

    def hello(self, **changes):
        fields = dict(major=1, minor=0, frame_bytes=1 << 24, requests_in_flight=4, nonce=NONCE, host_version="0.1.0")
        return self.ask(hello=handshake_pb2.Hello(**(fields | changes)))

    def close_input(self) -> None:
        self.process.stdin.close()
        self.process.stdin = None  # So that `communicate` leaves it alone.

    def finish(self) -> tuple[int, str]:
        """Closes the plugin's input and gives its exit code and what it said on standard error."""
        rest, said = self.process.communicate(timeout=PATIENCE)
        assert rest == b"", "the plugin wrote what nobody asked for"
        return self.process.returncode, said.decode()

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.communicate()


def box(name: str, *shape: int, element_type: int = session_pb2.ELEMENT_TYPE_FLOAT64, high: float = 1):
    """A tensor of real numbers from 0 to ``high``."""
    domain = session_pb2.Box(low=[0], high=[high])
    return session_pb2.TensorSpace(name=name, shape=shape, element_type=element_type, box=domain)


def discrete(name: str, start: int, count: int):
    """A tensor of one integer."""
    domain = session_pb2.Discrete(start=start, count=count)
    return session_pb2.TensorSpace(name=name, element_type=session_pb2.ELEMENT_TYPE_INT32, discrete=domain)


def action_space(name: str, *tensors):
    return session_pb2.ActionSpace(name=name, tensors=tensors)


def price_session(**changes) -> session_pb2.Open:
    """A session like the pricing operator's: 3 followers, 2 stations, batches of up to 4."""
    price = session_pb2.Stage(
        name="price",
        role=handshake_pb2.ROLE_OPERATOR,
        observation=[box("snr", 3, 2)],
        instance=[box("gammaA", 3), box("eps")],
        actions=[
            action_space("share", box("u", 3, 2)),
            action_space("grid", discrete("level", 0, 11), box("fine", element_type=session_pb2.ELEMENT_TYPE_FLOAT32)),
        ],
    )
    fields = dict(
        role=handshake_pb2.ROLE_OPERATOR,
        scenario="pricing",
        scenario_hash="0" * 64,
        stages=[price],
        agents=1,
        agents_in_game=1,
        rows=4,
        mode=session_pb2.MODE_EVALUATE,
        reward_components=["utility", "other"],
    )
    return session_pb2.Open(**(fields | changes))
