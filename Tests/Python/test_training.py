"""A learner in Python under `firstmover train`: what it says is kept, and it goes on to the same bits."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from host import ROOT, SDK

BUILT = [path for path in [ROOT / ".build" / build / "firstmover" for build in ("release", "debug")] if path.exists()]
COMMAND = os.environ.get("FIRSTMOVER_COMMAND") or max(BUILT, key=lambda path: path.stat().st_mtime, default=None)

#: Moves its one quantity towards what earned more than before; weights are an array that sessions share.
LEARNER = """
import sys

sys.path.insert(0, {sdk!r})
import numpy as np

import firstmover


class Climber(firstmover.Policy):
    name = "climber"
    learns = True

    def __init__(self):
        self.weights = None
        self.generator = np.random.default_rng(0)
        self.surprise = None

    def open(self, session):
        self.trains = session.mode == "train"
        if self.weights is None:
            self.weights = np.array([1.0, 0.0, 0.0])  # mean, baseline, steps
        return firstmover.Acceptance(session, wants_feedback=self.trains)

    def share(self, other):
        self.weights = other.weights

    def decide(self, observations, actions):
        noise = 0.5 * self.generator.standard_normal(actions["quantity"].shape) if self.trains else 0
        self.done = np.clip(self.weights[0] + noise, 0, 8)
        actions["quantity"][...] = self.done

    def learn(self, feedback):
        advantage = feedback.rewards[..., 0] - self.weights[1]
        self.weights[1] += 0.1 * advantage.mean()
        self.weights[0] += (5 * advantage * (self.done - self.weights[0])).mean()
        self.weights[2] += 1
        self.surprise = float(np.abs(advantage).mean())

    def take_metrics(self):
        return int(self.weights[2]), {{"surprise": self.surprise}}

    def save(self, path):
        np.save(path + "/weights.npy", self.weights)
        with open(path + "/generator", "w") as file:
            file.write(repr(self.generator.bit_generator.state))

    def load(self, path):
        self.weights[:] = np.load(path + "/weights.npy")
        with open(path + "/generator") as file:
            self.generator.bit_generator.state = eval(file.read())


firstmover.serve(Climber)
"""

pytestmark = pytest.mark.skipif(COMMAND is None, reason="the command is not built; make build")


@pytest.fixture(autouse=True)
def impatience():
    """In place of the one for conversations, of which a training run has thousands."""


def train(*arguments) -> str:
    done = subprocess.run(
        [COMMAND, "train", *map(str, arguments), "--quiet"], capture_output=True, text=True, timeout=120,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_python_learner_learns_and_goes_on_to_the_same_bits(tmp_path: Path):
    script = tmp_path / "climber.py"
    script.write_text(LEARNER.format(sdk=str(SDK)))
    policies = ["duopoly", "--operator", f"{sys.executable} {script}", "--followers", "best-response"]
    longer = train(*policies, "--out", tmp_path / "a", "--episodes", 32, "--evaluate-every", 8)
    assert "of optimum [%]" in longer
    train(*policies, "--out", tmp_path / "b", "--episodes", 16, "--evaluate-every", 8)
    train("--resume", "--out", tmp_path / "b", "--episodes", 32)
    curves = (tmp_path / "a" / "curves.csv").read_bytes()
    assert curves == (tmp_path / "b" / "curves.csv").read_bytes()
    assert curves.count(b",learner,operator,surprise,") == 4
    for name in ("weights.npy", "generator"):
        paths = [tmp_path / run / "operator" / "last" / name for run in "ab"]
        assert paths[0].read_bytes() == paths[1].read_bytes()
    evaluations = [line for line in curves.decode().splitlines() if ",operatorUtility," in line]
    assert float(evaluations[-1].split(",")[-1]) > 7.8  # of 8
