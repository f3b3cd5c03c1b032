"""What a browser is called, for whoever looks through the places where they are signed in."""

import re

# In this order, because each names those before which it stands as well.
_FAMILIES = (
    *(("Edge", r"Edg(?:e|A|iOS)?/"), ("Opera", r"OPR/|Opera"), ("Samsung Internet", r"SamsungBrowser/")),
    *(("Vivaldi", r"Vivaldi/"), ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/|Chromium/")),
    *(("Safari", r"Safari/"),),
)
_SYSTEMS = (
    *(("iPad", r"iPad"), ("iPhone", r"iPhone"), ("Android", r"Android"), ("Windows", r"Windows")),
    *(("Mac", r"Mac OS X|Macintosh"), ("ChromeOS", r"CrOS"), ("Linux", r"Linux|X11")),
)


def describe_browser(user_agent: str) -> str:
    """Return the family of a browser and the system it runs on, as far as it says so: “Firefox, Windows”."""
    names = (_match_first(_FAMILIES, user_agent), _match_first(_SYSTEMS, user_agent))
    return ", ".join(name for name in names if name)


def _match_first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, user_agent[:500])), "")
