"""Lets the tests import the SDK and the policies from the tree, without installing them."""

import signal
import sys
from pathlib import Path

import pytest

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
sys.path[:0] = [str(PLUGINS / "python"), str(PLUGINS / "python-best-response")]

from host import PATIENCE, Host  # noqa: E402 (found by the path above)


@pytest.fixture
def plugin(tmp_path):
    """Starts a plugin whose main is the given text; whatever is still running afterwards is killed."""
    started = []

    def start(source: str) -> Host:
        main = tmp_path / f"main{len(started)}.py"
        main.write_text("import firstmover\nimport numpy as np\n" + source)
        started.append(Host(main))
        return started[-1]

    yield start
    for host in started:
        with host:
            pass


@pytest.fixture(autouse=True)
def impatience():
    """Fails a test whose plugin neither answers nor ends, instead of waiting for ever."""

    def hung(*_):
        raise TimeoutError(f"nothing happened for {PATIENCE} s")

    signal.signal(signal.SIGALRM, hung)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
