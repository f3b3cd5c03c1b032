"""What the columns and roles of class lists are called by those who make them, in the languages of many seminars."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from models.vocabulary import Role


class ListColumn(StrEnum):
    """What a column of a class list holds."""

    NAME = "name"
    SURNAME_FIRST = "surname-first"
    FIRST = "first"
    LAST = "last"
    EMAIL = "email"
    ROLE = "role"
    PSEUDONYM = "pseudonym"
    IGNORED = "ignored"


_COLUMNS: Mapping[ListColumn, str] = {
    ListColumn.NAME: """
        name, full name, display name, member, participant, student name, sortable name, person,
        name und vorname, vor- und nachname, vorname nachname, vorname und nachname, vollständiger name,
        teilnehmer, teilnehmerin, teilnehmende, first name last name, first and last name,
        given name family name, nom complet, nom et prénom, prénom nom, prénom et nom, participant,
        nombre completo, nombre y apellidos, nome completo, nome e cognome, nome cognome, imię i nazwisko,
        uczestnik, имя и фамилия, имя фамилия, фио, ф.и.о., фамилия имя отчество, полное имя, участник,
        volledige naam, naam, nome completo, jméno a příjmení, celé jméno, 姓名, 名前, 氏名, 이름, 성명,
        학생 이름, 학생명, 学生姓名, 生徒氏名, 学生氏名, nom de l'étudiant, nombre del alumno, nome dello studente,
        الاسم, שם, namn, navn, nimi, név, ad soyad, ονοματεπώνυμο, ім'я та прізвище, піб""",
    ListColumn.SURNAME_FIRST: """
        last name first name, surname first name, family name given name, name vorname, nachname vorname,
        familienname vorname, nom prénom, apellidos nombre, apellidos y nombre, cognome nome,
        cognome e nome, nazwisko imię, nazwisko i imię, фамилия имя, příjmení jméno""",
    ListColumn.FIRST: """
        first name, firstname, given name, given names, forename, first, vorname, vornamen, rufname, prénom,
        prénoms, nombre, nombres, nome, imię, imiona, имя, имена, voornaam, jméno, 名, fornavn, förnamn,
        etunimi, ad, keresztnév, ім'я, όνομα""",
    ListColumn.LAST: """
        last name, lastname, surname, family name, last, nachname, familienname, zuname, nom,
        nom de famille, apellido, apellidos, cognome, nazwisko, фамилия, achternaam, příjmení, 姓,
        etternavn, efternavn, efternamn, sukunimi, soyad, vezetéknév, прізвище, επώνυμο, sobrenome, apelido,
        성, 성씨, 名字, 苗字, 氏, primer apellido, nazwisko rodowe""",
    ListColumn.EMAIL: """
        email, e-mail, e-mail address, email address, mail, mail address, e-mail-adresse, emailadresse,
        mailadresse, adresse électronique, adresse e-mail, adresse email, adresse mail, adresse de courriel,
        courriel, mél, correo, correo electrónico, dirección de correo, dirección de correo electrónico,
        posta elettronica, indirizzo email, indirizzo e-mail, indirizzo di posta elettronica, adres e-mail,
        adres email, poczta, электронная почта, почта, адрес электронной почты, эл. почта, эл. адрес, имейл,
        емейл, e-mailadres, endereço de e-mail, 电子邮件, 邮箱, 电子邮箱, メールアドレス, メール, 이메일,
        메일, 메일 주소, 이메일 주소, 전자우편, 电邮, 邮件, 电子邮件地址, 電子郵件, 電郵, eメール, 電子メール,
        البريد الإلكتروني, דואל, e-mail cím, e-post, e-postadress, sähköposti, e-posta, електронна пошта,
        ηλεκτρονική διεύθυνση""",
    ListColumn.ROLE: """
        role, roles, function, rolle, rollen, funktion, rôle, fonction, rol, función, ruolo, funzione, rola,
        funkcja, роль, роли, função, papel, 角色, 役割, 역할, الدور, תפקיד, roll, rooli, szerep, szerepkör, cargo,
        görev, ρόλος, 身份, 职务, 區分, 区分, 구분, 신분, 직책""",
    ListColumn.PSEUDONYM: """
        pseudonym, pseudonyme, alias, nickname, deckname, spitzname, seudónimo, pseudonimo, pseudonim,
        псевдоним, pseudoniem, 笔名, 化名, 仮名, 가명, псевдонім, ψευδώνυμο""",
    # What learning platforms write beside, and nobody here needs: told to whoever sends the list, not taken.
    ListColumn.IGNORED: """
        id, no, nr, number, nummer, student id, student number,
        gruppe, gruppen, arbeitsgruppe, groupe, groupes, grupo, grupos, gruppo, gruppi, grupa, grupy, группа,
        小组, 组, 分组, 班级, 조, 모둠, 분반, 그룹, グループ, 班, 組, 学号, 학번, 学籍番号,
        sis user id, sis login id, id number,
        matrikelnummer, matrikel-nr, matr-nr, groups, group, section, sections, department, institution,
        last access, last downloaded from this course, zuletzt aus diesem kurs geladen, country, city, phone,
        telephone, telefon, semester, course, kurs, studiengang, programme, program, grade, username, user name,
        benutzername, login, login id, sis id, status""",
}
# A word that stands for a person may be the name of a column or a role: it counts where another column is known.
_PERSONS = "student, students, studierende, studierender, étudiant, estudiante, studente, студент"
_ROLES: Mapping[Role, str] = {
    Role.OWNER: """
        owner, eigentümer, eigentümerin, inhaber, propriétaire, propietario, proprietario, właściciel,
        владелец""",
    Role.TEACHER: """
        teacher, instructor, lecturer, professor, prof, tutor, teaching assistant, ta, lehrer, lehrerin,
        lehrkraft, dozent, dozentin, dozierende, professorin, leiter, leiterin, tutorin, enseignant,
        enseignante, professeur, profesor, profesora, docente, insegnante, professore, professoressa,
        nauczyciel, wykładowca, prowadzący, преподаватель, учитель, docent, учительница, 教師, 先生, 老师, 교수,
        教师, 教授, 讲师, 助教, 教員, 강사, 교사, 조교, преподавательница, prowadząca, nauczycielka,
        non-editing teacher, course instructor, lærer, lärare, opettaja, učitel, učitelka, öğretmen, tanár, oktató,
        καθηγητής, καθηγήτρια, викладач, викладачка, 老師, 講師""",
    Role.EDITOR: """
        editor, bearbeiter, bearbeiterin, redakteur, éditeur, éditrice, redactor, redattore, redaktor,
        редактор, 编辑, 編輯, 編集者, 편집자, redacteur, redaktør, redaktör, toimittaja, szerkesztő, editör,
        συντάκτης""",
    Role.CONTRIBUTOR: f"""
        contributor, member, participant, learner, pupil, {_PERSONS}, studentin, studentinnen, studenten,
        schüler, schülerin, teilnehmer, teilnehmerin, teilnehmende, mitglied, mitwirkende, beitragende,
        étudiante, élève, participante, contributeur, contributrice, membre, alumno, alumna, participante,
        colaborador, miembro, studentessa, partecipante, allievo, uczestnik, uczestniczka, studentka, uczeń,
        autor, студентка, ученик, ученица, участник, участница, leerling, deelnemer, 学生, 學生, 학생,
        学员, 成员, 参与者, 参加者, 生徒, メンバー, 수강생, 참여자, 참가자, 회원,
        成員, 參加者, studerende, elev, opiskelija, osallistuja, studentkyně, žák, öğrenci, hallgató, diák, aluno,
        aluna, estudante, φοιτητής, φοιτήτρια, студент, здобувач, طالب, طالبة, סטודנט, סטודנטית""",
    Role.DISCUSSANT: """
        discussant, diskutant, diskutantin, intervenant, comentarista, discutant, dyskutant,
        участник обсуждения, участница обсуждения, 讨论者, 評論者, コメンテーター, 토론자""",
    Role.READER: """
        reader, guest, auditor, observer, viewer, leser, leserin, gast, gasthörer, gasthörerin, hörer, hörerin,
        beobachter, lecteur, lectrice, invité, observateur, auditeur, lector, lectora, oyente, invitado, lettore,
        lettrice, uditore, ospite, czytelnik, czytelniczka, gość, читатель, слушатель, гость,
        читательница, слушательница, гостья, наблюдатель, zuhörer, zuhörerin, spettatore, obserwator, słuchacz,
        słuchaczka, wolny słuchacz, observateur libre, auditrice, observador, observadora, visitante, 读者, 旁听生,
        旁听, 访客, 观察员, 독자, 열람자, 청강생, 손님, 참관자, 読者, 閲覧者, 聴講生, 見学者, ゲスト, 讀者, 旁聽生,
        訪客, lezer, lezeres, toehoorder, læser, leser, läsare, åhörare, lukija, vieras, čtenář, čtenářka, host,
        okuyucu, misafir, olvasó, vendég, leitor, leitora, ouvinte, αναγνώστης, αναγνώστρια, читач, читачка, قارئ,
        קורא, קוראת""",
}


def normalize_letters(cell: str) -> str:
    """Return what counts of a column's or a role's name: its letters and digits, without case and accents."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", cell).casefold())
    return re.sub(r"[\W_]+", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _index_by_word(words: Mapping[ListColumn, str] | Mapping[Role, str]) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for meaning, line in words.items():
        for word in line.split(","):
            meanings.setdefault(normalize_letters(word), meaning)
    return meanings


_COLUMN_OF = _index_by_word(_COLUMNS)
_ROLE_OF = _index_by_word(_ROLES)
_EXACT_COLUMNS = frozenset(
    unicodedata.normalize("NFC", word.strip().casefold()) for line in _COLUMNS.values() for word in line.split(",")
)
_PERSON_WORDS = frozenset(normalize_letters(word) for word in _PERSONS.split(","))


def find_column(cell: str) -> ListColumn | None:
    """Return what a column of this name holds, None where nobody can tell."""
    # “Email (required)” and “Nachname *” are the same columns.
    for spelling in (cell, re.sub(r"\(.*?\)|\[.*?\]|\*", "", cell)):
        column = _COLUMN_OF.get(normalize_letters(spelling))
        if column is not None:
            return ListColumn(column)
    return None


def is_exact_heading(cell: str) -> bool:
    """Tell whether a column of this name is known with its accents: of two readings of a file, one has them wrong."""
    return unicodedata.normalize("NFC", cell.strip().casefold()) in _EXACT_COLUMNS


def is_person_heading(cell: str) -> bool:
    """Tell whether a column of this name holds the people's names, where it is a column's name at all."""
    return normalize_letters(cell) in _PERSON_WORDS


def find_role(word: str) -> Role | None:
    """Return the role of this name, None where nobody can tell."""
    # “Studentin/Student”, “Student (m/w/d)”, “Student*in” are one word with its forms.
    for spelling in (word, re.split(r"[/(*:_|]", word.strip())[0]):
        role = _ROLE_OF.get(normalize_letters(spelling))
        if role is not None:
            return Role(role)
    return None
