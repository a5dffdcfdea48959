"""Writes paired.json, distributions.json and inference.json beside this script: reference numbers of SciPy 1.17.1,
statsmodels 0.15.0 and rliable 1.2.0 (with arch 8.0.0) on NumPy 2.4.6.

Usage: pip install scipy statsmodels rliable arch; python3 make.py (half a minute)
"""

import json
import pathlib

import numpy as np
from scipy import special, stats

import inference

HERE = pathlib.Path(__file__).parent
ALPHA = 0.05


def data_sets(rng):
    """Named (a, b): sizes, shapes, ties, constants, offsets that cancel."""
    for n in (2, 3, 5, 12, 60):
        common = rng.normal(7.8, 1.0, n)
        yield f"normal n={n}", common, common + rng.normal(0.05, 0.1, n)
        yield f"unrelated n={n}", rng.normal(0, 1, n), rng.normal(0, 1, n)
        yield f"tiny effect n={n}", common, common + rng.normal(0.0001, 0.001, n)
        yield f"skewed n={n}", rng.exponential(1, n), rng.exponential(3, n)
    yield "ties", np.array([1.0, 2, 2, 3, 3, 3]), np.array([1.0, 3, 2, 4, 3, 2])
    yield "large offset", 1e9 + rng.normal(0, 1, 30), 1e9 + rng.normal(0.3, 1, 30)
    yield "small numbers", 1e-100 * rng.normal(1, 1, 20), 1e-100 * rng.normal(1.5, 1, 20)
    yield "far from zero p", np.zeros(40), rng.normal(5, 0.1, 40)


def paired():
    cases = []
    for name, a, b in data_sets(np.random.default_rng(20250101)):
        d = b - a
        margin = 0.01 * abs(a.mean())
        test = stats.ttest_rel(b, a)
        wide, narrow = test.confidence_interval(1 - ALPHA), test.confidence_interval(1 - 2 * ALPHA)
        lower = stats.ttest_1samp(d, -margin, alternative="greater").pvalue
        upper = stats.ttest_1samp(d, margin, alternative="less").pvalue
        if max(lower, upper) < ALPHA:
            verdict = "equivalent"
        elif test.pvalue < ALPHA:
            verdict = "better" if d.mean() > 0 else "worse"
        else:
            verdict = "inconclusive"
        in_deviations = margin / d.std(ddof=1)
        cases.append(
            dict(
                name=name, a=a.tolist(), b=b.tolist(), mean=d.mean(), standardDeviation=d.std(ddof=1),
                interval95=[wide.low, wide.high], interval90=[narrow.low, narrow.high], pValue=test.pvalue,
                margin=margin, verdict=verdict, equivalencePValue=max(lower, upper),
                pairsForMargin=inference.smallest_count(in_deviations),
                pairsForHalfMargin=inference.smallest_count(in_deviations / 2),
                pairsForMarginAtOnePercent=inference.smallest_count(in_deviations, 0.01),
            )
        )
    return cases


def distributions():
    degrees = (1, 2, 3.5, 10, 199, 1e6)
    probabilities = (1e-300, 1e-12, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 1 - 1e-9)
    points = (-40.0, -8.0, -1.96, -1e-9, 0.0, 0.3, 2.5, 7.0)
    arguments = (-0.36, -0.1, 0.0, 1e-300, 1e-8, 0.5, 1.0, np.e, 100.0, 1e300)
    return dict(
        studentTCumulative=[[v, x, stats.t(v).cdf(x)] for v in degrees for x in points],
        studentTQuantile=[[v, p, special.stdtrit(v, p)] for v in degrees for p in probabilities if p > 1e-100],
        normalCumulative=[[x, special.ndtr(x)] for x in points if x > -38],
        normalQuantile=[[p, special.ndtri(p)] for p in probabilities],
        lambertW0=[[z, special.lambertw(z).real] for z in arguments],
    )


for file, value in (
    ("paired.json", paired()), ("distributions.json", distributions()), ("inference.json", inference.references()),
):
    (HERE / file).write_text(json.dumps(value, indent=1, default=float) + "\n")
