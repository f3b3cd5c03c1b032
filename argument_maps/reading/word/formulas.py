"""Formulas of Office written in a line (ECMA-376, part 1, 22.1)."""

from xml.etree.ElementTree import Element


def write_formula(element: Element) -> str:
    """Return a formula's signs in their order, with what its arrangement says: fractions, powers, roots."""
    tag = str(element.tag)
    if tag == "m-t":
        return element.text or ""
    if tag == "m-f":
        return f"{_group(element.find('m-num'))}/{_group(element.find('m-den'))}"
    if tag in ("m-sSup", "m-sSub", "m-sSubSup"):
        lower, upper = element.find("m-sub"), element.find("m-sup")
        written = _write(element.find("m-e"))
        written += f"_{_group(lower)}" if lower is not None else ""
        return written + (f"^{_group(upper)}" if upper is not None else "")
    if tag == "m-rad":
        return f"{_write(element.find('m-deg'))}√{_group(element.find('m-e'))}"
    if tag == "m-d":
        signs = element.find("m-dPr")
        opening, closing = (signs.find("m-begChr"), signs.find("m-endChr")) if signs is not None else (None, None)
        inner = ", ".join(_write(each) for each in element.iterfind("m-e"))
        return f"{_read_sign(opening, '(')}{inner}{_read_sign(closing, ')')}"
    if tag == "m-nary":
        sign = element.find("m-naryPr/m-chr")
        written = _read_sign(sign, "∫")
        for name, mark in (("m-sub", "_"), ("m-sup", "^")):
            bound = element.find(name)
            written += f"{mark}{_group(bound)}" if bound is not None and _write(bound) else ""
        return f"{written} {_write(element.find('m-e'))}"
    return "".join(write_formula(child) for child in element)


def _write(element: Element | None) -> str:
    return write_formula(element) if element is not None else ""


def _group(element: Element | None) -> str:
    written = _write(element)
    return written if len(written) < 2 or written.isalnum() else f"({written})"


def _read_sign(element: Element | None, default: str) -> str:
    return element.get("m-val", "") if element is not None else default
