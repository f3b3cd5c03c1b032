"""The markup by which another site embeds a map, and the addresses at which it asks how."""

from urllib.parse import urlencode

from markupsafe import escape


def make_embed_snippet(address: str, title: str, width: int, height: int) -> str:
    """Return the markup by which another site embeds the page at an address, `width` by `height` pixels."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" '
        'loading="lazy" allowfullscreen></iframe>'
    )


def make_oembed_queries(address: str) -> dict[str, str]:
    """Return the parameters by which oEmbed is asked about an address, for each format."""
    return {form: urlencode({"url": address, "format": form}) for form in ("json", "xml")}
