"""Serves a policy over stdin and stdout: one request after the other, each with one reply."""

from __future__ import annotations

import os
import sys
import time
import traceback
from dataclasses import dataclass
from typing import NoReturn

from google.protobuf.unknown_fields import UnknownFieldSet

from firstmover import messages
from firstmover.errors import PolicyError, ProtocolError
from firstmover.exchange import Actions
from firstmover.frames import LARGEST_LIMIT, SMALLEST_LIMIT, Frames
from firstmover.policy import Policy
from firstmover.session import Acceptance, Session
from firstmover.v1 import control_pb2, envelope_pb2, handshake_pb2, play_pb2, session_pb2
from firstmover.version import PROTOCOL_MAJOR, PROTOCOL_MINOR, VERSION

#: Exit codes: finished, started by hand, a fault of this process, a fault of the host.
FINISHED, BY_HAND, INTERNAL, PROTOCOL = 0, 64, 70, 76


def serve(policy: type[Policy]) -> NoReturn:
    """Serves policies of the class ``policy``, an instance a session, and exits once the host has finished."""
    if not isinstance(policy, type):
        raise TypeError("serve takes the policy's class, not an instance of it: the host may open several sessions")
    if os.isatty(0) or os.isatty(1):
        sys.exit(_started_by_hand())
    try:
        frames = Frames.taking_over_standard_streams()
    except OSError:
        sys.exit(_started_by_hand())
    sys.exit(Server(policy, frames).run())


def _started_by_hand() -> int:
    program = os.path.basename(sys.argv[0]) or "this program"
    message = "is a firstmover plugin: name it to `firstmover run` instead of starting it by hand"
    print(f"{program} {message}", file=sys.stderr)
    return BY_HAND


@dataclass
class _Play:
    """A session with its policy and the storage of its actions, one a stage."""

    policy: Policy
    session: Session
    acceptance: Acceptance
    actions: list[Actions]


class Server:
    """The plugin's side of one conversation."""

    def __init__(self, policy: type[Policy], frames: Frames):
        self._policy = policy
        self._frames = frames
        self._plays: dict[int, _Play] = {}
        self._last_request = 0
        self._next_id = 1
        #: The request that waits for its reply, and its session; zeros where there is none.
        self._waiting = (0, 0)
        self._has_heard = False
        self._welcomed = False
        self._finished = False
        self._answers = {
            "hello": self._hello,
            "decide": self._decide,
            "feedback": self._feedback,
            "reset": self._reset,
            "open": self._open,
            "save": self._save,
            "load": self._load,
            "ping": self._ping,
            "shutdown": self._shutdown,
        }

    def run(self) -> int:
        """Answers requests until the host has finished, and gives the process's exit code."""
        try:
            return self._answer_all()
        except BrokenPipeError:
            return FINISHED  # The host has gone, which ends a plugin as closing its input does.
        except ProtocolError as error:
            # What never sent a message was no host.
            return self._refuse(error) if self._has_heard else _started_by_hand()
        except Exception:
            traceback.print_exc()
            return INTERNAL

    def _answer_all(self) -> int:
        while not self._finished:
            body = self._frames.read()
            if body is None:
                return FINISHED if self._has_heard else _started_by_hand()
            request = messages.host_envelope(body)
            self._has_heard = True
            self._answer(request)
        return FINISHED

    def _answer(self, request: envelope_pb2.HostEnvelope) -> None:
        """Gives one request its one terminal reply."""
        if request.id % 2 or request.id <= self._last_request:
            raise ProtocolError(
                control_pb2.ERROR_CODE_ID_VIOLATION,
                f"the id {request.id} came after {self._last_request}; a host's ids are even and increase",
            )
        self._last_request = request.id
        kind = request.WhichOneof("body")
        if kind == "cancel":
            return  # Whatever it cancels has its reply already.
        self._waiting = (request.id, request.session)
        if kind != "hello" and not self._welcomed:
            raise messages.malformed(f"the first message is {kind or 'unknown'}, not hello")
        self._reply(self._unknown(request) if kind is None else self._answer_to(request, kind))

    def _answer_to(self, request: envelope_pb2.HostEnvelope, kind: str):
        """The reply to a known request; what the policy's own code raises becomes an error reply."""
        try:
            return self._answers[kind](getattr(request, kind), request.session)
        except ProtocolError:
            raise
        except PolicyError as error:
            mismatch = kind in ("open", "load")
            code = control_pb2.ERROR_CODE_SPEC_MISMATCH if mismatch else control_pb2.ERROR_CODE_PLUGIN_ERROR
            return control_pb2.Error(code=code, message=str(error))
        except (Exception, SystemExit) as error:
            traceback.print_exc()
            return control_pb2.Error(code=control_pb2.ERROR_CODE_PLUGIN_ERROR, message=_one_line(error))

    def _unknown(self, request: envelope_pb2.HostEnvelope) -> control_pb2.Error:
        """The reply to a body of a later version; a message with none at all is malformed."""
        unknown = [field.field_number for field in UnknownFieldSet(request)]
        if not unknown:
            raise messages.malformed(f"the message {request.id} has no body")
        message = f"firstmover-python {VERSION} does not know requests of kind {unknown[0]}"
        return control_pb2.Error(code=control_pb2.ERROR_CODE_UNIMPLEMENTED, message=message)

    def _hello(self, hello: handshake_pb2.Hello, number: int) -> handshake_pb2.Welcome:
        if self._welcomed:
            raise messages.malformed("a second hello came")
        if hello.major != PROTOCOL_MAJOR:
            raise ProtocolError(
                control_pb2.ERROR_CODE_VERSION_MISMATCH,
                f"the host speaks protocol {hello.major}.{hello.minor}, this plugin {PROTOCOL_MAJOR}.{PROTOCOL_MINOR}: "
                + ("update its firstmover package" if hello.major > PROTOCOL_MAJOR else "update the host"),
            )
        if not SMALLEST_LIMIT <= hello.frame_bytes <= LARGEST_LIMIT:
            limits = f"{SMALLEST_LIMIT} to {LARGEST_LIMIT}"
            raise messages.malformed(f"hello.frame_bytes is {hello.frame_bytes}, not in {limits}")
        if len(hello.nonce) != 16:
            raise messages.malformed(f"hello.nonce has {len(hello.nonce)} bytes, not 16")
        if hello.requests_in_flight < 1:
            raise messages.malformed("hello.requests_in_flight is 0")
        self._frames.limit = hello.frame_bytes
        self._welcomed = True
        policy = self._policy
        return handshake_pb2.Welcome(
            nonce=hello.nonce,
            major=PROTOCOL_MAJOR,
            minor=min(hello.minor, PROTOCOL_MINOR),
            frame_bytes=hello.frame_bytes,
            requests_in_flight=1,
            name=policy.name or policy.__name__,
            version=policy.version,
            language=f"python {sys.version_info.major}.{sys.version_info.minor}",
            sdk=f"firstmover-python {VERSION}",
            roles=[messages.ROLES[role] for role in policy.roles],
            deterministic=policy.is_deterministic,
            learns=policy.learns,
        )

    def _open(self, message: session_pb2.Open, number: int) -> session_pb2.Opened:
        if number == 0 or number in self._plays:
            raise messages.malformed(f"open names session {number}, which is taken")
        session = messages.session(message)
        policy = self._policy()
        if session.role not in policy.roles:
            raise PolicyError(f"this policy plays {' or '.join(policy.roles)}, not {session.role}")
        if message.weights_of:
            policy.share(self._play(message.weights_of).policy)
        acceptance = policy.open(session) or Acceptance(session)
        actions = [
            Actions.storage(stage.actions[index], session.rows, len(session.agents), acceptance.reports)
            for stage, index in zip(session.stages, acceptance.action_spaces)
        ]
        self._plays[number] = _Play(policy, session, acceptance, actions)
        return session_pb2.Opened(
            action_spaces=acceptance.action_spaces,
            wants_observation=acceptance.wants_observation,
            wants_instance=acceptance.wants_instance,
            wants_feedback=acceptance.wants_feedback,
            reports=acceptance.reports,
        )

    def _reset(self, message: play_pb2.Reset, number: int) -> control_pb2.Done:
        play = self._play(number)
        if len(message.rows) != len(message.seeds) or any(row >= play.session.rows for row in message.rows):
            raise messages.malformed(f"reset names {len(message.rows)} rows and {len(message.seeds)} seeds")
        start = time.perf_counter_ns()
        for row, seed in zip(message.rows, message.seeds):
            play.policy.reset(row, seed)
        return _done(start)

    def _decide(self, message: play_pb2.Decide, number: int) -> play_pb2.Decision:
        play = self._play(number)
        stages = play.session.stages
        if message.stage >= len(stages) or not 1 <= message.rows <= play.session.rows:
            raise messages.malformed(f"decide asks for stage {message.stage} of {message.rows} rows")
        agents = len(play.session.agents)
        observations = messages.observations(message, stages[message.stage], play.acceptance, agents)
        actions = play.actions[message.stage].blank(message.rows)
        start = time.perf_counter_ns()
        play.policy.decide(observations, actions)
        return messages.decision(actions, _microseconds_since(start))

    def _feedback(self, message: play_pb2.Feedback, number: int) -> control_pb2.Done:
        play = self._play(number)
        feedback = messages.feedback(message, len(play.session.agents), play.session.reward_components)
        start = time.perf_counter_ns()
        play.policy.learn(feedback)
        done = _done(start)
        metrics = play.policy.take_metrics()
        if metrics is not None:
            step, values = metrics
            numbers = [control_pb2.Metric(name=name, value=float(value)) for name, value in values.items()]
            self._tell(control_pb2.Metrics(step=step, metrics=numbers), number)
        return done

    def _save(self, message: control_pb2.Save, number: int) -> control_pb2.Done:
        start = time.perf_counter_ns()
        self._play(number).policy.save(message.path)
        return _done(start)

    def _load(self, message: control_pb2.Load, number: int) -> control_pb2.Done:
        start = time.perf_counter_ns()
        self._play(number).policy.load(message.path)
        return _done(start)

    def _ping(self, message: control_pb2.Ping, number: int) -> control_pb2.Pong:
        return control_pb2.Pong()

    def _shutdown(self, message: control_pb2.Shutdown, number: int) -> control_pb2.Done:
        self._finished = True
        return control_pb2.Done()

    def _play(self, number: int) -> _Play:
        """The session of that number."""
        if number not in self._plays:
            raise messages.malformed(f"a message names session {number}, which is not open")
        return self._plays[number]

    def _reply(self, body) -> None:
        """Sends the terminal reply to the request that waits, or, where none does, tells the host why this ends."""
        reply_to, session = self._waiting
        self._send(body, reply_to, session)
        self._waiting = (0, 0)

    def _tell(self, body, session: int) -> None:
        """Sends what nobody asked for; the request that waits goes on waiting."""
        self._send(body, 0, session)

    def _send(self, body, reply_to: int, session: int) -> None:
        member = {type(body).__name__.lower(): body}
        envelope = envelope_pb2.PluginEnvelope(id=self._next_id, reply_to=reply_to, session=session, **member)
        self._frames.write(envelope.SerializeToString())
        self._next_id += 2

    def _refuse(self, error: ProtocolError) -> int:
        """Tells both the host and people why the conversation ends."""
        print(f"firstmover: the conversation with the host ends: {error}", file=sys.stderr)
        try:
            self._reply(control_pb2.Error(code=error.code, message=str(error)))
        except BrokenPipeError:
            pass  # It does not listen any more either.
        return PROTOCOL


def _done(start: int) -> control_pb2.Done:
    return control_pb2.Done(compute_us=_microseconds_since(start))


def _microseconds_since(start: int) -> float:
    return (time.perf_counter_ns() - start) / 1000


def _one_line(error: BaseException) -> str:
    """An exception as one line: its kind, its message, and where it was raised."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    message = " ".join(str(error).split()) or "no message"
    return f"{type(error).__name__}: {message} ({os.path.basename(frame.filename)}, line {frame.lineno})"
