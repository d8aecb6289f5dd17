"""Wakes the tasks whose calls have ended. The loop runs this when results are there."""

from __future__ import annotations

from ._authloom import _Woken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

    from ._authloom import _Port

_WOKEN = _Woken()


def deliver(port: _Port) -> None:
    """Runs the next step of each task that waits for a result which is there.

    A future would have the loop make a handle for each, which costs more than all that is done
    here. As in a handle, nothing but what ends the program comes out of a task.
    """
    _run(port._take())


def _run(waiting: list[tuple[Context, Callable[[_Woken], object]]]) -> None:
    try:
        while waiting:
            context, step = waiting.pop()
            context.run(step, _WOKEN)
    except BaseException:
        # The others go on if the loop is run again.
        if waiting:
            from asyncio import get_running_loop

            get_running_loop().call_soon(_run, waiting)
        raise
