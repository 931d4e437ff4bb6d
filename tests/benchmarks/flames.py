"""A flame graph of a cold `citewell ask`, or of questions to a warm assistant, by py-spy.

`python -m tests.benchmarks.flames cold|warm FILE.svg [--repository DIR]`, after `pip install
py-spy`; `--repository` is another checkout, to look at the same before a change. The files are
some 500 kB each and not kept here.
"""

import argparse
import subprocess
import sys
from pathlib import Path

COLD = ("-m", "qa", "ask", "What is CAR T-cell therapy?")
WARM = """
from datetime import date
from qa.settings import load_settings
from qa.startup import load_assistant
import json, pathlib
lines = pathlib.Path("tests/questions/article_tune.jsonl").read_text("utf-8").splitlines()
assistant = load_assistant(load_settings(), lambda *_: None, date.today)
for _ in range(20):
    for line in lines:
        assistant.ask(json.loads(line)["question"])
"""


def main() -> None:
    """Record what was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("cold", "warm"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--repository", type=Path, default=Path(__file__).parents[2])
    arguments = parser.parse_args()
    code = COLD if arguments.what == "cold" else ("-c", WARM)
    rate = "500" if arguments.what == "cold" else "100"
    command = ["py-spy", "record", "--rate", rate, "--output", str(arguments.file.absolute())]
    command += ["--", sys.executable, *code]
    sys.exit(subprocess.run(command, cwd=arguments.repository, check=False).returncode)


if __name__ == "__main__":
    main()
