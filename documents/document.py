"""YAML document with the line of each node; every scalar stays the text that was written.

A YAML reader drops or shifts the offset of a timestamp, and reads `7` as a number and `no` as false. These documents
state rules, so nothing may be lost: the text is kept, and the types of `models` parse it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from models.base import Frozen
from models.texts.legible import require_readable

Loc = Sequence[int | str]
"""Path of keys and indices."""

_YAML: Final = "tag:yaml.org,2002:"
_PLAIN_TAGS: Final = frozenset(
    _YAML + tag for tag in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
)


class Place(Frozen):
    """File and line (counted from 1) of a node."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Problem(Frozen):
    """One error in a file, with what would be right."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class MalformedError(Exception):
    """A file is malformed; `problems` has every error."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Part:
    """One node of a document, with its position."""

    def __init__(self, node: Node, file: str) -> None:
        self._node = node
        self._file = file

    @property
    def place(self) -> Place:
        """File and line of the node, counted from 1."""
        return Place(file=self._file, line=self._node.start_mark.line + 1)

    def problem(self, message: str) -> Problem:
        """Error at this node."""
        return Problem(place=self.place, message=message)

    def entries(self, what: str) -> dict[str, "Part"]:
        """Entries of a mapping, in order; `what` names the mapping in errors.

        Raises:
            MalformedError: when the node is no mapping, or a key occurs twice.
        """
        if not isinstance(self._node, MappingNode):
            raise MalformedError(self.problem(f"{what} must be a mapping such as {{key: value}}"))
        found: dict[str, Part] = {}
        for key, value in self._node.value:
            name = key.value
            if name in found:
                raise MalformedError(Part(key, self._file).problem(f"{name!r} occurs twice in {what}: keep one"))
            found[name] = Part(value, self._file)
        return found

    def key(self, name: str) -> "Part":
        """Node of a key, for an error about it; this node if the mapping lacks the key."""
        pairs = self._node.value if isinstance(self._node, MappingNode) else ()
        return next((Part(key, self._file) for key, _ in pairs if key.value == name), self)

    def items(self, what: str) -> list["Part"]:
        """Items of a list; `what` names the list in errors.

        Raises:
            MalformedError: when the node is no list.
        """
        if not isinstance(self._node, SequenceNode):
            raise MalformedError(self.problem(f"{what} must be a list"))
        return [Part(item, self._file) for item in self._node.value]

    def at(self, loc: Loc) -> "Part":
        """Node at a path of keys and indices, or the last node on the path that exists."""
        node = self._node
        for step in loc:
            inner = _child(node, step)
            if inner is None:
                break
            node = inner
        return Part(node, self._file)

    def data(self) -> Any:
        """Value of the node as plain Python: dicts, lists, texts, and None for an empty value."""
        return _data(self._node)


def read(path: Path) -> Part:
    """Document in a file.

    Raises:
        MalformedError: when the file cannot be read, or is not one YAML document of plain values.
    """
    file = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise MalformedError(_problem(file, 1, f"cannot be read: {error.strerror}")) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise MalformedError(_problem(file, line, "is not UTF-8 text: save it as UTF-8")) from error
    return parse(text, file)


def parse(text: str, file: str) -> Part:
    """Document in a text; `file` names it in errors.

    Raises:
        MalformedError: when the text is not one YAML document of plain values.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        what = ": ".join(part for part in (error.context, error.problem) if part)
        raise MalformedError(_problem(file, line, f"is not YAML: {what}")) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise MalformedError(_problem(file, line, f"is not YAML: {error.reason}")) from error
    except RecursionError:
        raise MalformedError(_problem(file, _deepest_line(text), _TOO_DEEP)) from None
    if node is None:
        raise MalformedError(_problem(file, 1, "is empty"))
    _require_plain(Part(node, file), node, {}, 1)
    return Part(node, file)


def _problem(file: str, line: int, message: str) -> Problem:
    return Problem(place=Place(file=file, line=line), message=message)


DEEPEST: Final = 50
"""Most levels of nested lists and mappings; real documents have six at most."""
_TOO_DEEP: Final = f"is nested too deeply: write at most {DEEPEST} lists and mappings within one another"


def _deepest_line(text: str) -> int:
    """Line at which the nesting becomes too deep; parsed as events, which need no recursion."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                mark = event.start_mark
                return 1 if mark is None else mark.line + 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
    return 1


def _require_readable(part: Part, node: ScalarNode) -> None:
    try:
        require_readable(node.value, "text")
    except ValueError as error:
        raise MalformedError(part.problem(str(error))) from error


def _require_plain(part: Part, node: Node, done: dict[int, bool], depth: int) -> None:
    """Refuse tags, keys that are no text, misleading text, nodes that contain themselves by an alias, deep nesting.

    Raises:
        MalformedError: at the first such node.
    """
    if depth > DEEPEST:
        raise MalformedError(part.problem(_TOO_DEEP))
    finished = done.get(id(node))
    if finished is False:
        raise MalformedError(part.problem("refers to itself: write the values out"))
    if finished:
        return
    if node.tag not in _PLAIN_TAGS:
        raise MalformedError(part.problem(f"the tag {node.tag} is not used here: write plain values"))
    done[id(node)] = False
    if isinstance(node, ScalarNode):
        _require_readable(part, node)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                raise MalformedError(part.problem("a key must be a plain word"))
            _require_readable(part.key(key.value), key)
            _require_plain(part.at([key.value]), value, done, depth + 1)
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            _require_plain(part.at([index]), item, done, depth + 1)
    done[id(node)] = True


def _child(node: Node, step: int | str) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        inner: Node = node.value[step]
        return inner
    return None


def _data(node: Node) -> Any:
    if isinstance(node, MappingNode):
        return {key.value: _data(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_data(item) for item in node.value]
    return None if node.tag == _YAML + "null" else node.value
