"""The program that turns one SVG into one PNG, in a process of its own.

resvg holds Python's lock while it draws, for seconds where a map is large; in the server's process nobody
else would be answered meanwhile, and a hang or a crash would take the server with it. Reads one line of
JSON (`zoom` and the keyword arguments of resvg) and then the SVG; writes the PNG. Imports nothing of ours.
"""

import json
import sys

import resvg_py


def main() -> int:
    """Draw what stands on standard input; return 2 with the reason on standard error where that fails."""
    head, _, svg = sys.stdin.buffer.read().partition(b"\n")
    try:
        drawn: bytes = resvg_py.svg_to_bytes(svg_string=svg.decode(), skip_system_fonts=True, **json.loads(head))
    except ValueError as error:
        sys.stderr.write(str(error))
        return 2
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
