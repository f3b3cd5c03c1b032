"""Parts of addresses: where an address ends in a format, the name before it has no dot, and the ending may have some."""

from starlette.convertors import StringConvertor, register_url_convertor


class StemConvertor(StringConvertor):
    """A name up to the first dot: of `korea-1950.whole.html` the map is korea-1950 and the format whole.html."""

    regex = "[^/.]+"


# What paths call such a part: {slug:stem}.
STEM = "stem"
register_url_convertor(STEM, StemConvertor())
