"""What the reader of a manifest tells: what it chose, and what it left out."""

from collections.abc import Callable
from enum import StrEnum

from models.errors import Phrase, pluralise_phrase

MOST_SAMPLES = 3
LONGEST_SAMPLE = 120


class NoteSort(StrEnum):
    """What is told of a manifest."""

    NOT_FETCHED = "annotations not fetched"
    NO_CANVAS = "items that are no canvas"
    WITHOUT_IMAGE = "pages without an image"
    COMPOSED = "pages of several images"
    PARTLY_COVERED = "images on a part of their page"
    ALTERNATIVES = "alternative images"
    NO_IMAGE = "contents that are no image"
    UNPLACED = "regions that cannot be placed"
    ELSEWHERE = "annotations of something else"
    CHANGED = "regions changed"
    WORDLESS = "bodies that are no text"
    TOO_MANY_REGIONS = "regions beyond what is read"
    OTHER_SEQUENCES = "other sequences"
    RANGES = "parts of the table of contents"
    FORMS = "other forms"
    LANGUAGES = "values in other languages"
    MARKUP_KEPT = "HTML kept"
    SHORTENED = "values shortened"
    UNUSED = "members not used"


_PHRASES: dict[NoteSort, Callable[[int, str], Phrase]] = {
    NoteSort.NOT_FETCHED: lambda number, samples: pluralise_phrase(
        "%(num)s list of annotations is at another address and was not fetched: %(samples)s.",
        "%(num)s lists of annotations are at other addresses and were not fetched: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.NO_CANVAS: lambda number, samples: pluralise_phrase(
        "%(num)s item is no page, such as a recording or a scene, and was left out: %(samples)s.",
        "%(num)s items are no pages, such as recordings or scenes, and were left out: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.WITHOUT_IMAGE: lambda number, samples: pluralise_phrase(
        "%(num)s page has no image in the manifest: %(samples)s.",
        "%(num)s pages have no image in the manifest: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.COMPOSED: lambda number, samples: pluralise_phrase(
        "%(num)s page is composed of several images; send the image of the whole page: %(samples)s.",
        "%(num)s pages are composed of several images; send the images of the whole pages: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.PARTLY_COVERED: lambda number, samples: pluralise_phrase(
        "%(num)s page shows a part of its image, or has it on a part of the page; check the regions: %(samples)s.",
        "%(num)s pages show parts of their images, or have them on a part of the page; check the regions: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.ALTERNATIVES: lambda number, samples: pluralise_phrase(
        "%(num)s alternative image was left out: %(samples)s.",
        "%(num)s alternative images were left out: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.NO_IMAGE: lambda number, samples: pluralise_phrase(
        "%(num)s content of a page is no image and was left out: %(samples)s.",
        "%(num)s contents of pages are no images and were left out: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.UNPLACED: lambda number, samples: pluralise_phrase(
        "%(num)s annotation cannot be placed on its page and was left out: %(samples)s",
        "%(num)s annotations cannot be placed on their pages and were left out: %(samples)s",
        number,
        samples=samples,
    ),
    NoteSort.ELSEWHERE: lambda number, samples: pluralise_phrase(
        "%(num)s annotation is not about a page of the manifest and was left out: %(samples)s.",
        "%(num)s annotations are not about pages of the manifest and were left out: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.CHANGED: lambda number, samples: pluralise_phrase(
        "%(num)s region was changed while it was read: %(samples)s",
        "%(num)s regions were changed while they were read: %(samples)s",
        number,
        samples=samples,
    ),
    NoteSort.WORDLESS: lambda number, samples: pluralise_phrase(
        "%(num)s annotation has a body that is no text; only its region was read: %(samples)s.",
        "%(num)s annotations have bodies that are no text; only their regions were read: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.TOO_MANY_REGIONS: lambda number, _: pluralise_phrase(
        "%(num)s annotation was left out, since there are more than are read.",
        "%(num)s annotations were left out, since there are more than are read.",
        number,
    ),
    NoteSort.OTHER_SEQUENCES: lambda number, samples: pluralise_phrase(
        "%(num)s other order of the pages was left out: %(samples)s.",
        "%(num)s other orders of the pages were left out: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.RANGES: lambda number, samples: pluralise_phrase(
        "%(num)s part of the table of contents was left out: %(samples)s.",
        "%(num)s parts of the table of contents were left out: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.FORMS: lambda number, samples: pluralise_phrase(
        "%(num)s other form of the document or of its description was not fetched: %(samples)s.",
        "%(num)s other forms of the document or of its description were not fetched: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.LANGUAGES: lambda number, samples: pluralise_phrase(
        "%(num)s value is given in several languages, of which one was taken: %(samples)s.",
        "%(num)s values are given in several languages, of which one was taken: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.MARKUP_KEPT: lambda number, samples: pluralise_phrase(
        "%(num)s value has more HTML than is read and was taken as it stands: %(samples)s.",
        "%(num)s values have more HTML than is read and were taken as they stand: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.SHORTENED: lambda number, samples: pluralise_phrase(
        "%(num)s value is too long and was cut short: %(samples)s.",
        "%(num)s values are too long and were cut short: %(samples)s.",
        number,
        samples=samples,
    ),
    NoteSort.UNUSED: lambda _, samples: Phrase(
        "Other properties of the manifest and its pages were not used: %(names)s.", names=samples
    ),
}


class ManifestNotes:
    """Counts what is to be told, with some samples of each."""

    def __init__(self) -> None:
        self._counted: dict[NoteSort, tuple[int, list[str]]] = {}

    def add(self, sort: NoteSort, sample: str = "") -> None:
        """Count one more of a sort; of the members that are not used every name is kept once."""
        number, samples = self._counted.get(sort, (0, []))
        sample = " ".join(sample.split())[:LONGEST_SAMPLE]
        if sample and sample not in samples and (len(samples) < MOST_SAMPLES or sort is NoteSort.UNUSED):
            samples.append(sample)
        self._counted[sort] = number + 1, samples

    def list_phrases(self) -> tuple[Phrase, ...]:
        """Return what was counted as sentences, in the order of the sorts."""
        phrases = []
        for sort in NoteSort:
            if sort in self._counted:
                number, samples = self._counted[sort]
                joined = " " if sort in (NoteSort.UNPLACED, NoteSort.CHANGED) else "; "
                words = joined.join(samples[:20]) or "—"
                phrases.append(_PHRASES[sort](number, words))
        return tuple(phrases)
