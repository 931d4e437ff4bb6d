"""`citewell` and `python -m qa`: whatever takes time is imported once Ctrl-C is minded."""

import signal
import sys
from types import FrameType

# What a shell says of a program that Ctrl-C ended.
_INTERRUPTED = 128 + signal.SIGINT


def main() -> None:
    """Run the command that was typed; Ctrl-C ends it without a word, however early it comes."""
    interrupted = False

    def end(_signal: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True
        # No KeyboardInterrupt, which click answers with a word and exit code 1.
        sys.exit(_INTERRUPTED)

    # Where a shell has it ignored, as for jobs in the background, it stays so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, end)
    try:
        from qa.cli import main as run

        run()
    finally:
        # A library that is just being loaded makes an error of its own of it.
        if interrupted:
            sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
