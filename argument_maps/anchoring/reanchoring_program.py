"""The program that carries annotations over to another text: JSON comes in, and a line goes out for each.

It runs as a process of its own, because one quotation in a text of five million characters takes seconds, in which
nothing else could be done in the same process. What can be said at once is said first.
"""

import sys

import msgspec

from argument_maps.anchoring.reanchoring import Fields, reanchor_annotation


class Task(msgspec.Struct):
    """What is to be carried, by number, to which text and version, and the texts in which it stands, by version."""

    annotations: dict[str, Fields]
    former: dict[str, str]
    text: str
    version: str


def main() -> None:
    """Read a task and write what changes of each annotation, as soon as it is known."""
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    for number, fields in sorted(task.annotations.items(), key=lambda item: needs_search(task, item[1])):
        changed = reanchor_annotation(fields, task.former[fields["version"]], task.text, task.version)
        sys.stdout.buffer.write(msgspec.json.encode({number: changed}) + b"\n")
        sys.stdout.buffer.flush()


def needs_search(task: Task, fields: Fields) -> bool:
    """Tell whether a passage has to be looked for: its words as they are set are no longer in the text."""
    return fields["exact"] not in task.text


if __name__ == "__main__":
    main()
