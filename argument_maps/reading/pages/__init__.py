"""Web pages read as texts: what a browser shows of them."""

from argument_maps.reading.pages.html_files import read_html
from argument_maps.reading.pages.page_reader import read_page

__all__ = ["read_html", "read_page"]
