"""The Python SDK as a host meets it: processes over pipes."""

import contextlib
import os
import pty
import shutil
import subprocess
import sys

import numpy as np
import pytest
from firstmover.v1 import control_pb2, envelope_pb2, handshake_pb2, play_pb2, session_pb2
from google.protobuf import descriptor_pb2, descriptor_pool
from host import NONCE, PATIENCE, ROOT, SDK, price_session

HALF = """
class Half(firstmover.Policy):
    def decide(self, observations, actions):
        actions["u"] = 0.5

firstmover.serve(Half)
"""


def policy(body: str) -> str:
    """A main that serves a policy with the given methods."""
    indented = "\n".join("    " + line for line in body.strip().splitlines())
    return f"class Mine(firstmover.Policy):\n{indented}\n\nfirstmover.serve(Mine)\n"


def decide(host, session=1, rows=2, stage=0, snr=None, **fields):
    snr = np.zeros((rows, 1, 3, 2)) if snr is None else snr
    message = dict(stage=stage, rows=rows, observation=[snr.tobytes()]) | fields
    return host.ask(session, decide=play_pb2.Decide(**message))


def opened(host, session=1, **changes):
    host.hello()
    return host.ask(session, open=price_session(**changes))


class TestHandshake:
    def test_welcome_settles_what_both_sides_hold_to(self, plugin):
        welcome = plugin(HALF).hello(minor=9, features=["unheard-of"], frame_bytes=100_000)
        assert welcome.nonce == NONCE
        assert (welcome.major, welcome.minor) == (1, 0)
        assert list(welcome.features) == []
        assert welcome.frame_bytes == 100_000
        assert welcome.requests_in_flight == 1
        assert (welcome.name, welcome.version) == ("Half", "0.0.0")
        assert welcome.language == f"python {sys.version_info.major}.{sys.version_info.minor}"
        assert list(welcome.roles) == [handshake_pb2.ROLE_OPERATOR, handshake_pb2.ROLE_FOLLOWERS]
        assert welcome.deterministic and not welcome.learns

    def test_welcome_shows_what_the_class_says_of_itself(self, plugin):
        host = plugin(
            policy('name = "mine"\nversion = "2.1"\nroles = ("operator",)\nis_deterministic = False\nlearns = True')
        )
        welcome = host.hello()
        assert (welcome.name, welcome.version, list(welcome.roles)) == ("mine", "2.1", [handshake_pb2.ROLE_OPERATOR])
        assert not welcome.deterministic and welcome.learns

    @pytest.mark.parametrize("major, remedy", [(2, "update its firstmover package"), (0, "update the host")])
    def test_another_major_is_refused_by_naming_both(self, plugin, major, remedy):
        host = plugin(HALF)
        error = host.hello(major=major)
        assert error.code == control_pb2.ERROR_CODE_VERSION_MISMATCH
        assert f"{major}.0" in error.message and "1.0" in error.message and remedy in error.message
        assert host.finish()[0] == 76

    @pytest.mark.parametrize(
        "changes", [{"frame_bytes": 65_535}, {"frame_bytes": 1 << 26}, {"nonce": b"short"}, {"requests_in_flight": 0}]
    )
    def test_an_impossible_hello_is_a_protocol_error(self, plugin, changes):
        host = plugin(HALF)
        assert host.hello(**changes).code == control_pb2.ERROR_CODE_DECODE_ERROR
        assert host.finish()[0] == 76

    def test_the_first_message_must_be_hello(self, plugin):
        host = plugin(HALF)
        assert host.ask(ping=control_pb2.Ping()).code == control_pb2.ERROR_CODE_DECODE_ERROR
        assert host.finish()[0] == 76

    def test_there_is_one_hello(self, plugin):
        host = plugin(HALF)
        host.hello()
        assert host.hello().code == control_pb2.ERROR_CODE_DECODE_ERROR
        assert host.finish()[0] == 76


class TestSession:
    def test_by_default_takes_the_first_action_space_and_observations(self, plugin):
        answer = opened(plugin(HALF))
        assert list(answer.action_spaces) == [0]
        assert (answer.wants_observation, answer.wants_instance, answer.wants_feedback) == (True, False, False)

    def test_shows_the_policy_what_it_plays(self, plugin):
        check = """
def open(self, session):
    assert (session.role, session.scenario, session.mode) == ("followers", "pricing/dense", "train")
    assert (session.agents, session.agent_count, session.rows) == (range(2, 5), 8, 4)
    assert session.options == {"a": "2", "b": ""} and session.reward_components == ("utility", "other")
    [stage] = session.stages
    assert (stage.name, stage.role) == ("price", "operator")
    assert [tensor.name for tensor in stage.instance] == ["gammaA", "eps"]
    assert stage.observation[0] == firstmover.TensorSpace("snr", (3, 2), np.dtype("<f8"), firstmover.Box((0,), (1,)))
    level = firstmover.TensorSpace("level", (), np.dtype("<i4"), firstmover.Discrete(0, 11))
    assert stage.actions[1].tensors[0] == level
    return firstmover.Acceptance(session, "grid", wants_observation=False, wants_instance=True, wants_feedback=True)
"""
        options = [session_pb2.Option(key=key, value=value) for key, value in [("a", "1"), ("a", "2"), ("b", "")]]
        answer = opened(
            plugin(policy(check)), role=handshake_pb2.ROLE_FOLLOWERS, scenario="pricing/dense", agents=3,
            first_agent=2, agents_in_game=8, mode=session_pb2.MODE_TRAIN, options=options,
        )  # fmt: skip
        assert isinstance(answer, session_pb2.Opened), answer.message
        assert list(answer.action_spaces) == [1]
        assert (answer.wants_observation, answer.wants_instance, answer.wants_feedback) == (False, True, True)

    @pytest.mark.parametrize(
        "body, changes, said",
        [
            ("def open(self, session): return firstmover.Acceptance(session, 'hue')", {}, "it has share, grid"),
            ("def open(self, session): raise firstmover.PolicyError('no such game')", {}, "no such game"),
            ("roles = ('followers',)", {}, "plays followers, not operator"),
            ("", {"role": handshake_pb2.ROLE_ENVIRONMENT}, "not environment"),
            ("learns = True", {"weights_of": 1}, "cannot share"),
        ],
        ids=["unknown action space", "refused by the policy", "other role", "environment", "weights"],
    )
    def test_that_cannot_be_played_is_a_spec_mismatch(self, plugin, body, changes, said):
        host = plugin(policy(body or "pass"))
        opened(host)
        error = host.ask(2, open=price_session(**changes))
        assert error.code == control_pb2.ERROR_CODE_SPEC_MISMATCH
        assert said in error.message
        assert isinstance(host.ask(ping=control_pb2.Ping()), control_pb2.Pong)

    def test_has_a_policy_of_its_own(self, plugin):
        host = plugin(policy("""
level = 0
def reset(self, row, seed):
    self.level = seed / 8
def decide(self, observations, actions):
    actions["u"] = self.level
"""))  # fmt: skip
        opened(host)
        host.ask(7, open=price_session(weights_of=1))
        host.ask(1, reset=play_pb2.Reset(rows=[0], seeds=[2]))
        host.ask(7, reset=play_pb2.Reset(rows=[3], seeds=[4]))
        assert np.frombuffer(decide(host, 1).actions[0])[0] == 0.25
        assert np.frombuffer(decide(host, 7).actions[0])[0] == 0.5

    @pytest.mark.parametrize("session", [0, 1], ids=["zero", "open already"])
    def test_needs_a_number_of_its_own(self, plugin, session):
        host = plugin(HALF)
        opened(host)
        assert host.ask(session, open=price_session()).code == control_pb2.ERROR_CODE_DECODE_ERROR
        assert host.finish()[0] == 76


class TestDecision:
    def test_is_what_the_policy_wrote(self, plugin):
        host = plugin(HALF)
        opened(host)
        decision = decide(host, rows=3)
        assert np.array_equal(np.frombuffer(decision.actions[0]), np.full(3 * 3 * 2, 0.5))
        assert 0 < decision.compute_us < 1e6

    def test_sees_every_row_and_tensor_in_its_shape(self, plugin):
        host = plugin(policy("""
def open(self, session):
    return firstmover.Acceptance(session, ["grid"], wants_instance=True)
def decide(self, observations, actions):
    snr, gamma, eps = observations["snr"], observations.instance["gammaA"], observations.instance["eps"]
    assert (observations.stage, observations.slot, observations.rows, observations.is_bootstrap) == (0, 5, 2, True)
    assert (snr.shape, gamma.shape, eps.shape) == ((2, 1, 3, 2), (2, 3), (2,))
    assert (actions["level"].shape, actions["fine"].shape) == ((2, 1), (2, 1))
    actions["level"] = snr[:, :, 2, 1]
    actions["fine"][:, 0] = gamma.sum(axis=1) + eps
"""))  # fmt: skip
        opened(host)
        snr = np.arange(12.0).reshape(2, 1, 3, 2)
        gamma, eps = np.array([[1.0, 2, 3], [4, 5, 6]]), np.array([0.25, 0.5])
        decision = decide(host, snr=snr, slot=5, bootstrap=True, instance=[gamma.tobytes(), eps.tobytes()])
        assert isinstance(decision, play_pb2.Decision), decision.message
        level, fine = decision.actions
        assert np.frombuffer(level, "<i4").tolist() == [5, 11]
        assert np.frombuffer(fine, "<f4").tolist() == [6.25, 15.5]

    def test_starts_from_zeros_in_every_slot(self, plugin):
        host = plugin(policy("""
def decide(self, observations, actions):
    if observations.slot == 0:
        actions["u"] = 1
"""))  # fmt: skip
        opened(host)
        assert np.frombuffer(decide(host, slot=0).actions[0]).all()
        assert not np.frombuffer(decide(host, slot=1).actions[0]).any()

    @pytest.mark.parametrize(
        "fields",
        [
            {"observation": []},
            {"observation": [b"1234567"]},
            {"instance": [b""]},
            {"stage": 1},
            {"rows": 5},
            {"rows": 0},
        ],
        ids=["no tensor", "seven bytes", "unasked instance", "no such stage", "too many rows", "no rows"],
    )
    def test_refuses_what_the_session_did_not_announce(self, plugin, fields):
        host = plugin(HALF)
        opened(host)
        assert decide(host, **fields).code == control_pb2.ERROR_CODE_DECODE_ERROR
        assert host.finish()[0] == 76

    def test_of_a_session_that_is_not_open_is_refused(self, plugin):
        host = plugin(HALF)
        opened(host)
        assert decide(host, session=2).code == control_pb2.ERROR_CODE_DECODE_ERROR


class TestReports:
    def test_come_row_by_row_and_name_by_name(self, plugin):
        host = plugin(policy("""
def open(self, session):
    return firstmover.Acceptance(session, reports=["rounds", "residual"])
def decide(self, observations, actions):
    assert actions.reports["rounds"].shape == (observations.rows,)
    assert np.isnan(actions.reports["rounds"]).all() and np.isnan(actions.reports["residual"]).all()
    actions.reports["rounds"] = observations["snr"][:, 0, 0, 0]
    if observations.slot == 0:
        actions.reports["residual"][1] = -2.5
"""))  # fmt: skip
        assert list(opened(host).reports) == ["rounds", "residual"]
        snr = np.zeros((3, 1, 3, 2))
        snr[:, 0, 0, 0] = [4, 5, 6]
        first = np.frombuffer(decide(host, rows=3, snr=snr, slot=0).reports, "<f8").reshape(3, 2)
        assert np.array_equal(first, [[4, np.nan], [5, -2.5], [6, np.nan]], equal_nan=True)
        # Nothing of an earlier slot, whatever the number of rows.
        second = np.frombuffer(decide(host, rows=2, snr=snr[:2], slot=1).reports, "<f8").reshape(2, 2)
        assert np.array_equal(second, [[4, np.nan], [5, np.nan]], equal_nan=True)

    def test_stay_empty_where_nothing_is_reported(self, plugin):
        host = plugin(HALF)
        assert list(opened(host).reports) == []
        assert decide(host).reports == b""

    @pytest.mark.parametrize(
        "reports, message",
        [
            ("'rounds'", "a list of names, not the name 'rounds'"),
            ("['2nd']", "not '2nd'"),
            ("['größe']", "not 'größe'"),
            ("['']", "not ''"),
            ("['a\\n']", "a report's name has at most 64 letters"),
            ("['n' * 65]", "a report's name has at most 64 letters"),
            ("['a', 'a']", "each once"),
            ("[f'n{i}' for i in range(65)]", "65 reports named; at most 64"),
        ],
    )
    def test_with_names_that_the_host_would_refuse_are_told_so(self, plugin, reports, message):
        host = plugin(policy(f"def open(self, session): return firstmover.Acceptance(session, reports={reports})"))
        error = opened(host)
        assert error.code == control_pb2.ERROR_CODE_PLUGIN_ERROR
        assert message in error.message

    def test_up_to_the_limits_are_taken(self, plugin):
        names = "['n' * 64] + [f'N_{i}-a' for i in range(63)]"
        host = plugin(policy(f"def open(self, session): return firstmover.Acceptance(session, reports={names})"))
        assert len(opened(host).reports) == 64


class TestRequests:
    def test_reset_hands_on_rows_and_whole_seeds(self, plugin):
        host = plugin(policy("""
def reset(self, row, seed):
    assert (row, seed) in [(3, 2**64 - 1), (0, 0)]
"""))  # fmt: skip
        opened(host)
        done = host.ask(1, reset=play_pb2.Reset(rows=[3, 0], seeds=[2**64 - 1, 0]))
        assert isinstance(done, control_pb2.Done)

    @pytest.mark.parametrize("rows, seeds", [([4], [1]), ([0, 1], [1])], ids=["no such row", "a seed too few"])
    def test_reset_must_fit_the_session(self, plugin, rows, seeds):
        host = plugin(HALF)
        opened(host)
        assert host.ask(1, reset=play_pb2.Reset(rows=rows, seeds=seeds)).code == control_pb2.ERROR_CODE_DECODE_ERROR

    def test_feedback_hands_on_rewards_by_component(self, plugin):
        host = plugin(policy("""
def learn(self, feedback):
    assert (feedback.slot, feedback.rows, feedback.components) == (9, 2, ("utility", "other"))
    assert feedback.rewards.tolist() == [[[1, 2]], [[3, 4]]]
    assert feedback.terminated.tolist() == [False, True] and feedback.truncated.tolist() == [True, False]
"""))  # fmt: skip
        opened(host)
        rewards = np.array([1.0, 2, 3, 4]).tobytes()
        message = play_pb2.Feedback(slot=9, rows=2, rewards=rewards, terminated=b"\0\1", truncated=b"\1\0")
        assert isinstance(host.ask(1, feedback=message), control_pb2.Done)

    def test_metrics_come_before_the_reply_to_feedback(self, plugin):
        host = plugin(policy("""
def take_metrics(self):
    return 7, {"loss/critic": 0.5, "alpha": float("nan")}
"""))  # fmt: skip
        opened(host)
        message = play_pb2.Feedback(slot=0, rows=1, rewards=np.zeros(2).tobytes(), terminated=b"\0", truncated=b"\0")
        request = host.envelope(1, feedback=message)
        host.send(request)
        told, done = host.receive(), host.receive()
        assert (told.reply_to, told.session, told.WhichOneof("body")) == (0, 1, "metrics")
        assert told.metrics.step == 7 and [metric.name for metric in told.metrics.metrics] == ["loss/critic", "alpha"]
        assert told.metrics.metrics[0].value == 0.5 and np.isnan(told.metrics.metrics[1].value)
        assert (done.reply_to, done.WhichOneof("body")) == (request.id, "done")

    def test_checkpoints_go_by_path(self, plugin, tmp_path):
        host = plugin(policy("""
def save(self, path):
    with open(path + "/level", "w") as file: file.write("0.75")
def load(self, path):
    with open(path + "/level") as file: self.level = float(file.read())
def decide(self, observations, actions):
    actions["u"] = self.level
"""))  # fmt: skip
        opened(host)
        assert isinstance(host.ask(1, save=control_pb2.Save(path=str(tmp_path))), control_pb2.Done)
        assert isinstance(host.ask(1, load=control_pb2.Load(path=str(tmp_path))), control_pb2.Done)
        assert np.frombuffer(decide(host).actions[0])[0] == 0.75

    def test_a_policy_without_weights_says_so(self, plugin):
        host = plugin(HALF)
        opened(host)
        saved = host.ask(1, save=control_pb2.Save(path="/tmp"))
        loaded = host.ask(1, load=control_pb2.Load(path="/tmp"))
        assert (saved.code, saved.message) == (control_pb2.ERROR_CODE_PLUGIN_ERROR, "this policy has nothing to save")
        assert (loaded.code, loaded.message) == (
            control_pb2.ERROR_CODE_SPEC_MISMATCH,
            "this policy has nothing to load",
        )

    def test_cancel_is_not_answered_itself(self, plugin):
        host = plugin(HALF)
        host.hello()
        host.send(host.envelope(cancel=control_pb2.Cancel(request=2)))
        assert isinstance(host.ask(ping=control_pb2.Ping()), control_pb2.Pong)

    def test_of_a_later_version_are_unimplemented(self, plugin):
        host = plugin(HALF)
        host.hello()
        # Field 200, an empty message.
        body = host.envelope().SerializeToString() + b"\xc2\x0c\x00"
        host.write(len(body).to_bytes(4, "big") + body)
        error = host.receive().error
        assert error.code == control_pb2.ERROR_CODE_UNIMPLEMENTED
        assert "kind 200" in error.message
        assert isinstance(host.ask(ping=control_pb2.Ping()), control_pb2.Pong)


class TestFailingPolicy:
    def test_is_one_line_for_the_host_and_a_traceback_on_standard_error(self, plugin):
        host = plugin(policy("""
def decide(self, observations, actions):
    raise ValueError("bad\\nluck") if observations.slot == 0 else firstmover.PolicyError("cannot decide")
"""))  # fmt: skip
        opened(host)
        first, second = decide(host, slot=0), decide(host, slot=1)
        assert first.code == second.code == control_pb2.ERROR_CODE_PLUGIN_ERROR
        assert first.message == "ValueError: bad luck (main0.py, line 5)"
        assert second.message == "cannot decide"
        code, said = host.finish()
        assert code == 0
        assert said.count("Traceback") == 1 and "ValueError: bad\nluck" in said

    @pytest.mark.parametrize(
        "statement, message",
        [
            ("actions['v'] = 1", "there is no action 'v'; there are u"),
            ("actions.reports['v'] = 1", "there is no report 'v'; there are none"),
            ("observations['rnr']", "there is no observation 'rnr'; there are snr"),
            ("actions['u'] = np.zeros(4)", "could not broadcast"),
            ("observations['snr'][:] = 1", "read-only"),
            ("raise SystemExit(3)", "SystemExit: 3"),
        ],
    )
    def test_is_told_what_it_did(self, plugin, statement, message):
        host = plugin(policy(f"def decide(self, observations, actions):\n    {statement}"))
        opened(host)
        error = decide(host)
        assert error.code == control_pb2.ERROR_CODE_PLUGIN_ERROR
        assert message in error.message
        assert isinstance(host.ask(ping=control_pb2.Ping()), control_pb2.Pong)

    def test_without_a_decision_is_told_what_it_lacks(self, plugin):
        host = plugin(policy("pass"))
        opened(host)
        assert "Mine has no method decide" in decide(host).message

    def test_may_print(self, plugin):
        host = plugin(policy("""
def decide(self, observations, actions):
    import os, subprocess
    print("printed")
    os.write(1, b"native\\n")
    subprocess.run(["echo", "child"])
    assert os.read(0, 1) == b""
"""))  # fmt: skip
        opened(host)
        assert isinstance(decide(host), play_pb2.Decision)
        code, said = host.finish()
        assert code == 0
        assert sorted(said.split()) == ["child", "native", "printed"]


class TestStream:
    @pytest.mark.parametrize("cuts", [[1], [2], [3], [4], [5], range(1, 40)], ids=str)
    def test_may_come_in_any_pieces(self, plugin, cuts):
        host = plugin(HALF)
        hello = handshake_pb2.Hello(major=1, frame_bytes=65_536, requests_in_flight=1, nonce=NONCE)
        body = host.envelope(hello=hello).SerializeToString()
        frame = len(body).to_bytes(4, "big") + body
        for start, end in zip([0, *cuts], [*cuts, len(frame)]):
            host.write(frame[start:end])
        assert host.receive().welcome.nonce == NONCE

    def test_may_hold_several_frames_at_once(self, plugin):
        host = plugin(HALF)
        host.hello()
        bodies = [host.envelope(ping=control_pb2.Ping()).SerializeToString() for _ in range(3)]
        host.write(b"".join(len(body).to_bytes(4, "big") + body for body in bodies))
        assert [host.receive().reply_to for _ in range(3)] == [4, 6, 8]

    @pytest.mark.parametrize(
        "data, code",
        [
            (b"\0\0\0\0", control_pb2.ERROR_CODE_DECODE_ERROR),
            (b"hello\n", control_pb2.ERROR_CODE_DECODE_ERROR),
            (b"\0\1\0\1", control_pb2.ERROR_CODE_FRAME_TOO_LARGE),
            (b"\3\xff\xff\xff", control_pb2.ERROR_CODE_FRAME_TOO_LARGE),
            (b"\0\0\0\3\xff\xff\xff", control_pb2.ERROR_CODE_DECODE_ERROR),
            (b"\0\0\0\2\x08\x10", control_pb2.ERROR_CODE_DECODE_ERROR),
        ],
        ids=["length zero", "text", "65,537 bytes", "largest length", "junk", "no body"],
    )
    def test_with_a_bad_frame_ends_with_an_error(self, plugin, data, code):
        host = plugin(HALF)
        host.hello(frame_bytes=65_536)
        host.write(data)
        assert host.receive().error.code == code
        status, said = host.finish()
        assert status == 76
        assert said.startswith("firstmover: the conversation with the host ends: ")

    @pytest.mark.parametrize("data", [b"\0", b"\0\0\0", b"\0\0\0\5", b"\0\0\0\5\x08\x04"], ids=repr)
    def test_that_ends_within_a_frame_is_truncated(self, plugin, data):
        host = plugin(HALF)
        host.hello()
        host.write(data)
        host.close_input()
        assert host.receive().error.code == control_pb2.ERROR_CODE_TRUNCATED_FRAME
        assert host.finish()[0] == 76

    @pytest.mark.parametrize("identifier", [0, 2, 5], ids=["zero", "used", "odd"])
    def test_with_a_wrong_id_ends_with_an_error(self, plugin, identifier):
        host = plugin(HALF)
        host.hello()
        host.send(envelope_pb2.HostEnvelope(id=identifier, ping=control_pb2.Ping()))
        reply = host.receive()
        assert (reply.error.code, reply.reply_to) == (control_pb2.ERROR_CODE_ID_VIOLATION, 0)
        assert host.finish()[0] == 76

    @pytest.mark.parametrize(
        "excess, code",
        [(0, control_pb2.ERROR_CODE_UNIMPLEMENTED), (1, control_pb2.ERROR_CODE_FRAME_TOO_LARGE)],
        ids=["at the limit", "one beyond"],
    )
    def test_takes_frames_up_to_the_agreed_limit(self, plugin, excess, code):
        host = plugin(HALF)
        host.hello(frame_bytes=70_000)
        # Field 200, a string of what is left after id, tag and length.
        body = host.envelope().SerializeToString()
        length = 70_000 + excess - len(body) - 5
        body += b"\xc2\x0c" + bytes([length & 127 | 128, length >> 7 & 127 | 128, length >> 14]) + bytes(length)
        assert len(body) == 70_000 + excess
        # A plugin that refuses the length may end before it is sent the rest, which a pipe does not hold.
        with contextlib.suppress(BrokenPipeError) if excess else contextlib.nullcontext():
            host.write(len(body).to_bytes(4, "big") + body)
        assert host.receive().error.code == code

    def test_a_reply_beyond_the_limit_is_an_error(self, plugin):
        host = plugin(HALF)
        host.hello(frame_bytes=65_536)
        host.ask(1, open=price_session(rows=1500, stages=[wide_stage()]))
        error = host.ask(1, decide=play_pb2.Decide(rows=1500))
        assert error.code == control_pb2.ERROR_CODE_FRAME_TOO_LARGE
        assert "use fewer environments" in error.message


def wide_stage():
    """A stage without observation whose actions take 48 bytes a row."""
    stage = session_pb2.Stage()
    stage.CopyFrom(price_session().stages[0])
    del stage.observation[:]
    return stage


class TestEnd:
    def test_shutdown_is_answered_and_obeyed_with_the_input_open(self, plugin):
        host = plugin(HALF)
        host.hello()
        assert isinstance(host.ask(shutdown=control_pb2.Shutdown()), control_pb2.Done)
        assert host.process.wait(PATIENCE) == 0

    def test_of_the_input_is_a_clean_exit(self, plugin):
        host = plugin(HALF)
        host.hello()
        assert host.finish() == (0, "")

    def test_of_the_host_is_a_clean_exit(self, plugin):
        host = plugin(HALF)
        host.hello()
        host.process.stdout.close()
        host.send(host.envelope(ping=control_pb2.Ping()))
        assert host.process.wait(PATIENCE) == 0

    @pytest.mark.parametrize("data", [b"", b"run pricing\n", b"\0\0"], ids=["nothing", "text", "half a length"])
    def test_without_any_frame_is_a_start_by_hand(self, plugin, data):
        host = plugin(HALF)
        host.write(data)
        code, said = host.finish()
        assert code == 64
        assert said == "main0.py is a firstmover plugin: name it to `firstmover run` instead of starting it by hand\n"

    def test_at_a_terminal_is_a_start_by_hand(self, tmp_path):
        main = tmp_path / "mine.py"
        main.write_text("import firstmover\n" + HALF)
        leading, following = pty.openpty()
        run = subprocess.run(
            [sys.executable, main], stdin=following, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(SDK)}, timeout=PATIENCE, check=False,
        )  # fmt: skip
        os.close(leading)
        os.close(following)
        assert (run.returncode, run.stdout) == (64, b"")
        assert run.stderr.startswith(b"mine.py is a firstmover plugin")

    def test_comes_at_once_for_what_is_not_a_class(self, plugin):
        code, said = plugin("firstmover.serve(firstmover.Policy())").finish()
        assert code == 1
        assert "serve takes the policy's class" in said


def test_generated_code_is_what_the_schema_says(tmp_path):
    """Whatever the version of protoc: the descriptors are compared, not the text around them."""
    if shutil.which("protoc") is None:
        pytest.skip("protoc is not installed")
    schema = ROOT / "Protos"
    names = [str(path.relative_to(schema)) for path in sorted(schema.glob("firstmover/v1/*.proto"))]
    output = tmp_path / "descriptors"
    subprocess.run(["protoc", f"--proto_path={schema}", f"--descriptor_set_out={output}", *names], check=True)
    files = descriptor_pb2.FileDescriptorSet.FromString(output.read_bytes()).file
    assert len(files) == len(names) > 0
    for file in files:
        generated = descriptor_pb2.FileDescriptorProto()
        descriptor_pool.Default().FindFileByName(file.name).CopyToProto(generated)
        assert peer_notices(generated) == peer_notices(file)


def peer_notices(file):
    """Everything of a schema file that a peer could notice: fields and enum values with their numbers and types."""
    fields = {
        (message.name, field.name, field.number, field.type, field.label, field.type_name)
        for message in file.message_type
        for field in message.field
    }
    values = {(enum.name, value.name, value.number) for enum in file.enum_type for value in enum.value}
    return fields | values
