"""Print what axe finds in every state of every surface: `python -m tests.accessibility`.

A Markdown table: a row for each state, a column for each look, violations in the cells. Ends with
exit code 1 where there are any.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from playwright.sync_api import sync_playwright

from tests.qa.web.axe import RULES, violations
from tests.qa.web.conftest import CHROMIUM, FLAGS
from tests.qa.web.stage import LOOKS, Visitor, stage
from tests.qa.web.states import WALKS


@click.command()
@click.option("--only", type=click.Choice(list(WALKS)), multiple=True, help="Only these surfaces.")
def main(only: tuple[str, ...]) -> None:
    """Print the table, and below it what is wrong."""
    counts: dict[str, list[int]] = {}
    wrong: list[str] = []
    with TemporaryDirectory() as root, sync_playwright() as playwright, stage(Path(root)) as on:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for scheme, width in LOOKS:
            for walk in only or WALKS:
                for seen in WALKS[walk](Visitor(browser, scheme, width), on):
                    found = [v for part in seen.parts for v in violations(*part)]
                    counts.setdefault(seen.name, []).append(len(found))
                    wrong += [f"{seen.name}, {scheme} {width}: {v}" for v in found]
        browser.close()
    looks = [f"{scheme}, {width} px" for scheme, width in LOOKS]
    click.echo("| State | " + " | ".join(looks) + " |")
    click.echo("| --- |" + " ---: |" * len(looks))
    for name, found_in in counts.items():
        click.echo(f"| {name} | " + " | ".join(map(str, found_in)) + " |")
    tried = sum(map(len, counts.values()))
    click.echo(
        f"\n{len(counts)} states, {tried} views, {len(wrong)} violations ({', '.join(RULES)})"
    )
    click.echo("\n".join(wrong), nl=bool(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
