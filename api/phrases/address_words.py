"""What pages say of names in addresses."""

from api.phrases.messages import gettext


def describe_unavailable_name(slug: str, free: str) -> str:
    """Return what is said of a name that cannot be had, whoever has it, with one that can."""
    return gettext("The name “%(slug)s” is not available. “%(free)s” is still free.", slug=slug, free=free)
