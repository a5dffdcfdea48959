"""The data sets of inference.json: made from integers by operations that round alike everywhere, so that a test makes
them again from a shape, a size and a seed, and none is stored."""

import numpy as np

GAMMA = np.uint64(0x9E3779B97F4A7C15)


def words(seed, count):
    """The first `count` words of SplitMix64."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + GAMMA * np.arange(1, count + 1, dtype=np.uint64)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def uniforms(seed, count):
    return (words(seed, count) >> np.uint64(11)).astype(float) * 2.0**-53


def indices(random_words, bound):
    """Lemire's draws below `bound`; one in 2^64 / bound would have to be drawn again."""
    half = np.uint64(32)
    low = ((random_words & np.uint64(0xFFFFFFFF)) * np.uint64(bound)) >> half
    return (((random_words >> half) * np.uint64(bound) + low) >> half).astype(int)


SHAPES = {
    "sum": lambda u: sum(u[:, k] for k in range(12)) - 6,
    "uniform": lambda u: u[:, 0] - 0.5,
    "skewed": lambda u: u[:, 0] * u[:, 0] * u[:, 0] - 0.2,
    "outliers": lambda u: np.where(u[:, 1] < 0.05, 100 * u[:, 0], u[:, 0] - 0.5),
    "ties": lambda u: np.floor(6 * u[:, 0]) - 2,
    "zeros": lambda u: np.floor(3 * u[:, 0]) - 1,
    "constant": lambda u: 0 * u[:, 0] + 0.5,
    "identical": lambda u: 0 * u[:, 0],
}
TIED = ("ties", "zeros", "constant", "identical")


def pairs(shape, n, seed, offset, shift):
    """(a, b): 13 uniforms a pair, the last of them common to both arms."""
    u = uniforms(seed, 13 * n).reshape(n, 13)
    a = offset + np.floor(64 * u[:, 12])
    return a, a + (SHAPES[shape](u) + shift)


def specifications():
    """200 of (shape, n, seed, offset, shift, exponent); all values are to be multiplied by 2^exponent."""
    sizes = (2, 3, 5, 8, 12, 20, 33, 60, 100, 101, 150, 200)
    seed = 1000
    for shape in SHAPES:
        for n in sizes:
            for shift in (0.0, 0.25):
                seed += 1
                # Every third one huge, every third one tiny; SciPy sees them as they are before.
                yield shape, n, seed, 1e9 if seed % 5 == 0 and shape in TIED else 0.0, shift, (0, 900, -900)[seed % 3]
    for shape in ("outliers", "ties"):
        seed += 1
        yield shape, 100_000, seed, 0.0, 0.0, 0
    yield "sum", 50, 9001, 1e9, 0.25, 0
    yield "uniform", 40, 9002, 1e6, 0.0, 0
    yield "ties", 30, 9003, 1e9, -0.5, -1000
    yield "zeros", 16, 9004, 0.0, 0.125, 1000
    yield "skewed", 99, 9005, 0.0, 0.0, 0
    yield "ties", 128, 9006, 0.0, 0.0, 0
