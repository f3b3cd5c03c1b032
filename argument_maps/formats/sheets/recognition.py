"""How spreadsheets are told from other files."""

from argument_maps.formats.file_contents import FileContents
from argument_maps.formats.sheets.columns.column_names import guess_sheet_kind, is_record_heading
from argument_maps.formats.sheets.sheet_layout import MOST_ABOVE, rate_headings
from argument_maps.formats.sheets.tables.csv_tables import guess_separator, sample_rows
from argument_maps.formats.sheets.tables.workbook_tables import is_ods_file, is_xlsx_file


def recognise_xlsx(contents: FileContents) -> int:
    """Tell whether a file is an Excel workbook."""
    return 3 if is_xlsx_file(contents.data) else 0


def recognise_ods(contents: FileContents) -> int:
    """Tell whether a file is an OpenDocument spreadsheet."""
    return 3 if is_ods_file(contents.data) else 0


def recognise_csv(contents: FileContents) -> int:
    """Tell how much a file looks like a table of records: by names of columns, else by lines of as many cells."""
    text = contents.beginning
    if not text.strip() or text.lstrip()[0] in "{[<%@":
        return 0
    separator = guess_separator(text, rate_headings)
    rows = sample_rows(text, separator)
    known = max((guess_sheet_kind([" ".join(cell.split()) for cell in row])[1] for row in rows[:MOST_ABOVE]), default=0)
    marked = any(is_record_heading(cell) for row in rows[:MOST_ABOVE] for cell in row if len(row) > 1)
    if marked or (known > 1 and len(rows) > 1):
        return 2
    widths = {len(row) for row in rows}
    return 1 if len(rows) > 1 and widths != {1} and len(widths) == 1 else 0
