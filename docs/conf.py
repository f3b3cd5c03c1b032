"""How Sphinx builds the guide, which the server shows under /guide."""

project = "Sic et Non"
copyright = "the founders of Sic et Non"
extensions = ["myst_parser"]
myst_heading_anchors = 3
root_doc = "index"
exclude_patterns = ["_templates"]
templates_path = ["_templates"]
html_theme = "basic"
html_title = "Guide to Sic et Non"
html_static_path = ["_static"]
html_css_files = ["guide.css"]
html_permalinks_icon = "#"
html_copy_source = False
html_show_sphinx = False
html_sidebars = {"**": ["globaltoc.html", "searchbox.html"]}
html_favicon = "_static/icon.svg"
pygments_style = "default"
# Single quotation marks and dashes are written as they are meant.
smartquotes = False
