"""Stable-Baselines3 or SBX on an environment that costs almost nothing: what the bench compares our learners with.

    learner_peers.py sb3|sbx SECONDS

Keeps to one core and one thread. Prints a line of versions; then for each line `ALGORITHM HIDDEN BLOCKS` that it reads it
trains networks of two hidden layers, prints `ready` when it is warm, and before each of the blocks waits for a line, so
that somebody else can have the processor in between. A block lasts SECONDS of processor time, and its line says steps of
the environment a second of that, one gradient step on 64 transitions each.
"""
import os
import sys
import time

# Before anything is imported that makes as many threads as there are cores.
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["JAX_PLATFORMS"] = "cpu"

import gymnasium  # noqa: E402
import numpy as np  # noqa: E402
from stable_baselines3.common.callbacks import BaseCallback  # noqa: E402

# Steps before the clock starts: both libraries act at random for the first 100, and SBX compiles after them.
WARM_UP = 300


class Table(gymnasium.Env):
    """States from a table, minus the squared action as reward, episodes of 200 steps: the bench's `TableEnvironment`."""

    observation_space = gymnasium.spaces.Box(-1, 1, (8,), np.float32)
    action_space = gymnasium.spaces.Box(-1, 1, (2,), np.float32)

    def __init__(self):
        self.table = np.random.default_rng(1).uniform(-1, 1, (1024, 8)).astype(np.float32)
        self.row = 0

    def reset(self, *, seed=None, options=None):
        self.left = 200
        return self.table[self.row], {}

    def step(self, action):
        self.row = (self.row + 1) & 1023
        self.left -= 1
        return self.table[self.row], -float(action @ action), False, self.left == 0, {}


class Blocks(BaseCallback):
    """Measures blocks of steps after the warm-up, each when a line is read, and ends the training after the last."""

    def __init__(self, count, seconds):
        super().__init__()
        self.left, self.seconds = count, seconds

    def begin(self):
        input()
        self.steps, self.began = 0, time.process_time()

    def _on_step(self):
        if self.num_timesteps <= WARM_UP:
            if self.num_timesteps == WARM_UP:
                print("ready", flush=True)
                self.begin()
            return True
        self.steps += 1
        spent = time.process_time() - self.began
        if spent < self.seconds:
            return True
        print(self.steps / spent, flush=True)
        self.left -= 1
        if self.left > 0:
            self.begin()
        return self.left > 0


def main(library, seconds):
    if library == "sb3":
        import stable_baselines3 as peer
        import torch as engine

        engine.set_num_threads(1)
        options = {"device": "cpu"}
    else:
        import jax as engine
        import sbx as peer

        options = {}
    print(peer.__version__, engine.__name__, engine.__version__, flush=True)
    for line in sys.stdin:
        algorithm, hidden, blocks = line.split()
        model = getattr(peer, algorithm)(
            "MlpPolicy", Table(), policy_kwargs={"net_arch": [int(hidden)] * 2}, batch_size=64, buffer_size=100_000,
            train_freq=1, gradient_steps=1, seed=1, **options)
        model.learn(1 << 40, callback=Blocks(int(blocks), seconds))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
