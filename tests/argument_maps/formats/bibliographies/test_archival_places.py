import pytest

from argument_maps.formats.bibliographies.archival_places import read_archival_place, write_archival_location


@pytest.mark.parametrize(
    ("archive", "location", "repository", "reference"),
    [
        ("РГАСПИ", "ф. 45, оп. 1, д. 334, л. 97", "RGASPI", "f. 45|op. 1|d. 334|l. 97"),
        ("RGASPI", "f. 558, op. 11, d. 62, ll. 71-72", "RGASPI", "f. 558|op. 11|d. 62|ll. 71-72"),
        ("", "AVPRF, f. 059a, op. 5a, p. 11, d. 3, ll. 75-77", "AVPRF", "f. 059a|op. 5a|p. 11|d. 3|ll. 75-77"),
        ("АПРФ", "Ф. 45. Оп. 1. Д. 334. Л. 97-98", "APRF", "f. 45|op. 1|d. 334|ll. 97-98"),
        ("NARA", "RG 59, box 4", "NARA", "record group 59|box 4"),
        (
            "National Archives",
            "RG 59, Central Decimal Files, 1910–29, box 3643",
            "National Archives",
            "record group 59|series Central Decimal Files, 1910–29|box 3643",
        ),
        ("", "FO 371/84080", "", "series FO 371|piece 84080"),
        ("TNA", "CAB 128/18, f. 12", "TNA", "series CAB 128|piece 18|f. 12"),
        ("", "BArch, N 1180/4", "BArch", "N 1180/4"),
        ("", "PA AA, RZ 201, R 19865, Bl. 34", "PA AA", "RZ 201|R 19865|Bl. 34"),
        ("HHStA", "PA I", "HHStA", "PA I"),
        ("中国外交部档案馆", "106-00001-01", "中国外交部档案馆", "全宗 106|案卷 00001|件 01"),
        ("외교사료관", "분류번호 722.1, 등록번호 1234", "외교사료관", "분류번호 722.1|등록번호 1234"),
        ("Truman Library", "Box 4, Folder 2", "Truman Library", "box 4|folder 2"),
    ],
)
def test_known_references_are_divided(archive: str, location: str, repository: str, reference: str) -> None:
    place = read_archival_place(archive, location)
    assert place is not None
    assert place.repository == repository
    assert "|".join(f"{label} {value}" for label, value in place.parts) == reference


@pytest.mark.parametrize(
    ("archive", "location"),
    [
        ("British Library", "Add MS 1234"),
        ("", "Shelf 3"),
        ("Private papers", "in the attic, left"),
        ("", ""),
        ("", "x" * 900),
    ],
)
def test_what_follows_no_pattern_stays(archive: str, location: str) -> None:
    assert read_archival_place(archive, location) is None


@pytest.mark.parametrize(
    "location", ["f. 558, op. 11, d. 62, ll. 71-72", "FO 371/84080, f. 12", "record group 59, box 4", "RZ 201, R 19865"]
)
def test_what_is_divided_is_written_as_it_was(location: str) -> None:
    place = read_archival_place("PA AA" if "RZ" in location else "", location)
    assert place is not None
    assert write_archival_location([{"label": label, "value": value} for label, value in place.parts]) == location
