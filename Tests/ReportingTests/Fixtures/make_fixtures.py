#!/usr/bin/env python3
"""Makes the documents that the tests of reports read, by the command itself: python3 make_fixtures.py FIRSTMOVER LOSSY.

LOSSY is the operator that loses 1 %, firstmover-lossy beside the command. What depends on the machine is replaced, so that
fixtures differ where results do.
"""

import json
import math
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
HOST = {
    "processor": "Example Processor 9000", "cores": 2, "memoryBytes": 8 * 2**30,
    "operatingSystem": "Debian GNU/Linux 12", "kernelRelease": "6.1.0", "vectorKernels": "avx2", "firstmover": "0.1.0",
}


def arm(operator):
    return f"operator={operator},followers=best-response"


def play(command, *arguments, accepted=(0,)):
    finished = subprocess.run(
        [command, *map(str, arguments), "--format", "json", "--quiet", "--no-store"], capture_output=True, text=True)
    assert finished.returncode in accepted, finished.stderr
    return json.loads(finished.stdout)


def write(name, document, lossy):
    document["measured"]["host"] = HOST
    document["measured"].pop("frames", None)
    # A list of nothing but scalars on one line, as the command prints it.
    text = re.sub(
        r"\[\s+([^\[\]{}]*?)\s+\]", lambda match: f"[{' '.join(match[1].split())}]",
        json.dumps(document, indent=1, ensure_ascii=False))
    (FOLDER / name).write_text(text.replace(str(lossy), "./lossy") + "\n")


def monitor(name, seed, target):
    generator = random.Random(seed)
    lines = ['#{"t_start": 1795000000.0, "env_id": "pricing"}', "r,l,t"]
    for episode in range(400):
        mean = target * (1 - math.exp(-episode / 90))
        lines.append(f"{mean + generator.gauss(0, 0.7):.6f},100,{episode * 0.21:.2f}")
    (FOLDER / name).write_text("\n".join(lines) + "\n")


def main(command, lossy):
    two = ["--a", arm("analytic"), "--b", arm("constant-price"), "--pairs", 30]
    write("ab.json", play(command, "ab", "pricing", *two), lossy)
    write("ab-three.json", play(command, "ab", "pricing", *two, "--b", arm("random:seed=1")), lossy)
    with tempfile.TemporaryDirectory() as folder:
        baseline = Path(folder) / "pricing.json"
        play(command, "baseline", "pricing", "--operator", "analytic", "--followers", "best-response", "--episodes", 30,
             "--exact", "--in-process", "--out", baseline)
        check = play(command, "check", baseline, "--operator", lossy, accepted=(1,))
    check["baseline"]["path"] = "baselines/pricing.json"
    write("check.json", check, lossy)
    write("run.json", play(
        command, "run", "pricing", "--operator", "analytic", "--followers", "best-response", "--episodes", 10), lossy)
    monitor("sac.monitor.csv", 1, 7.6)
    monitor("ppo.monitor.csv", 2, 7.1)


main(*sys.argv[1:])
