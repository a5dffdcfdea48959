#!/usr/bin/env python3
"""Makes the documents that the tests of reports read: python3 make_fixtures.py FIRSTMOVER.

Every value played comes from `firstmover run` with the same seeds for every arm; what a comparison says of them is
computed here once more, in the plainest way, so that a document's numbers fit each other.
"""

import json
import math
import random
import re
import statistics
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PAIRS = 30
CONFIDENCE = 0.95
UNITS = {
    "operatorUtility": "utility", "followerUtility": "utility", "nashConv": "utility", "exploitability": "utility",
    "priceRegret": "utility", "optimum": "utility", "optimumBound": "utility", "operatorRegret": "utility",
}
LOWER = {"nashConv", "exploitability", "priceRegret", "operatorRegret", "relativeGap"}
GUARDRAILS = {"followerUtility"}


def student_quantile(p, freedom):
    """By bisection on Simpson's integral of the density; good to 1e-9, which is more than is shown."""
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)

    def cumulative(x, steps=2000):
        width = x / steps
        heights = [(1 + (i * width) ** 2 / freedom) ** (-(freedom + 1) / 2) for i in range(steps + 1)]
        inner = 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
        return 0.5 + scale * width / 3 * (heights[0] + heights[-1] + inner)

    low, high = 0.0, 50.0
    while high - low > 1e-10:
        middle = (low + high) / 2
        low, high = (middle, high) if cumulative(middle) < p else (low, middle)
    return low


def tail(t, freedom):
    """P(T > |t|) by the incomplete beta function's continued fraction."""
    x = freedom / (freedom + t * t)
    a, b = freedom / 2, 0.5
    if x > (a + 1) / (a + b + 2):
        return 0.5 * (1 - beta(b, a, 1 - x))
    return 0.5 * beta(a, b, x)


def beta(a, b, x):
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    c, d = 1.0, 1 / max(1 - (a + b) * x / (a + 1), 1e-300)
    value = d
    for m in range(1, 500):
        for term in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / (1 + term * d or 1e-300)
            c = 1 + term / c or 1e-300
            value *= c * d
    return front * value / a


def interquartile_mean(values):
    ordered = sorted(values)
    cut = len(ordered) // 4
    return statistics.fmean(ordered[cut:len(ordered) - cut])


def robust(a, b, higher):
    differences = [y - x for x, y in zip(a, b)]
    generator = random.Random(1)
    ranked = sorted((abs(d), d > 0) for d in differences if d)
    n = len(ranked)
    positive = sum(rank for rank, (_, up) in enumerate(ranked, 1) if up)
    spread = math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
    wilcoxon = math.erfc(abs(positive - n * (n + 1) / 4) / spread / math.sqrt(2)) if n else 1.0
    size = abs(sum(differences))
    flips = [abs(sum(d * generator.choice((-1, 1)) for d in differences)) for _ in range(9999)]
    means = sorted(statistics.fmean(generator.choices(differences, k=len(differences))) for _ in range(4000))
    wins = sum(0.5 if d == 0 else (d > 0) == higher for d in differences)
    return {
        "wilcoxonPValue": wilcoxon, "permutationPValue": (1 + sum(f >= size * (1 - 1e-12) for f in flips)) / 10000,
        "bootstrapInterval": [means[99], means[3899]],
        "interquartileMean": {"a": interquartile_mean(a), "b": interquartile_mean(b)},
        "probabilityOfImprovement": wins / len(differences),
    }


def compare(name, a, b, margin):
    higher = name not in LOWER
    differences = [y - x for x, y in zip(a, b)]
    mean, n = statistics.fmean(differences), len(differences)
    error = statistics.stdev(differences) / math.sqrt(n)
    width = student_quantile(1 - (1 - CONFIDENCE) / 2, n - 1) * error
    narrow = student_quantile(CONFIDENCE, n - 1) * error
    low, high = mean - width, mean + width
    needed = None
    if error == 0 and mean == 0 or -margin < mean - narrow and mean + narrow < margin:
        verdict = "equivalent"
    elif low > 0 or high < 0:
        verdict = "better" if (mean > 0) == higher else "worse"
    else:
        verdict = "inconclusive"
        needed = math.ceil(n * (width / margin) ** 2) if margin else None
    return {
        "a": statistics.fmean(a), "b": statistics.fmean(b), "difference": mean, "interval": [low, high],
        "pValue": 2 * tail(mean / error, n - 1) if error else 1.0, "pValueHolm": None,
        "equivalencePValue": max(
            1 - tail((margin - mean) / error, n - 1) if mean > margin else tail((margin - mean) / error, n - 1),
            1 - tail((margin + mean) / error, n - 1) if -mean > margin else tail((margin + mean) / error, n - 1),
        ) if error else 0.0,
        "margin": margin, "verdict": verdict, "pairsNeeded": needed, "robust": robust(a, b, higher),
    }


def holm(comparisons):
    every = [m for c in comparisons for m in c["metrics"].values() if m["pValue"] is not None]
    largest = 0.0
    for rank, metric in enumerate(sorted(every, key=lambda m: m["pValue"])):
        largest = max(largest, min(1.0, (len(every) - rank) * metric["pValue"]))
        metric["pValueHolm"] = largest


def histogram(median, high, count):
    """Buckets of a log-normal time with this median and 99th percentile, a dozen a doubling."""
    sigma = max(math.log(high / median), 0.05) / 2.326
    normal = statistics.NormalDist(math.log(median), sigma)
    buckets, lower = [], 0.0
    for step in range(-60, 120):
        upper = median * 2 ** (step / 12)
        share = normal.cdf(math.log(upper)) - (normal.cdf(math.log(lower)) if lower else 0)
        lower = upper
        if round(share * count):
            buckets.append([round(upper, 3), round(share * count)])
    return buckets


def play(command, operator, followers, episodes=PAIRS):
    text = subprocess.run(
        [command, "run", "pricing", "--operator", operator, "--followers", followers, "--episodes", str(episodes),
         "--format", "json", "--quiet"], check=True, capture_output=True, text=True).stdout
    result = json.loads(text)
    for role in result["measured"]["roles"].values():
        times = role["roundTripMicroseconds"]
        role["histogram"] = histogram(times["p50"], times["p99"], role["decisions"]["count"])
    return result


HOST = {
    "processor": "Example Processor 9000", "cores": 2, "memoryBytes": 8 * 2**30, "system": "Debian GNU/Linux 12",
    "kernel": "6.1.0", "kernels": "avx2", "version": "0.1.0",
}


def head(schema, result):
    return {
        "schema": schema, "scenario": result["scenario"], "seed": result["seed"], "pairs": result["episodes"],
        "slotsPerEpisode": result["slotsPerEpisode"], "budgetSeconds": result["budgetSeconds"],
        "onMiss": result["onMiss"], "primary": "operatorUtility", "confidence": CONFIDENCE,
        "declarations": declarations(result),
    }


def declarations(result):
    return {
        name: {"unit": UNITS.get(name, ""), "direction": "lower" if name in LOWER else "higher",
               "guardrail": name in GUARDRAILS}
        for name in result["metrics"]
    }


def arm(name, result):
    return {"name": name, "plugins": result["plugins"], "metrics": result["metrics"]}


def compare_all(name, a, b):
    metrics = {}
    values = {metric: (a["metrics"][metric]["perEpisode"], b["metrics"][metric]["perEpisode"]) for metric in a["metrics"]}
    for metric, (x, y) in values.items():
        regret = 1e-3 * statistics.fmean(values["operatorUtility"][0])
        margin = {"relativeGap": 1e-3}.get(metric, regret if metric in LOWER else abs(0.01 * statistics.fmean(x)))
        metrics[metric] = compare(metric, x, y, margin)
    verdict = metrics["operatorUtility"]["verdict"]
    guardrails = [metric for metric in GUARDRAILS if metrics[metric]["verdict"] == "worse"]
    return {"b": name, "metrics": metrics, "verdict": verdict, "worseGuardrails": guardrails}


def comparison(schema, named):
    first = named[0][1]
    document = head(schema, first)
    document["arms"] = [arm(name, result) for name, result in named]
    document["comparisons"] = [compare_all(name, first, result) for name, result in named[1:]]
    holm(document["comparisons"])
    document["verdict"] = document["comparisons"][0]["verdict"]
    document["measured"] = {"arms": [result["measured"] for _, result in named], "host": HOST}
    return document


def write(name, document):
    # A list of nothing but scalars on one line, as the command prints it.
    text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda match: f"[{' '.join(match[1].split())}]", json.dumps(document, indent=1))
    (FOLDER / name).write_text(text + "\n")


def monitor(name, seed, target):
    generator = random.Random(seed)
    lines = ['#{"t_start": 1795000000.0, "env_id": "pricing"}', "r,l,t"]
    for episode in range(400):
        mean = target * (1 - math.exp(-episode / 90))
        lines.append(f"{mean + generator.gauss(0, 0.7):.6f},100,{episode * 0.21:.2f}")
    (FOLDER / name).write_text("\n".join(lines) + "\n")


def main(command):
    def name(operator):
        return f"operator={operator},followers=best-response"

    analytic = play(command, "analytic", "best-response")
    constant = play(command, "constant-price", "best-response")
    noise = play(command, "random:seed=1", "best-response")
    write("ab.json", comparison("firstmover.ab/1", [(name("analytic"), analytic), (name("constant-price"), constant)]))
    write("ab-three.json", comparison(
        "firstmover.ab/1",
        [(name("analytic"), analytic), (name("constant-price"), constant), (name("random:seed=1"), noise)]))
    check = comparison("firstmover.check/1", [("baseline", analytic), ("now", constant)])
    check["baseline"] = {
        "path": "baselines/pricing.json", "created": "2026-11-20T09:30:00Z",
        "changed": ["operator plugin: analytic 0.1.0 is now constant-price 0.1.0"],
    }
    check["exact"] = {"isEqual": False, "firstDifference": "operatorUtility of episode 0: 7.78 is now 7.13"}
    write("check.json", check)
    run = play(command, "analytic", "best-response", 10)
    run["declarations"] = declarations(run)
    run["measured"]["host"] = HOST
    write("run.json", run)
    monitor("sac.monitor.csv", 1, 7.6)
    monitor("ppo.monitor.csv", 2, 7.1)


if __name__ == "__main__":
    main(*sys.argv[1:])
