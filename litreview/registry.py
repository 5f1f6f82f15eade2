"""Name -> module: the folder is the registry.

A plug-in is one file in one of our folders (``formats``, ``outputs/tables``, ...) that defines
the folder's attribute, for example ``FORMAT``. Outsiders add theirs by an entry point in the
group ``litreview.<folder>``. Nothing is imported until it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Generic, TypeVar

from litreview.errors import UnknownName

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")


@dataclass(frozen=True)
class Registry(Generic[T]):
    """The plug-ins of one folder.

    package: dotted name of the folder; attribute: what each module must define;
    kind: its type; noun: the word for it in messages; aliases: other names that people use.
    """

    package: str
    attribute: str
    kind: type[T]
    noun: str
    aliases: Mapping[str, str] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """The names of all plug-ins, sorted, without importing them."""
        return tuple(sorted({*self._ours, *self._outside()}))

    def get(self, name: str) -> T:
        """The plug-in called `name`; raises UnknownName with the names that exist."""
        ours = self._ours
        name = self.aliases.get(name, name)
        if name in ours:
            found = getattr(import_module(ours[name]), self.attribute, None)
        else:
            found = self._load(name)
        if not isinstance(found, self.kind):
            raise UnknownName(
                f"the {self.noun} {name!r} does not define {self.attribute} as a "
                f"{self.kind.__name__}"
            )
        return found

    def all(self) -> tuple[T, ...]:
        """Every plug-in, in the order of their names. Imports them."""
        return tuple(self.get(name) for name in self.names())

    def _load(self, name: str) -> object:
        """The plug-in of an outsider: ours keeps working where theirs does not."""
        point = self._outside().get(name)
        if point is None:
            raise UnknownName(
                f"there is no {self.noun} called {name!r}",
                remedy=f"use one of: {', '.join(self.names())}",
            )
        try:
            return point.load()
        except (ImportError, AttributeError) as error:
            raise UnknownName(
                f"the {self.noun} {name!r} cannot be loaded ({error})",
                where=point.value,
                remedy="install the package that brings it again, or remove it",
            ) from error

    @cached_property
    def _ours(self) -> Mapping[str, str]:
        path = import_module(self.package).__path__
        return {
            module.name.replace("_", "-"): f"{self.package}.{module.name}"
            for module in iter_modules(path)
            if not module.name.startswith("_")
        }

    def _outside(self) -> Mapping[str, EntryPoint]:
        from importlib.metadata import entry_points  # here: slow to load, and seldom asked for

        return {point.name: point for point in entry_points(group=self.package)}
