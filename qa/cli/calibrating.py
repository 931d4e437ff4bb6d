"""`citewell calibrate`."""

from pathlib import Path

import click

from qa.cli.evaluating import make_bench
from qa.cli.options import any_path, index_option, refuse_misplaced, settings_with, writing


@click.command()
@click.argument("questions", type=any_path)
@click.option(
    "--out",
    type=any_path,
    default=Path("calibration.json"),
    show_default=True,
    help="The file to write; name it in the setting `calibration`.",
)
@index_option
def calibrate(questions: Path, out: Path, index_root: Path | None) -> None:
    """Fit the confidence on QUESTIONS of your own, labelled as for `evaluate`.

    This needs at least 40 questions that your pages answer and 40 that they don't. It doesn't
    change which passage comes first, only how confident the reply is in it, and so when it is
    given. Don't judge the result by the questions it was fitted on: keep others for `evaluate`.
    """
    # Imported late: statistics take a second to load, and no other command needs them.
    from qa.evaluation.calibrating import calibrate_on

    # What is fitted is the bundled confidence, not one that has been calibrated already.
    settings = settings_with(index_root).model_copy(update={"calibration": None})
    refuse_misplaced(index_root)
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    fitted = calibrate_on(make_bench(settings, out.parent), questions)
    with writing(out):
        out.write_text(fitted.model_dump_json(indent=1) + "\n", encoding="utf-8")
    click.echo(
        f"{out}: fitted on {fitted.answerable} answerable and {fitted.unanswerable} unanswerable "
        f"questions.\nCalibration error {fitted.ece_before:.3f} before and {fitted.ece_after:.3f} "
        f"after, on questions it wasn't fitted on.\n"
        f'Use it with `calibration = "{out}"` in citewell.toml.'
    )
    if fitted.ece_after >= fitted.ece_before:
        click.echo("That is no better than the bundled confidence: don't use it.", err=True)
