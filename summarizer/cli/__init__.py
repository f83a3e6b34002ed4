"""The command line; `main` is the console script.

No large module is imported here, so that a key press during start-up meets our own handler and
`--version` is fast.
"""

from __future__ import annotations

import logging
import signal
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

from summarizer.cli.messages import Messenger, report_bug, take_language
from summarizer.cli.streams import PipeClosed, discard_output, prepare
from summarizer.errors import SummarizerError

__all__ = ["main"]

INTERRUPTED = 130
TERMINATED = 143


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Never raises, and shows a traceback only when SUMMARIZER_DEBUG is set.
    """
    messages = Messenger()
    try:
        prepare()
        with suppress(ValueError):  # only the main thread may set it
            signal.signal(signal.SIGTERM, _terminate)
        rest = take_language(sys.argv[1:] if arguments is None else arguments, messages)
        return _dispatch(rest, messages)
    except SummarizerError as error:
        messages.error(error)
        return error.exit_code
    except KeyboardInterrupt:
        messages.say("已中断", "interrupted")
        return INTERRUPTED
    except PipeClosed:
        discard_output()
        return 0
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except BaseException as fault:  # last resort: print a message, not a traceback
        return report_bug(fault, messages)


def _dispatch(arguments: Sequence[str], messages: Messenger) -> int:
    from summarizer.cli.app import invoke

    return invoke(arguments, messages)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    # Exit may interrupt an event loop: Python would then print its coroutines and unraisable
    # errors, which do not concern the caller.
    logging.getLogger("asyncio").disabled = True
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda _: None
    raise SystemExit(TERMINATED)
