"""How members are drawn into the groups and sides of a controversy, by chance and so that it can be done again."""

import hashlib
from collections.abc import Collection

# A seat: the number of a group, and of a side.
Seat = tuple[int, int]


def compute_group_count(members: int, size: int) -> int:
    """Return into how many groups so many members go, so that each comes as near to the size as it can."""
    return max(1, (members + size // 2) // size)


def draw_seats(members: Collection[int], groups: int, sides: int, seed: int) -> dict[int, Seat]:
    """Return the seats of members, by their numbers, as the seed has it: the same for the same members and seed.

    Groups differ by one member at most, and so do the sides of a group, and the sides altogether. Members are put in
    order by a hash and not by a generator of random numbers, which another version of Python might change.
    """
    order = sorted(members, key=lambda member: hashlib.sha256(f"{seed}:{member}".encode()).digest())
    small, larger = divmod(len(order), groups)
    numbers = [group for group in range(1, groups + 1) for _ in range(small + (group <= larger))]
    return {
        member: (group, place % sides + 1) for place, (member, group) in enumerate(zip(order, numbers, strict=True))
    }
