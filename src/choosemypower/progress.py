"""Progress of long work: a bar on a terminal, one line per step elsewhere, always on standard error."""

import sys
from types import TracebackType
from typing import Self

from tqdm import tqdm


class Progress:
    """Call it with a step's name, what is done and what there is to do."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._step: str | None = None
        self._bar: tqdm[None] | None = None
        self.done, self.total = 0, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def __call__(self, step: str, done: int, total: int) -> None:
        self.done, self.total = done, total
        if step != self._step:
            self._close()
            self._step = step
            if self._is_terminal:
                self._bar = tqdm(total=total or None, desc=step, file=sys.stderr, leave=True)
            else:
                print(f"{step} …", file=sys.stderr, flush=True)
        if self._bar is not None:
            self._bar.total = total or None
            self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
