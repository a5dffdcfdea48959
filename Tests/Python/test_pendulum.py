"""The learning plugins in a conversation with a host of another make, of which `make pendulum` is the long form.

Tiny networks in a game of a few slots: what is held here is when transitions are complete, what is said of learning,
what is kept, and that the same seed gives the same bits.
"""

import os
import subprocess
import sys

import numpy as np
import onnxruntime
import pytest
from host import ROOT

sys.path.append(str(ROOT / "Tests" / "Pendulum"))

from learner import Box, Game, Learner, LearnerFailed  # noqa: E402 (found by the path above)

COMMAND = os.environ.get("FIRSTMOVER_COMMAND")
FOLDERS = [os.path.dirname(COMMAND)] if COMMAND else [ROOT / ".build" / build for build in ("release", "debug")]
ALGORITHMS = ("sac", "td3", "ddpg")
#: The executable of each algorithm, None where it is not built.
BUILT = {
    name: next((path for folder in FOLDERS if os.path.exists(path := f"{folder}/{name}")), None) for name in ALGORITHMS
}
#: Transitions that come before the first gradient step, and slots of an episode.
WARM_UP, SLOTS = 10, 5
OPTIONS = {
    "hidden": "8x8", "batch": "4", "replay": "64", "warm-up": str(WARM_UP), "rate": "1e-2", "discount": "0.9",
    "squash": "tanh",
}
#: Two numbers a state and two an action, with bounds of their own each.
GAME = Game("doubles", "5" * 64, Box("seen", (-1, 0), (1, 3)), Box("done", (-2, 1), (2, 1.5)))

pytestmark = pytest.mark.skipif(None in BUILT.values(), reason="the learners are not built; make build")


@pytest.fixture(autouse=True)
def impatience():
    """In place of the one for conversations: this host gives up on a silent plugin by itself."""


@pytest.fixture(params=ALGORITHMS)
def executable(request):
    return BUILT[request.param]


def observation(episode: int, slot: int) -> np.ndarray:
    """What is seen, shape [1, 2]: the same whatever was done."""
    generator = np.random.default_rng([episode, slot])
    return generator.uniform(GAME.observation.low, GAME.observation.high)[None].astype(np.float32)


def play(session, episodes=range(4), terminates: bool = False, bootstraps: bool = True, between=lambda: None):
    """Plays episodes; gives the actions, and per slot what was said of learning. Calls `between` after each slot."""
    actions, metrics = [], []
    for episode in episodes:
        session.reset([1000 + episode])
        for slot in range(SLOTS):
            [action] = session.decide(slot, observation(episode, slot))
            ends = slot == SLOTS - 1
            reward = -float(np.square(action - 1.2).sum())
            metrics.append(session.feed_back(slot, reward, ends and terminates, ends and not terminates))
            actions.append(action)
            between()
        if bootstraps:
            session.decide(SLOTS, observation(episode, SLOTS), bootstrap=True)
    return np.array(actions), metrics


def first_step(metrics) -> int:
    """In which feedback learning was spoken of first, counted from 1."""
    return next(index for index, said in enumerate(metrics, 1) if said)


def test_it_learns_what_a_handshake_tells_of_a_game(executable):
    with Learner(executable) as learner:
        assert learner.welcome.name == os.path.basename(executable)
        assert learner.welcome.deterministic and learner.welcome.learns
        learner.open(GAME, "train", options=OPTIONS)
        learner.shut_down()


def test_a_time_limits_transition_is_complete_once_what_came_after_it_was_seen(executable):
    # Two episodes of five transitions, so that the first feedback of the third learns.
    with Learner(executable) as learner:
        _, metrics = play(learner.open(GAME, "train", options=OPTIONS))
    assert first_step(metrics) == 2 * SLOTS + 1


def test_without_a_bootstrap_the_last_transition_of_an_episode_is_lost(executable):
    # Two episodes of four transitions, and two of the third.
    with Learner(executable) as learner:
        _, metrics = play(learner.open(GAME, "train", options=OPTIONS), bootstraps=False)
    assert first_step(metrics) == 2 * SLOTS + 3


def test_a_terminal_transition_is_complete_at_once(executable):
    # The tenth transition is that of the tenth feedback.
    with Learner(executable) as learner:
        _, metrics = play(learner.open(GAME, "train", options=OPTIONS), terminates=True, bootstraps=False)
    assert first_step(metrics) == 2 * SLOTS


def test_metrics_come_once_a_feedback_that_learned(executable):
    with Learner(executable) as learner:
        _, metrics = play(learner.open(GAME, "train", options=OPTIONS))
    said = [message for messages in metrics for message in messages]
    # Episodes of 5 transitions, learning from the 11th feedback of 20 on, a step each.
    assert [message.step for message in said] == list(range(1, 11))
    for message in said:
        expected = {
            "sac": ["criticLoss", "actorLoss", "temperature/action"],
            # Its actor learns in every other step.
            "td3": ["criticLoss", "actorLoss"][: 2 - message.step % 2],
            "ddpg": ["criticLoss", "actorLoss"],
        }
        assert [metric.name for metric in message.metrics] == expected[os.path.basename(executable)]
        assert np.isfinite([metric.value for metric in message.metrics]).all()


def test_the_same_seed_gives_the_same_actions_and_another_one_others(executable):
    def actions(episodes):
        with Learner(executable) as learner:
            return play(learner.open(GAME, "train", options=OPTIONS), episodes)[0]

    first = actions(range(4))
    assert np.array_equal(first, actions(range(4)))
    assert not np.array_equal(first[:SLOTS], actions(range(1, 2)))


def test_warm_up_draws_from_the_whole_range_of_each_number(executable):
    with Learner(executable) as learner:
        actions, _ = play(learner.open(GAME, "train", options=OPTIONS | {"warm-up": "1000"}), range(40))
    shares = (actions - GAME.action.low) / np.subtract(GAME.action.high, GAME.action.low)
    # That none of 200 uniform draws lies in an outer tenth has a chance of 0.9^200 = 7e-10, four times.
    assert (shares.min(axis=0) < 0.1).all() and (shares.max(axis=0) > 0.9).all()


def test_evaluation_neither_explores_nor_disturbs_training(executable):
    seen = np.concatenate([observation(99, slot) for slot in range(3)])
    with Learner(executable) as learner:
        session = learner.open(GAME, "train", options=OPTIONS)
        evaluation = learner.open(GAME, "evaluate", rows=3, weights_of=session)
        evaluated = []

        def evaluate():
            evaluation.reset([1, 2, 3])
            evaluated.append(evaluation.decide(0, seen))
            # Again with other seeds, the rows in another order: a decision is a matter of weights and state.
            evaluation.reset([7, 8, 9])
            assert np.array_equal(evaluation.decide(0, seen[::-1])[::-1], evaluated[-1])
            assert np.array_equal(evaluation.decide(1, seen[:1]), evaluated[-1][:1])

        watched, _ = play(session, between=evaluate)
        learner.shut_down()
    with Learner(executable) as learner:
        unwatched, _ = play(learner.open(GAME, "train", options=OPTIONS))
    assert np.array_equal(watched, unwatched)
    # It plays with the weights of the moment: the initial ones for ten slots, then those that steps made of them.
    assert all(np.array_equal(actions, evaluated[0]) for actions in evaluated[: 2 * SLOTS])
    assert not np.array_equal(evaluated[2 * SLOTS - 1], evaluated[-1])


@pytest.fixture
def saved(executable, tmp_path):
    """A checkpoint after four episodes, what went on from there, and what was decided with its weights."""
    seen = np.concatenate([observation(99, slot) for slot in range(3)])
    folders = [tmp_path / name for name in ("first", "last")]
    for folder in folders:
        folder.mkdir()
    with Learner(executable) as learner:
        session = learner.open(GAME, "train", options=OPTIONS)
        evaluation = learner.open(GAME, "evaluate", rows=3, weights_of=session)
        play(session)
        session.save(folders[0])
        evaluation.reset([1, 2, 3])
        evaluated = evaluation.decide(0, seen)
        # More than the replay buffer holds.
        actions, _ = play(session, range(4, 20))
        session.save(folders[1])
        learner.shut_down()
    return *folders, actions, seen, evaluated


def test_a_saved_model_decides_in_onnxruntime_as_the_learner_does(saved):
    _, _, _, seen, evaluated = saved
    model = onnxruntime.InferenceSession(saved[0] / "policy.onnx")
    [decided] = model.run(["done"], {"observation": seen[:, None]})
    assert np.abs(decided[:, 0] - evaluated).max() <= 1e-6


def test_a_checkpoint_goes_on_to_the_same_bits(executable, saved, tmp_path):
    first, last, actions, _, _ = saved
    assert sorted(path.name for path in first.iterdir()) == ["policy.onnx", "training.state"]
    again = tmp_path / "again"
    again.mkdir()
    with Learner(executable) as learner:
        session = learner.open(GAME, "train", options=OPTIONS)
        session.load(first)
        resumed, _ = play(session, range(4, 20))
        session.save(again)
        learner.shut_down()
    assert np.array_equal(resumed, actions)
    for path in last.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name
        assert path.read_bytes() != (first / path.name).read_bytes(), path.name


def test_a_checkpoint_plays_what_was_learned(executable, saved):
    first, _, _, seen, evaluated = saved
    with Learner(executable) as learner:
        session = learner.open(GAME, "evaluate", rows=3, options={"checkpoint": str(first)})
        session.reset([5, 6, 7])
        assert np.array_equal(session.decide(0, seen), evaluated)
        learner.shut_down()


def test_a_checkpoint_of_another_game_is_refused(executable, saved):
    other = Game(GAME.name, "6" * 64, GAME.observation, GAME.action)
    with Learner(executable) as learner, pytest.raises(LearnerFailed, match="spec_mismatch.*other parameters"):
        learner.open(other, "evaluate", options={"checkpoint": str(saved[0])})


@pytest.mark.parametrize(
    "mode, options, complaint",
    [
        ("train", {"batch": "0"}, "option batch is '0'; give a whole number from 1"),
        ("train", {"squash": "relu"}, "option squash is 'relu'; give one of logistic, tanh"),
        ("evaluate", {}, "train one with `firstmover train doubles --operator"),
    ],
)
def test_what_cannot_be_played_is_refused_with_the_remedy(executable, mode, options, complaint):
    with Learner(executable) as learner, pytest.raises(LearnerFailed, match=f"spec_mismatch: .*{complaint}"):
        learner.open(GAME, mode, options=options)


class TestFailures:
    """What the host makes of a plugin that fails, with processes that do nothing else."""

    def test_what_a_plugin_said_before_it_ended_is_told(self):
        script = "import sys; sys.stdin.buffer.read(4); sys.exit('out of luck')"
        with pytest.raises(LearnerFailed, match="its output; it ended with code 1; standard error:\nout of luck"):
            Learner(sys.executable, "-c", script)

    def test_a_flood_on_standard_error_stops_nobody(self):
        script = "import sys; sys.stderr.write('x' * 1_000_000 + 'end'); sys.stdin.buffer.read(4)"
        with pytest.raises(LearnerFailed, match="closed its output.*\n.*x{60000}end$"):
            Learner(sys.executable, "-c", script)

    def test_silence_is_not_waited_out(self):
        with pytest.raises(LearnerFailed, match="silent for 0.5 s"):
            Learner(sys.executable, "-c", "import sys; sys.stdin.buffer.read()", patience=0.5)

    def test_text_where_a_frame_should_begin_is_no_frame(self):
        with pytest.raises(LearnerFailed, match="announced a frame"):
            Learner(sys.executable, "-c", "import sys; sys.stdin.buffer.read(4); print('hello')")


def test_the_script_plays_pendulum_and_says_that_steps_were_too_few(executable):
    pytest.importorskip("gymnasium")
    result = subprocess.run(
        [
            sys.executable, ROOT / "Tests" / "Pendulum" / "pendulum.py", "--plugin", executable, "--seeds", "2",
            "--steps", "220", "--episodes", "2", "--evaluate-every", "200",
            *(f"--option={key}={value}" for key, value in OPTIONS.items()),
        ],
        capture_output=True, text=True, timeout=120,
    )
    assert result.returncode == 1, result.stderr
    name = os.path.basename(executable)
    lines = result.stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:4]] == [
        "  seed 0 after 200 steps", f"{name} seed 0", "  seed 1 after 200 steps", f"{name} seed 1",
    ]
    assert lines[-1].endswith("| median -165, min -200: missed |")
