"""The order of computing: a cell comes after all that it reads."""

from collections.abc import Iterable

from xl_addin.engines.recalc.references import Place


class Order:
    """Hands out cells whose sources are settled.

    Sources that a cell reads surely must come first. Those that it only may read (OFFSET may reach
    a whole sheet) come first where that is possible.
    """

    def __init__(self) -> None:
        self._waits: dict[Place, set[Place]] = {}
        self._may_wait: dict[Place, set[Place]] = {}
        self._readers: dict[Place, set[Place]] = {}
        self._ready: list[Place] = []

    @property
    def is_empty(self) -> bool:
        """Whether every cell was handed out."""
        return not self._waits and not self._ready

    def holds(self, place: Place) -> bool:
        """Tell whether a cell still waits for others."""
        return place in self._waits

    def add(self, place: Place, sources: Iterable[Place], perhaps: Iterable[Place] = ()) -> None:
        """Take in a cell with those of its sources that are not settled."""
        surely, maybe = set(sources), set(perhaps) - {place}
        for source in surely | maybe:
            self._readers.setdefault(source, set()).add(place)
        self._may_wait[place] = maybe - surely
        self._waits[place] = surely
        self._move(place)

    def take(self) -> list[Place]:
        """Take the cells that can be computed now, top to bottom."""
        ready, self._ready = sorted(self._ready), []
        return ready

    def settle(self, place: Place) -> None:
        """Hear that a cell is computed, or never will be."""
        for reader in self._readers.pop(place, ()):
            if reader in self._waits:
                self._waits[reader].discard(place)
                self._may_wait[reader].discard(place)
                self._move(reader)

    def loosen(self) -> bool:
        """Let cells no longer wait for what they only may read; tell whether that frees any."""
        for place in list(self._waits):
            self._may_wait[place] = set()
            self._move(place)
        return bool(self._ready)

    def circle(self) -> list[tuple[Place, Place]]:
        """Return cells that wait for one another, each with the one that it waits for."""
        place = min(self._waits)
        path: dict[Place, Place] = {}
        while place not in path:
            path[place] = min(self._waits[place])
            place = path[place]
        found = [(place, path[place])]
        while (following := found[-1][1]) != place:
            found.append((following, path[following]))
        for member, _ in found:
            del self._waits[member]
        return found

    def _move(self, place: Place) -> None:
        if not self._waits[place] and not self._may_wait[place]:
            del self._waits[place], self._may_wait[place]
            self._ready.append(place)
