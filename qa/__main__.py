"""`citewell` and `python -m qa`: whatever takes time is imported once Ctrl-C is minded."""

import signal
import sys
from types import FrameType

_STOPPING = (signal.SIGINT, signal.SIGTERM)
# What a shell adds to a signal's number to say that it ended a program.
_ENDED_BY = 128


def main() -> None:
    """Run the command that was typed; Ctrl-C ends it without a word, however early it comes.

    So does SIGTERM, which would else leave behind whatever was being written.
    """
    code = 0

    def end(number: int, _frame: FrameType | None) -> None:
        nonlocal code
        code = _ENDED_BY + number
        # No KeyboardInterrupt, which click answers with a word and exit code 1.
        sys.exit(code)

    for number in _STOPPING:
        # Where a shell has it ignored, as for jobs in the background, it stays so.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)
    try:
        from qa.cli import main as run

        run()
    finally:
        # A library that is just being loaded makes an error of its own of it.
        if code:
            sys.exit(code)


if __name__ == "__main__":
    main()
