"""Class lists in every sensible form and encoding, and who is on them."""

from pathlib import Path

import pytest

from models.people.account_errors import UnfitClassList
from models.teaching.class_list_decoding import decode_class_list
from models.teaching.class_list_parsing import read_table
from models.teaching.class_list_vocabulary import ListColumn
from models.teaching.class_lists import read_entries
from models.vocabulary import Role


def people_in(data: bytes) -> list[tuple[str, str | None, str]]:
    table = read_table(decode_class_list(data)[0])
    return [(each.name, each.email, each.role.value) for each in read_entries(table, table.columns, {}, by=Role.OWNER)]


ANNA = ("Anna Müller", "a@example.org", "contributor")
LISTS = {
    "name, address, role": "name,email,role\nAnna Müller,a@example.org,student\n",
    "without a heading": "Anna Müller;a@example.org;student\n",
    "columns in another order": "Rolle;E-Mail;Name\nStudentin;a@example.org;Anna Müller\n",
    "two columns for the name": "Last name,First name,E-mail address\nMüller,Anna,a@example.org\n",
    "German, with Name for the surname": "Name;Vorname;E-Mail-Adresse\nMüller;Anna;a@example.org\n",
    "surname first in one cell": 'Name,Email\n"Müller, Anna",a@example.org\n',
    "surname first, torn by the comma": "Name,Email\nMüller, Anna,a@example.org\n",
    "one heading for both": 'Email\t"Last name, First name"\na@example.org\tMüller, Anna\n',
    "French": "Nom;Prénom;Courriel;Rôle\nMüller;Anna;a@example.org;étudiante\n",
    "Spanish": "Apellidos;Nombre;Correo electrónico\nMüller;Anna;a@example.org\n",
    "Italian": "Cognome,Nome,Indirizzo e-mail,Ruolo\nMüller,Anna,a@example.org,studentessa\n",
    "Polish": "Imię;Nazwisko;Adres e-mail\nAnna;Müller;a@example.org\n",
    "Russian": "Фамилия;Имя;Электронная почта;Роль\nMüller;Anna;a@example.org;студентка\n",
    "German, with a group": "Nachname;Vorname;E-Mail;Rolle;Gruppe\nMüller;Anna;a@example.org;Studentin;A\n",
    "French, with a group": "Nom;Prénom;Adresse électronique;Rôle;Groupe\nMüller;Anna;a@example.org;étudiante;B\n",
    "Polish, with a group": "Nazwisko;Imię;Adres e-mail;Rola;Grupa\nMüller;Anna;a@example.org;studentka;1\n",
    "Russian, with a group": "Фамилия;Имя;Почта;Роль;Группа\nMüller;Anna;a@example.org;студентка;1\n",
    "Chinese": "姓;名;邮箱;角色;小组\nMüller;Anna;a@example.org;学员;1\n",
    "Korean": "성;이름;메일 주소;역할;조\nMüller;Anna;a@example.org;수강생;1\n",
    "Japanese": "姓,名,メールアドレス,役割,グループ\nMüller,Anna,a@example.org,生徒,1\n",
    "cells of two lines": 'Name,"E-Mail\nAdresse"\n"Anna\nMüller",a@example.org\n',
    "as Excel is told": "sep=;\nName;E-Mail\nAnna Müller;a@example.org\n",
    "as mail has it": "Anna Müller <a@example.org>\n",
    "what nobody needs": "ID,Student,SIS User ID,Email,Section\n7,Anna Müller,x,a@example.org,A\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_in_any_sensible_form_says_the_same(name: str) -> None:
    assert people_in(LISTS[name].encode()) == [ANNA]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1250"])
def test_a_list_is_read_in_whichever_encoding_it_was_saved(encoding: str, end: str) -> None:
    text = "Name;E-Mail\nAnna Müller;a@example.org\n".replace("\n", end)
    assert people_in(text.encode(encoding)) == [ANNA]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "Héloïse Lefèvre"),
        ("cp1252", "Iñigo Peña"),
        ("cp1250", "Jędrzej Wałęsa"),
        ("cp1250", "Štěpán Dvořák"),
        ("cp1251", "Пётр Сидоров"),
        ("koi8_r", "Пётр Сидоров"),
        ("mac_roman", "Jürgen Groß"),
        ("gb18030", "张三"),
        ("gb18030", "王小明"),
        ("shift_jis", "田中花子"),
        ("shift_jis", "佐藤はな"),
        ("euc_kr", "김민지"),
        ("big5", "陳大文"),
    ],
)
def test_names_in_former_encodings_are_read_as_they_were_written(encoding: str, name: str) -> None:
    assert [each for each, _, _ in people_in(f"{name}\nAnna\n".encode(encoding))] == [name, "Anna"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("shift_jis", "名前,メール,役割\n王小明,a@example.org,学生\n"),
        ("euc_kr", "이름,이메일,역할\n王小明,a@example.org,학생\n"),
        ("gb18030", "姓名,邮箱\n王小明,a@example.org\n"),
    ],
)
def test_the_names_of_columns_tell_in_which_encoding_a_list_is(encoding: str, text: str) -> None:
    assert people_in(text.encode(encoding)) == [("王小明", "a@example.org", "contributor")]


@pytest.mark.parametrize(
    "word",
    ["Leserin", "lectrice", "lectora", "lettrice", "czytelniczka", "читательница", "旁听生", "청강생", "聴講生"],
)
def test_the_word_for_readers_is_known_in_the_languages_of_the_columns(word: str) -> None:
    assert people_in(f"Name;E-Mail;Rolle\nGerda;g@example.org;{word}\n".encode())[0][2] == "reader"


def test_a_word_that_is_no_role_is_refused_with_its_cell_and_never_a_contributor() -> None:
    with pytest.raises(UnfitClassList) as refusal:
        people_in("Name;E-Mail;Rolle\nGerda;g@example.org;reader\nBob;b@example.org;Häuptling\n".encode())
    assert [line for line, _ in refusal.value.faults] == [3]
    assert "“Häuptling” in cell C3 is not a role" in refusal.value.faults[0][1]


def test_a_column_that_nobody_knows_is_left_open_for_the_teacher() -> None:
    table = read_table("Name;E-Mail;Lieblingsfarbe\nGerda;g@example.org;rot\n")
    assert table.columns == (ListColumn.NAME, ListColumn.EMAIL, None)


def test_accents_of_the_names_of_columns_tell_the_encoding() -> None:
    assert people_in("Imię i nazwisko;Rola\nJan;student\n".encode("cp1250"))[0][0] == "Jan"
    assert decode_class_list("Imię i nazwisko;Rola\nJan;student\n".encode("cp1250"))[1] == "cp1250"


def test_a_gradebook_whose_columns_are_people_and_numbers_is_headed() -> None:
    gradebook = 'Student,ID,SIS User ID,SIS Login ID,Section\n"Müller, Anna",7,x7,a7,A\n"Kim, Minji",8,x8,a8,A\n'
    assert [each for each, _, _ in people_in(gradebook.encode())] == ["Anna Müller", "Minji Kim"]


def test_the_lists_that_failed_are_read() -> None:
    cases = Path(__file__).parents[4] / "shared" / "cases"
    german = "\ufeffName;E-Mail-Adresse;Rolle\r\nGerda;g@example.org;reader\r\n".encode()
    assert people_in(german) == [("Gerda", "g@example.org", "reader")]
    assert len(people_in(b"Anna,a@example.org\rBob,b@example.org\r")) == 2
    for file in cases.glob("class-*.csv"):
        assert people_in(file.read_bytes())


@pytest.mark.parametrize("name", ["Müller", "José Núñez", "Zoë Åkesson", "François"])
def test_a_list_of_the_old_macintosh_is_known_by_the_ends_of_its_lines(name: str) -> None:
    text = f"Name;E-Mail\rAnna {name};a@example.org\r"
    assert people_in(text.encode("mac_roman")) == [(f"Anna {name}", "a@example.org", "contributor")]


@pytest.mark.parametrize(
    "text",
    [
        "Naam;E-mailadres;Rol\nAnna;a@example.org;lezer\n",
        "Namn;E-post;Roll\nAnna;a@example.org;läsare\n",
        "Nome;E-mail;Função\nAnna;a@example.org;leitora\n",
        "Jméno;E-mail;Role\nAnna;a@example.org;čtenářka\n",
        "Név;E-mail cím;Szerepkör\nAnna;a@example.org;olvasó\n",
        "姓名,電子郵件,角色\nAnna,a@example.org,讀者\n",
        "الاسم,البريد الإلكتروني,الدور\nAnna,a@example.org,قارئ\n",
    ],
)
def test_who_only_reads_is_named_so_in_many_languages(text: str) -> None:
    assert people_in(text.encode()) == [("Anna", "a@example.org", "reader")]
