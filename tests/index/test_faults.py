"""Whatever stops a build, the last good index answers and the next build ends as a clean one."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from corpus import read_sources
from index import OpenIndex, Options, build, open_current
from index.errors import BuildRunningError, UnwritableFolderError
from index.history import HISTORY
from index.progress import silent
from index.self_check import check_answers
from index.versions import CURRENT, build_lock, current_folder, set_current
from tests.fakes import HashingEncoder

REPOSITORY = Path(__file__).parents[2]
POINTS = 20

Run = Callable[..., dict[str, Any]]


def write_pages(folder: Path, dose: str, pages: int = 30) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(pages):
        lines = " ".join(f"Kind {kind} of pill {number} is for day {kind}." for kind in range(20))
        text = f"# Pill {number}\n\nPill {number} is {dose}.\n\n## Kinds\n\n{lines}\n"
        (folder / f"pill-{number:02}.md").write_text(text, encoding="utf-8")
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def dose_of(index: OpenIndex) -> str:
    """Ask for a dose: the answer tells which pages the index was built from."""
    best, _ = index.dense.search(HashingEncoder().vector("Pill 7 > Pill 7 is"), 1)[0]
    assert index.passage(best).document_id.startswith("pill-")
    return index.passage(0).text.split()[-1].strip(".")


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Give a function that runs one faulty build in a process of its own."""
    driver = subprocess.Popen(
        [sys.executable, "-m", "tests.index.faulty_builds"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert driver.stdin is not None
    assert driver.stdout is not None

    def run_one(root: Path, sources: Path, **faults: object) -> dict[str, Any]:
        job = {"root": str(root), "sources": str(sources)} | faults
        driver.stdin.write(json.dumps(job) + "\n")
        driver.stdin.flush()
        answer: dict[str, Any] = json.loads(driver.stdout.readline())
        return answer

    yield run_one
    driver.stdin.close()
    driver.wait(timeout=30)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    return {dose: write_pages(folder / dose, dose) for dose in ("low", "high")}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, pages: dict[str, Path]) -> dict[str, Path]:
    """Build each set of pages cleanly: {"low": its root, "high": its root}."""
    roots = tmp_path_factory.mktemp("good")
    for dose, folder in pages.items():
        build(read_sources([folder]), HashingEncoder(), roots / dose, silent)
    return {dose: roots / dose for dose in pages}


@pytest.fixture
def root(tmp_path: Path, good: dict[str, Path]) -> Path:
    """Give a root whose current index says "low"."""
    return shutil.copytree(good["low"], tmp_path / "root")


@pytest.fixture(scope="module")
def operations(
    run: Run,
    pages: dict[str, Path],
    good: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> int:
    root = shutil.copytree(good["low"], tmp_path_factory.mktemp("count") / "root")
    count = run(root, pages["high"])["operations"]
    assert isinstance(count, int)
    assert count > POINTS
    return count


@pytest.mark.parametrize("point", range(POINTS))
def test_a_build_killed_at_any_point_leaves_an_index_that_answers(
    run: Run,
    root: Path,
    pages: dict[str, Path],
    good: dict[str, Path],
    operations: int,
    point: int,
) -> None:
    kill_at = 1 + point * (operations - 1) // (POINTS - 1)
    assert run(root, pages["high"], kill_at=kill_at)["killed"]

    index = open_current(root)
    check_answers(index, HashingEncoder())
    expected = "high" if index.folder.name == current_folder(good["high"]).name else "low"
    assert dose_of(index) == expected

    again = HashingEncoder()
    built = build(read_sources([pages["high"]]), again, root, silent)
    assert files_of(built.folder) == files_of(current_folder(good["high"]))
    assert dose_of(open_current(root)) == "high"
    # The locks, what is current and was, and two versions: nothing of the killed build is left.
    assert sorted(path.name for path in root.iterdir()) == sorted(
        [
            ".lock",
            ".switching",
            CURRENT,
            HISTORY,
            current_folder(good["low"]).name,
            built.folder.name,
        ]
    )


def test_a_killed_build_is_resumed_and_not_begun_again(
    run: Run, tmp_path: Path, pages: dict[str, Path], good: dict[str, Path]
) -> None:
    clean = HashingEncoder()
    build(read_sources([pages["high"]]), clean, tmp_path / "clean", silent)
    total = run(tmp_path / "counted", pages["high"])["operations"]
    # The last operations verify and rename: killed there, every text has been embedded.
    assert run(tmp_path / "root", pages["high"], kill_at=total - 3)["killed"]
    resumed = HashingEncoder()
    built = build(read_sources([pages["high"]]), resumed, tmp_path / "root", silent)
    verified_only = 3 * 8
    assert len(resumed.embedded) <= verified_only < len(clean.embedded)
    assert files_of(built.folder) == files_of(current_folder(good["high"]))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.2, 0.5, 0.9, 0.999])
def test_a_full_disk_stops_the_build_with_its_own_error(
    run: Run, root: Path, pages: dict[str, Path], good: dict[str, Path], share: float
) -> None:
    sizes = sorted(path.stat().st_size for path in current_folder(good["high"]).iterdir())
    for size in sizes:
        answer = run(root, pages["high"], largest_file=max(1, int(size * share)))
        if "operations" in answer:
            pytest.fail(f"a build fitted in files of {size * share} bytes")
        assert answer["error"] == "UnwritableFolderError"
        assert "free some space" in answer["message"]
        index = open_current(root)
        check_answers(index, HashingEncoder())
        assert dose_of(index) == "low"


def test_a_folder_that_may_not_be_written_is_named_and_answers_on(
    run: Run, pages: dict[str, Path], good: dict[str, Path]
) -> None:
    # pytest's own folders may not be entered by others, and the build runs as one of them.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        root = shutil.copytree(good["low"], Path(folder) / "root")
        sources = shutil.copytree(pages["high"], Path(folder) / "pages")
        for path in (root, *root.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        answer = run(root, sources, nobody=True)
        assert answer["error"] == "UnwritableFolderError"
        assert str(root) in answer["message"]
        assert dose_of(open_current(root)) == "low"
        for path in (root, *root.rglob("*")):
            path.chmod(0o755)


def test_a_root_that_is_a_file_is_named(tmp_path: Path, pages: dict[str, Path]) -> None:
    root = tmp_path / "root"
    root.write_text("not a folder")
    with pytest.raises(
        UnwritableFolderError, match=r"root: it can't be written .*; name a folder,"
    ):
        build(read_sources([pages["low"]]), HashingEncoder(), root, silent)


def test_a_second_build_is_told_of_the_first(root: Path, pages: dict[str, Path]) -> None:
    with build_lock(root, wait=False), pytest.raises(BuildRunningError, match="--wait"):
        build(read_sources([pages["high"]]), HashingEncoder(), root, silent)
    assert dose_of(open_current(root)) == "low"


def test_a_second_build_that_waits_finds_the_first_ones_index(
    run: Run, root: Path, pages: dict[str, Path]
) -> None:
    script = (
        "import sys; from pathlib import Path; from index.versions import build_lock\n"
        "with build_lock(Path(sys.argv[1]), wait=False): print('held', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(root)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(BuildRunningError):
        build(read_sources([pages["high"]]), HashingEncoder(), root, silent)
    # A killed build's lock is free at once.
    holder.kill()
    holder.wait()
    waiting = Options(meanwhile="wait")
    assert not build(read_sources([pages["high"]]), HashingEncoder(), root, silent, waiting).reused
    assert build(read_sources([pages["high"]]), HashingEncoder(), root, silent, waiting).reused


def test_a_first_build_that_waits_leaves_anothers_index_current(
    tmp_path: Path, pages: dict[str, Path]
) -> None:
    root, encoder = tmp_path / "root", HashingEncoder()
    first = Options(meanwhile="wait_and_open")
    root.mkdir()
    with ThreadPoolExecutor() as pool, build_lock(root, wait=False):
        waiting = pool.submit(build, read_sources([pages["low"]]), encoder, root, silent, first)
        # What another process does while it holds the lock.
        beside = build(read_sources([pages["high"]]), encoder, tmp_path / "beside", silent)
        beside.folder.rename(root / beside.folder.name)
        set_current(root, beside.folder.name)
        assert not waiting.done()
    assert waiting.result().reused
    assert dose_of(open_current(root)) == "high"


@pytest.mark.slow
def test_the_command_itself_resumes_after_being_killed(tmp_path: Path) -> None:
    sources = write_pages(tmp_path / "pages", "low", pages=20)

    def command(root: str) -> list[str]:
        out = str(tmp_path / root)
        return [sys.executable, "-m", "qa", "build", str(sources), "--out", out]

    process = subprocess.Popen(command("root"), cwd=REPOSITORY, stderr=subprocess.DEVNULL)
    while not any(path.stat().st_size for path in tmp_path.glob("root/.embedded-*")):
        assert process.poll() is None, "the build ended before it could be killed"
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert not (tmp_path / "root" / "CURRENT").exists()
    for root in ("root", "clean"):
        subprocess.run(command(root), cwd=REPOSITORY, check=True, stderr=subprocess.DEVNULL)
    resumed, clean = open_current(tmp_path / "root"), open_current(tmp_path / "clean")
    differing = {
        name
        for name, content in files_of(clean.folder).items()
        if content != files_of(resumed.folder)[name]
    }
    # What else was in its batch may change the last bits of a vector, and nothing more.
    assert differing <= {"passages.faiss", "sentences.npy", "manifest.json"}
    for row in range(len(clean)):
        assert resumed.dense.vector(row) == pytest.approx(clean.dense.vector(row), abs=1e-6)
        # Stored with 11 bits: the last one may fall either way.
        expected = clean.sentence_vectors(row)
        assert resumed.sentence_vectors(row) == pytest.approx(expected, rel=1e-3, abs=1e-6)
