"""Styles of citation for tests."""


def make_style(title: str = "Zeitschrift für Beispiele", lead: str = "Vgl.", more: str = "") -> bytes:
    """Return a style of our own: the title behind a word, and ebd. where the note before cites the same."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0" default-locale="de-DE">
  <info><title>{title}</title><id>http://example.org/ours</id><updated>2024-05-06T00:00:00+00:00</updated>
    <rights license="http://creativecommons.org/licenses/by-sa/3.0/">CC BY-SA</rights></info>
  {more}<citation><layout suffix=".">
    <choose><if position="ibid"><text value="ebd."/></if>
      <else-if position="subsequent"><text value="{lead}" suffix=" "/><text variable="title" form="short"/></else-if>
      <else><group delimiter=", "><text value="{lead}" suffix=" "/><text variable="title" quotes="true"/>
        <text variable="archive_location"/><text variable="URL" prefix="&lt;" suffix="&gt;"/></group></else></choose>
  </layout></citation>
  <bibliography><layout><text variable="title" prefix="{lead} "/></layout></bibliography>
</style>""".encode()
