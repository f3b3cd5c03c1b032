"""Arrangements with less in them, for where there is little room."""

from dataclasses import replace

from renderers.layout.arrangement import Arrangement, Column, get_record_label, is_reference

NARROWEST_BOX = 150.0


def drop_echoes(arrangement: Arrangement) -> Arrangement:
    """Return an arrangement without strips in which nothing is argued and all is referred to elsewhere.

    They come of records that were taken along from other questions.
    """
    referred = {
        get_record_label(key)
        for section in arrangement.sections
        for keys in section.columns
        for key in keys
        if is_reference(key)
    }
    kept = [
        section
        for section in arrangement.sections
        if section.links or not referred.issuperset(key for keys in section.columns for key in keys)
    ]
    return replace(arrangement, sections=kept)


def lead_with(arrangement: Arrangement, heading: str) -> Arrangement:
    """Return an arrangement that begins with the strip of a question, or of that name, which has no heading then."""
    leading = [
        section
        for section in arrangement.sections
        if (section.heading if isinstance(section.heading, str) else getattr(section.heading, "id", "")) == heading
    ]
    others = [section for section in arrangement.sections if section not in leading]
    return replace(arrangement, sections=[*(replace(section, heading=None) for section in leading), *others])


def stack_columns(arrangement: Arrangement) -> Arrangement:
    """Return an arrangement in which all boxes of a strip stand in one column, for where there is room for no more."""
    return replace(
        arrangement,
        columns=[Column("", NARROWEST_BOX)],
        sections=[
            replace(section, columns=[list(dict.fromkeys(key for keys in section.columns for key in keys))], lanes=())
            for section in arrangement.sections
        ],
    )
