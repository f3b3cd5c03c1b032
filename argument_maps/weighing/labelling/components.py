"""Parts of a network in which everything leads to everything else."""

from collections.abc import Iterator, Mapping, Sequence


def list_components(needed: Mapping[int, Sequence[int]]) -> Iterator[list[int]]:
    """Yield the strongly connected components of what each node needs, what others need first (Tarjan 1972).

    Linear in nodes and in what they need, and without recursion.
    """
    walk = _Walk(needed)
    for root in needed:
        if root not in walk.index:
            yield from walk.explore(root)


class _Walk:
    def __init__(self, needed: Mapping[int, Sequence[int]]) -> None:
        self._needed = needed
        self.index: dict[int, int] = {}
        self._lowest: dict[int, int] = {}
        # What was reached and belongs to no component yet, in the order in which it was.
        self._pending: dict[int, None] = {}

    def _enter(self, node: int) -> tuple[int, Iterator[int]]:
        self.index[node] = self._lowest[node] = len(self.index)
        self._pending[node] = None
        return node, iter(self._needed[node])

    def explore(self, root: int) -> Iterator[list[int]]:
        path = [self._enter(root)]
        while path:
            node, rest = path[-1]
            fresh = self._find_fresh(node, rest)
            if fresh is not None:
                path.append(self._enter(fresh))
                continue
            path.pop()
            if path:
                above = path[-1][0]
                self._lowest[above] = min(self._lowest[above], self._lowest[node])
            if self._lowest[node] == self.index[node]:
                yield self._take_component(node)

    def _find_fresh(self, node: int, rest: Iterator[int]) -> int | None:
        for other in rest:
            if other not in self.index:
                return other
            if other in self._pending:
                self._lowest[node] = min(self._lowest[node], self.index[other])
        return None

    def _take_component(self, first: int) -> list[int]:
        component = []
        while True:
            member, _ = self._pending.popitem()
            component.append(member)
            if member == first:
                return component
