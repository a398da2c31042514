"""Following: while results are served, the list of stories and the search index follow them in the background."""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.data import Warned
from pipeline.errors import OutputError
from pipeline.export.index import index
from pipeline.serve.search import Search

if TYPE_CHECKING:
    from pipeline.progress import Watch

PATIENCE_SECONDS = 3.0  # a search waits so long for the index, then takes what is there
PAUSE_SECONDS = 5.0  # between two looks at the results, and twenty times what a look takes
SHARE = 20


@dataclass(slots=True)
class Following:
    """The results of a folder as they are known: `pending` stories of `out` are not in the search index yet."""

    out: Path
    pending: int = 0
    _begun: bool = False
    _settled: threading.Event = field(default_factory=threading.Event)

    def settle(self) -> None:
        """Wait a little for the index; where nobody follows the results, make it."""
        if not self._begun:
            self.catch_up()
        self._settled.wait(PATIENCE_SECONDS)

    def catch_up(self, watch: "Watch | None" = None) -> tuple[Warned, ...]:
        """Index what is new, changed or gone; what cannot be listed is given. Only this walks through all results."""
        self._begun = True
        try:
            with closing(Search(self.out)) as search:
                changed = search.changed()
                self.pending = len(changed)
                warnings = index(self.out) if changed else ()
                if watch and changed:
                    watch.begin("index for the search", len(changed))
                for count in search.refresh(changed):
                    self.pending -= count
                    if watch:
                        watch.step(count)
        finally:
            self._settled.set()
        return warnings

    def follow(self, tell: Callable[[str], None], stop: threading.Event, look: Callable[[], Iterable[str]]) -> None:
        """Look at the results again and again, and tell what `look` gives, until the index cannot be written."""
        pause = PAUSE_SECONDS
        while not stop.wait(pause):
            start = time.monotonic()
            for line in look():
                tell(line)
            try:
                self.catch_up()
            except OutputError as error:
                tell(str(error))
                return
            pause = max(PAUSE_SECONDS, SHARE * (time.monotonic() - start))
