"""Shipped checkpoints in a program of another make: onnxruntime plays what the learner that saved them plays."""

import json
import os
import subprocess
import sys
from pathlib import Path

import onnx
import pytest
from host import ROOT

COMMAND = os.environ.get("FIRSTMOVER_COMMAND")
MODELS = sorted(ROOT.glob("plugins/*/checkpoints/*.onnx"))


@pytest.fixture(autouse=True)
def impatience():
    """In place of the one for conversations: a run has its own limits."""


def test_every_learner_ships_a_policy_for_each_role():
    shipped = {(model.parts[-3], model.name.split("-")[0]) for model in MODELS}
    assert shipped == {(name, role) for name in ("sac", "td3", "ddpg") for role in ("operator", "followers")}


@pytest.mark.parametrize("path", MODELS, ids=lambda path: f"{path.parts[-3]}-{path.name.split('-')[0]}")
def test_a_model_is_what_onnx_asks_for(path):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    assert [(entry.domain, entry.version) for entry in model.opset_import] == [("", 17)]
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    assert metadata["algorithm"] == path.parts[-3] and path.name.endswith(f"-{metadata['scenarioHash'][:16]}.onnx")
    batch, agents, _ = (dimension.dim_param or dimension.dim_value
                        for dimension in model.graph.input[0].type.tensor_type.shape.dim)
    assert batch == "B" and agents == int(metadata["agents"])


def metrics(role: str, policy: str):
    """Every metric of every episode."""
    other = {"operator": "followers=best-response", "followers": "operator=analytic"}[role].split("=")
    arguments = [f"--{role}", policy, f"--{other[0]}", other[1], "--episodes", "3", "--seed", "11", "--envs", "3"]
    outcome = subprocess.run(
        [COMMAND, "run", "pricing", *arguments, "--format", "json", "--quiet", "--no-store"], capture_output=True,
        text=True, timeout=120)
    assert outcome.returncode == 0, outcome.stderr
    return {name: metric["perEpisode"] for name, metric in json.loads(outcome.stdout)["metrics"].items()}


@pytest.mark.skipif(not COMMAND, reason="FIRSTMOVER_COMMAND is not set; make test-python")
@pytest.mark.parametrize("path", MODELS, ids=lambda path: f"{path.parts[-3]}-{path.name.split('-')[0]}")
def test_onnxruntime_plays_what_the_learner_plays(path: Path):
    role = path.name.split("-")[0]
    ours = metrics(role, path.parts[-3])
    theirs = metrics(role, f"{sys.executable} {Path(__file__).with_name('onnx_policy.py')} {path}")
    for name, values in ours.items():
        # Prices and sizes agree to single precision, 1e-6, and utilities are smooth in them.
        assert theirs[name] == pytest.approx(values, rel=1e-5, abs=2e-5), name
