"""How often Python looks for garbage: seldom, for next to nothing of what stays in a process is any."""

import gc

# Reading the program in and drawing make many values and no circles, so the collector need not look after every 700.
_THRESHOLDS = (50_000, 20, 100)


def collect_garbage_rarely() -> None:
    """Let Python look for garbage less often: while the program is read in, that takes a seventh of the time."""
    gc.set_threshold(*_THRESHOLDS)


def freeze_existing_objects() -> None:
    """Leave all objects that there are now out of every later look: they stay, and are a tenth of a drawing's time."""
    gc.collect()
    gc.freeze()
