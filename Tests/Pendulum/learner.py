"""A learning plugin as a host of another make meets it: by the protocol of Protos/README.md and nothing else.

Strict, so that playing with it is a test too: whatever the page says of replies, ids and actions is checked here.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "plugins" / "python"))

from firstmover.v1 import control_pb2, envelope_pb2, handshake_pb2, play_pb2, session_pb2  # noqa: E402 (found above)

#: Bytes of a frame that either side may send, a thousand times what these conversations need.
FRAME_BYTES = 1 << 24


class LearnerFailed(Exception):
    """The plugin refused, broke the protocol, went silent or ended; with what it said on standard error."""


@dataclass(frozen=True)
class Box:
    """Real numbers within bounds, as float32: Gymnasium's Box of one axis."""

    name: str
    low: tuple[float, ...]
    high: tuple[float, ...]

    def message(self) -> session_pb2.TensorSpace:
        return session_pb2.TensorSpace(
            name=self.name,
            shape=[len(self.low)],
            element_type=session_pb2.ELEMENT_TYPE_FLOAT32,
            box=session_pb2.Box(low=self.low, high=self.high),
        )


@dataclass(frozen=True)
class Game:
    """What a plugin is told of an environment: one agent, one stage."""

    name: str
    hash: str
    observation: Box
    action: Box

    def open(self, mode: str, rows: int, options: Mapping[str, str], weights_of: int) -> session_pb2.Open:
        stage = session_pb2.Stage(
            name="act",
            role=handshake_pb2.ROLE_OPERATOR,
            observation=[self.observation.message()],
            actions=[session_pb2.ActionSpace(name=self.action.name, tensors=[self.action.message()])],
        )
        return session_pb2.Open(
            role=handshake_pb2.ROLE_OPERATOR,
            scenario=self.name,
            scenario_hash=self.hash,
            stages=[stage],
            agents=1,
            agents_in_game=1,
            rows=rows,
            mode=session_pb2.Mode.Value(f"MODE_{mode.upper()}"),
            options=[session_pb2.Option(key=key, value=value) for key, value in options.items()],
            reward_components=["reward"],
            weights_of=weights_of,
        )


class Learner:
    """A plugin's process and the numbering of the conversation with it."""

    def __init__(self, *command: str | Path, patience: float = 120):
        """Starts the process and shakes hands; `patience` is how many seconds it may be silent."""
        self.patience = patience
        #: In a file, so that a plugin that says a lot never waits for us.
        self._said = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said, bufsize=0
        )
        self._poll = select.poll()
        self._poll.register(self._process.stdout, select.POLLIN)
        self._next_id = 2
        self._last_reply = -1
        self._sessions = 0
        #: What it told unasked since this was last emptied: (session, `Metrics` or `Log`).
        self.told: list[tuple[int, control_pb2.Metrics | control_pb2.Log]] = []
        nonce = os.urandom(16)
        hello = handshake_pb2.Hello(
            major=1, frame_bytes=FRAME_BYTES, requests_in_flight=1, nonce=nonce, host_version="pendulum"
        )
        try:
            self.welcome = self.ask("welcome", hello=hello)
            if self.welcome.nonce != nonce or self.welcome.major != 1:
                raise self.failure("it answered hello with another nonce or version")
            if not self.welcome.learns or handshake_pb2.ROLE_OPERATOR not in self.welcome.roles:
                raise self.failure("it does not learn to play the operator")
        except BaseException:
            self.kill()
            raise

    # Frames

    def failure(self, reason: str) -> LearnerFailed:
        """`reason`, how the process ended if it did, and the end of what it said."""
        try:
            code = self._process.wait(0.2)
            reason += f"; it ended with {f'code {code}' if code >= 0 else f'signal {-code}'}"
        except subprocess.TimeoutExpired:
            pass
        size = self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, size - (1 << 16)))
        said = self._said.read().decode(errors="replace").strip()
        return LearnerFailed(f"{reason}; standard error:\n{said}" if said else f"{reason}; it said nothing")

    def _read(self, count: int, until: float) -> bytes:
        data = b""
        while len(data) < count:
            if not self._poll.poll(max(0, 1000 * (until - time.monotonic()))):
                raise self.failure(f"it was silent for {self.patience} s")
            part = self._process.stdout.read(count - len(data))
            if not part:
                raise self.failure("it closed its output")
            data += part
        return data

    def _receive(self, until: float) -> envelope_pb2.PluginEnvelope:
        length = int.from_bytes(self._read(4, until), "big")
        if not 1 <= length <= FRAME_BYTES:
            raise self.failure(f"it announced a frame of {length} bytes")
        envelope = envelope_pb2.PluginEnvelope.FromString(self._read(length, until))
        if envelope.id % 2 != 1 or envelope.id <= self._last_reply:
            raise self.failure(f"it sent id {envelope.id} after {self._last_reply}")
        self._last_reply = envelope.id
        return envelope

    def ask(self, expected: str, session: int = 0, **body):
        """Sends a request and gives the body of its reply, which has to be the `expected` one."""
        request = envelope_pb2.HostEnvelope(id=self._next_id, session=session, **body)
        self._next_id += 2
        data = request.SerializeToString()
        try:
            self._process.stdin.write(len(data).to_bytes(4, "big") + data)
        except BrokenPipeError:
            raise self.failure("it closed its input") from None
        until = time.monotonic() + self.patience
        while True:
            reply = self._receive(until)
            kind = reply.WhichOneof("body")
            if kind in ("metrics", "log") and reply.reply_to == 0:
                self.told.append((reply.session, getattr(reply, kind)))
                continue
            if kind == "error":
                name = control_pb2.ErrorCode.Name(reply.error.code).removeprefix("ERROR_CODE_").lower()
                raise self.failure(f"{name}: {reply.error.message}")
            if (reply.reply_to, reply.session, kind) != (request.id, session, expected):
                raise self.failure(
                    f"it answered request {request.id} of session {session} with {kind} to {reply.reply_to} "
                    f"of session {reply.session}"
                )
            return getattr(reply, kind)

    # Sessions

    def open(
        self, game: Game, mode: str, rows: int = 1, options: Mapping[str, str] = {}, weights_of: Session | None = None
    ) -> Session:
        """Opens a session of mode `train` or `evaluate`, with its own weights or those of another."""
        self._sessions += 1
        number = self._sessions
        message = game.open(mode, rows, options, weights_of.number if weights_of else 0)
        return Session(self, number, game, self.ask("opened", number, open=message), mode)

    @property
    def peak_memory(self) -> float:
        """The most memory that the process had so far, in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6

    @property
    def processor_time(self) -> float:
        """Seconds of processor time that the process used so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def shut_down(self) -> None:
        """Asks it to finish, and fails unless it does at once and with code 0."""
        self.ask("done", shutdown=control_pb2.Shutdown())
        self._process.stdin.close()
        try:
            code = self._process.wait(10)
        except subprocess.TimeoutExpired:
            raise self.failure("it did not end when asked to") from None
        if code != 0 or self._process.stdout.read():
            raise self.failure("it did not end cleanly")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._said):
            stream.close()

    def __enter__(self) -> Learner:
        return self

    def __exit__(self, *_) -> None:
        self.kill()


class Session:
    """One policy at work in a plugin."""

    def __init__(self, learner: Learner, number: int, game: Game, opened: session_pb2.Opened, mode: str):
        self.learner, self.number, self.game, self.opened = learner, number, game, opened
        if list(opened.action_spaces) != [0] or not opened.wants_observation or opened.wants_instance:
            raise learner.failure(f"it wants to play another game: {opened}")
        if opened.wants_feedback != (mode == "train"):
            raise learner.failure(f"it {'wants' if opened.wants_feedback else 'declines'} feedback in mode {mode}")

    def reset(self, seeds: Sequence[int]) -> None:
        """Starts an episode in every row."""
        self.learner.ask("done", self.number, reset=play_pb2.Reset(rows=range(len(seeds)), seeds=seeds))

    def decide(self, slot: int, observations: np.ndarray, bootstrap: bool = False) -> np.ndarray:
        """Actions of shape `[rows, n]` where `observations` of shape `[rows, m]` are seen."""
        rows, width = observations.shape
        message = play_pb2.Decide(
            slot=slot, rows=rows, bootstrap=bootstrap, observation=[observations.astype("<f4").tobytes()]
        )
        decision = self.learner.ask("decision", self.number, decide=message)
        space = self.game.action
        if [len(data) for data in decision.actions] != [4 * rows * len(space.low)]:
            raise self.learner.failure(f"it decided {[len(data) for data in decision.actions]} bytes for {rows} rows")
        actions = np.frombuffer(decision.actions[0], "<f4").reshape(rows, -1)
        # Not a number is not within bounds either.
        if not np.all((actions >= np.float32(space.low)) & (actions <= np.float32(space.high))):
            raise self.learner.failure(f"it decided {actions.tolist()}, not from {space.low} to {space.high}")
        return actions

    def feed_back(self, slot: int, reward: float, terminated: bool, truncated: bool) -> list[control_pb2.Metrics]:
        """Tells what followed a slot in the only row; gives what it has to say about learning."""
        message = play_pb2.Feedback(
            slot=slot,
            rows=1,
            rewards=np.array([reward], "<f8").tobytes(),
            terminated=bytes([terminated]),
            truncated=bytes([truncated]),
        )
        self.learner.told.clear()
        self.learner.ask("done", self.number, feedback=message)
        if any(session != self.number for session, _ in self.learner.told):
            raise self.learner.failure("a session that does not learn had something to say about it")
        return [told for _, told in self.learner.told if isinstance(told, control_pb2.Metrics)]

    def save(self, folder: Path) -> None:
        self.learner.ask("done", self.number, save=control_pb2.Save(path=str(folder)))

    def load(self, folder: Path) -> None:
        self.learner.ask("done", self.number, load=control_pb2.Load(path=str(folder)))
