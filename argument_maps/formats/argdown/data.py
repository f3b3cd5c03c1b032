"""The YAML in an Argdown document, read within bounds: front matter, and what stands in braces behind its members."""

import json
import re
from typing import Any

import yaml

LONGEST_DATA = 200_000
# Front matter of this program holds the sources of a whole map, a line of JSON for each list of records.
LONGEST_FRONT_MATTER = 20_000_000
_DEEPEST = 40
_BLOCK_START = re.compile(r"\{[ \t]*\n")
_JSON_LINE = re.compile(r"([A-Za-z][\w-]*): (.+)")


class _TextLoader(yaml.CSafeLoader):
    """A safe loader that leaves dates as they are written."""

    yaml_implicit_resolvers = {
        letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for letter, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def read_front_matter(image: str) -> dict[str, Any] | None:
    """Return the mapping between the rows of equals signs; None where it cannot be read or is none."""
    inner = image.strip("=").strip("\n").rstrip()
    lines = [_JSON_LINE.fullmatch(line) for line in inner.splitlines()] if len(inner) <= LONGEST_FRONT_MATTER else []
    try:
        if lines and all(lines):
            return {match[1]: json.loads(match[2], parse_constant=str) for match in lines if match}
    except (ValueError, RecursionError):
        pass
    value = load_yaml(inner)
    return {str(name): part for name, part in value.items()} if isinstance(value, dict) else None


def read_yaml_data(image: str) -> dict[str, Any] | None:
    """Return the mapping in braces, in the flow style of YAML or, behind a line break, in its block style.

    None where it is none or cannot be read.
    """
    block = _BLOCK_START.match(image)
    value = load_yaml(image[block.end() : -1]) if block else None
    value = load_yaml(image) if not isinstance(value, dict) else value
    return {str(name): part for name, part in value.items()} if isinstance(value, dict) else None


def load_yaml(text: str) -> Any:
    """Return the value of a YAML text: texts, numbers, truth values, lists and mappings; None where it is none.

    Neither are texts read that are too long or nested too deeply, or that use aliases, of which a few lines make
    values without end.
    """
    if len(text) > LONGEST_DATA:
        return None
    try:
        return json.loads(text, parse_constant=str)
    except (ValueError, RecursionError):
        pass
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
                return None
        return yaml.load(text, Loader=_TextLoader)  # noqa: S506 # a safe loader, of fewer types
    except (yaml.YAMLError, RecursionError, ValueError, TypeError, OverflowError, AttributeError):
        return None
