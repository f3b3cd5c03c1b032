"""Files that were sent find the pages that they are images of, or are said to belong to none."""

import pytest

from argument_maps.scans.manifests import Manifest, ManifestPage, MatchingWay, match_images


def build(*names: str | tuple[str, ...]) -> Manifest:
    pages = [ManifestPage("", 1, 1, (name,) if isinstance(name, str) else name) for name in names]
    return Manifest("", tuple(pages))


@pytest.mark.parametrize(
    ("pages", "files", "found", "way"),
    [
        (("a_1", "a_2"), ("a_2.jpg", "a_1.jpg"), ("a_1.jpg", "a_2.jpg"), MatchingWay.NAMES),
        (("A%201.tif", "b"), ("scans/a 1.JPG", "B.png"), ("scans/a 1.JPG", "B.png"), MatchingWay.NAMES),
        (
            (("ms:12/0001.jp2",), ("ms:12/0002.jp2",)),
            ("0002.jpg", "0001.jpg"),
            ("0001.jpg", "0002.jpg"),
            MatchingWay.NAMES,
        ),
        (("a_1", "a_2", "b"), ("a_2.jpg", "x.jpg"), (None, "a_2.jpg", None), MatchingWay.NAMES),
        # Two files for one page: neither is preferred, unless one has its whole name.
        (("a", "b"), ("a.jpg", "a.tif", "b.jpg"), (None, "b.jpg"), MatchingWay.NAMES),
        (("a.tif", "b"), ("a.jpg", "a.tif", "b.jpg"), ("a.tif", "b.jpg"), MatchingWay.NAMES),
        (("bsb_0001", "bsb_0002"), ("scan-2.jpg", "scan-1.jpg"), ("scan-1.jpg", "scan-2.jpg"), MatchingWay.NUMBERS),
        # Pages are counted from 0, files from 1: by number the last file would have no page.
        (("p0", "p1"), ("1.jpg", "2.jpg"), ("1.jpg", "2.jpg"), MatchingWay.ORDER),
        (("x", "y", "z"), ("s10.jpg", "s9.jpg", "s1.jpg"), ("s1.jpg", "s9.jpg", "s10.jpg"), MatchingWay.ORDER),
        (
            ("p1", "p2", "p3"),
            ("default (2).jpg", "default.jpg", "default (1).jpg"),
            ("default.jpg", "default (1).jpg", "default (2).jpg"),
            MatchingWay.ORDER,
        ),
        (("x", "y"), ("s1.jpg",), (None, None), MatchingWay.NONE),
        (("x",), (), (None,), MatchingWay.NONE),
        (("native.jpg", "native.jpg"), ("b.jpg", "a.jpg"), ("a.jpg", "b.jpg"), MatchingWay.ORDER),
    ],
)
def test_files_find_their_pages(
    pages: tuple[str, ...], files: tuple[str, ...], found: tuple[str | None, ...], way: MatchingWay
) -> None:
    matching = match_images(build(*pages), files)
    assert matching.files == found
    assert matching.way is way
    assert set(matching.left_over) == set(files) - set(found)
    assert matching.explanation
