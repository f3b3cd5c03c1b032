"""The words of dates in the languages of archives, which are compared folded: small and without accents."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from argument_maps.dates.folding import fold_date_text, split_date_text


class WordRole(StrEnum):
    """What a word or sign does in a date."""

    MONTH = "month"
    SEASON = "season"
    WEEKDAY = "weekday"
    ABOUT = "about"
    PROBABLY = "probably"
    BEFORE = "before"
    AFTER = "after"
    NOT_BEFORE = "not before"
    NOT_AFTER = "not after"
    FROM = "from"
    TO = "to"
    BETWEEN = "between"
    AND = "and"
    OR = "or"
    PART = "part"
    CENTURY = "century"
    DECADE = "decade"
    ORDINAL = "ordinal"
    ERA = "era"
    FILLER = "filler"
    YEAR_SIGN = "year sign"
    MONTH_SIGN = "month sign"
    DAY_SIGN = "day sign"
    REPUBLICAN = "French Republican month"
    HEBREW = "Hebrew month"
    ISLAMIC = "Islamic month"
    REGNAL = "regnal era"
    FEAST = "feast"
    STYLE = "style"
    HEMISPHERE = "hemisphere"


class Meaning(NamedTuple):
    """A role, and with what value: the number of a month, the code of a season, the name of a part."""

    role: WordRole
    value: int | str = ""


# January to December; English, German, French, Spanish, Italian, Polish, Russian, each with cases and abbreviations.
_MONTHS: Final = (
    (
        "january jan januar janner jaenner jänner janvier janv enero ene gennaio gen styczen stycznia styczniu sty "
        "январь январем styczniem января январе янв"
    ),
    (
        "february feb febr februar feber fevrier fevr febrero febbraio luty lutego lutym lut февраль февралем "
        "февраля феврале фев февр"
    ),
    "march mar marz maerz mars marzo marzec marca marcu март мартом marcem марта марте мар",
    "april apr avril avr abril abr aprile kwiecien kwietnia kwietniu kwi апрель апрелем kwietniem апреля апреле апр",
    "may mai mayo maggio mag maj maja maju май маем majem мая мае",
    "june jun juni juin junio giugno giu czerwiec czerwca czerwcu cze июнь июнем czerwcem июня июне июн",
    "july jul juli juillet juil julio luglio lug lipiec lipca lipcu lip июль июлем lipcem июля июле июл",
    "august aug aout agosto ago sierpien sierpnia sierpniu sie август августом sierpniem августа августе авг",
    (
        "september sept sep septembre septiembre setiembre settembre sett set wrzesien wrzesnia wrzesniu wrz "
        "сентябрь сентябрем wrzesniem сентября сентябре сент сен"
    ),
    (
        "october oct oktober okt octobre octubre ottobre ott pazdziernik pazdziernika pazdzierniku paz октябрь "
        "октябрем pazdziernikiem октября октябре окт"
    ),
    (
        "november nov novembre noviembre listopad listopada listopadzie lis ноябрь ноябрем listopadem ноября ноябре "
        "нояб ноя"
    ),
    (
        "december dec dezember dez decembre diciembre dic dicembre grudzien grudnia grudniu gru декабрь декабрем "
        "grudniem декабря декабре дек"
    ),
)
_SEASONS: Final = {
    21: (
        "spring springtime fruhling fruehling fruhjahr fruehjahr printemps primavera wiosna wiosny wiosna весна "
        "весной весны 春 春季 春天 봄"
    ),
    22: "summer sommer ete verano estate lato latem лето летом лета 夏 夏季 夏天 여름",
    23: "autumn fall herbst automne otono autunno jesien jesieni jesienia осень осенью осени 秋 秋季 秋天 가을",
    24: "winter hiver invierno inverno zima zimy зима зимой зимы 冬 冬季 冬天 겨울",
}
# Monday first.
_WEEKDAYS: Final = (
    "monday mon montag lundi lunes lunedi poniedzialek понедельник пн lun mo 月曜日 月曜 星期一 礼拜一 周一 월요일",
    "tuesday tue tues dienstag mardi martes martedi wtorek вторник вт di 火曜日 火曜 星期二 周二 화요일",
    "wednesday wed mittwoch mercredi miercoles mercoledi sroda среда ср mi mer 水曜日 水曜 星期三 周三 수요일",
    "thursday thu thur thurs donnerstag jeudi jueves giovedi czwartek четверг чт jeu 木曜日 木曜 星期四 周四 목요일",
    "friday fri freitag vendredi viernes venerdi piatek пятница пт fr ven 金曜日 金曜 星期五 周五 금요일",
    "saturday sat samstag sonnabend samedi sabado sabato sobota суббота сб sa sam 土曜日 土曜 星期六 周六 토요일",
    (
        "sunday sun sonntag dimanche domingo domenica niedziela воскресенье вс so dim воскресение 日曜日 日曜 星期日 "
        "星期天 周日 일요일"
    ),
)
# Words of several parts are written with `_` for each space.
_ROLES: Final[Mapping[WordRole, str]] = {
    WordRole.ABOUT: (
        "c ca circa about on_or_about around approximately approx um gegen etwa zirka ungefahr vers environ env "
        "autour_de hacia alrededor_de aproximadamente cerca_de verso intorno_al intorno_a circa_il около ок примерно "
        "приблизительно okolo ok 约 約 大约 大約 ころ 頃 약 경 무렵 左右"
    ),
    WordRole.PROBABLY: (
        "probably perhaps possibly prob poss likely maybe wohl wahrscheinlich vermutlich vielleicht probablement "
        "peut-etre sans_doute probablemente quizas posiblemente probabilmente forse вероятно возможно "
        "предположительно prawdopodobnie zapewne byc_moze 可能 大概 아마 推定 추정 おそらく"
    ),
    WordRole.BEFORE: (
        "before prior_to earlier_than pre vor avant avant_le antes_de antes_del antes prima_di prima_del prima перед "
        "до przed 以前 之前 이전 前 전"
    ),
    WordRole.AFTER: (
        "after later_than post nach apres apres_le despues_de despues_del tras dopo dopo_il dopo_di после po 以后 "
        "以後 之后 之後 후"
    ),
    WordRole.NOT_BEFORE: (
        "or_later or_after and_later on_or_after not_before not_earlier_than no_earlier_than nicht_vor "
        "nicht_fruher_als fruhestens pas_avant non_avant no_antes_de no_antes_del non_prima_di non_prima_del "
        "не_ранее не_раньше nie_wczesniej_niz nie_przed at_the_earliest terminus_post_quem since seit ab depuis "
        "a_partir_de a_partir_du desde a_partire_dal dal с_начала начиная_с od 不早于 不早於 以来 以來 以降 起 이후 "
        "부터 から"
    ),
    WordRole.NOT_AFTER: (
        "before_the_end_of by_the_end_of bis_ende avant_la_fin_de до_конца or_earlier or_before and_earlier "
        "on_or_before by not_after not_later_than no_later_than nicht_nach nicht_spater_als spatestens pas_apres "
        "non_apres no_despues_de no_despues_del non_dopo non_oltre не_позднее не_позже nie_pozniej_niz nie_po "
        "at_the_latest terminus_ante_quem until till til up_to bis bis_zum jusqu'en jusqu'au jusqu'a hasta fino_al "
        "fino_a к do 不晚于 不晚於 까지 まで 为止 為止"
    ),
    WordRole.FROM: "from от von vom du des dal_primo del de_fines с со od_dnia 自 从 從",
    WordRole.TO: "에서 до から 부터 to through thru until till bis bis_zum au a al hasta_el по do 至 到",
    WordRole.BETWEEN: "사이 之间 之間 の間 between zwischen entre tra fra между miedzy pomiedzy",
    WordRole.AND: "and & und et y e и i oraz 和 와 과 と",
    WordRole.OR: "or oder ou o u или либо lub albo 或 或者 또는 又は または 혹은",
    WordRole.CENTURY: (
        "century centuries cent c cc jahrhundert jahrhunderts jh jhdt jhd siecle siecles siglo siglos s secolo sec "
        "век века веке в вв wiek wieku w 世紀 世纪 세기"
    ),
    WordRole.DECADE: "decade decades 年代 년대",
    WordRole.FILLER: (
        "of the in on de de_la del d' le la el il l' les der die das den dem im am in_the year anno an annee annees "
        "anni ano anos lata latach des du von vom jahr jahre jahres rok roku r г гг год года году годы годов в во "
        "giorno dia w nel nell' en dell' дня los las gli"
    ),
    WordRole.YEAR_SIGN: "年 年度 년 년도",
    WordRole.MONTH_SIGN: "月 月份 월",
    WordRole.DAY_SIGN: "日 号 號 일",
}
_PARTS: Final = {
    "early": (
        "early at_the_beginning_of at_the_start_of beginning beginning_of start_of beginn beginn_des anfang anfangs "
        "fruhe fruhes fruhen debut debut_de debut_du principios_de principios_del a_principios_de a_principios_del "
        "comienzos_de a_comienzos_de inizio inizi inizio_di agli_inizi_del inizio_del primi primi_del начало начале "
        "в_начале poczatek na_poczatku 年初 初 초 초순 初頭 上旬 초기"
    ),
    "mid": (
        "mid in_the_middle_of middle middle_of mitte mi mi- milieu milieu_de milieu_du mediados_de mediados_del "
        "a_mediados_de a_mediados_del meta meta_di meta_del середина середине в_середине polowa polowie w_polowie "
        "年中 中期 中旬 중순 중반 半ば"
    ),
    "late": (
        "late at_the_end_of towards_the_end_of toward_the_end_of end end_of ende ende_des spates spate spaten fin "
        "fin_de fin_du fines_de fines_del a_fines_de a_fines_del finales_de finales_del a_finales_de a_finales_del "
        "fine fine_di fine_del tardo конец конце в_конце koniec pod_koniec 年末 年底 末 下旬 하순 말 말기 후반"
    ),
    "first half": (
        "first_half first_half_of 1st_half erste_halfte ersten_halfte 1._halfte premiere_moitie primera_mitad "
        "prima_meta первая_половина первой_половине pierwsza_polowa pierwszej_polowie 前半 上半叶 上半葉 上半年 전반 "
        "상반기"
    ),
    "second half": (
        "second_half second_half_of 2nd_half latter_half zweite_halfte zweiten_halfte 2._halfte seconde_moitie "
        "deuxieme_moitie segunda_mitad seconda_meta вторая_половина второй_половине druga_polowa drugiej_polowie "
        "後半 下半叶 下半葉 下半年 후반기 하반기"
    ),
    "first quarter": (
        "first_quarter 1st_quarter erstes_viertel ersten_viertel premier_quart primer_cuarto primo_quarto "
        "первая_четверть первой_четверти pierwsza_cwierc"
    ),
    "second quarter": (
        "second_quarter 2nd_quarter zweites_viertel zweiten_viertel deuxieme_quart segundo_cuarto secondo_quarto "
        "вторая_четверть второй_четверти druga_cwierc"
    ),
    "third quarter": (
        "third_quarter 3rd_quarter drittes_viertel dritten_viertel troisieme_quart tercer_cuarto terzo_quarto "
        "третья_четверть третьей_четверти trzecia_cwierc"
    ),
    "fourth quarter": (
        "fourth_quarter 4th_quarter last_quarter viertes_viertel letztes_viertel letzten_viertel quatrieme_quart "
        "dernier_quart ultimo_cuarto ultimo_quarto cuarto_cuarto quarto_quarto последняя_четверть последней_четверти "
        "четвертая_четверть ostatnia_cwierc"
    ),
    "first third": (
        "first_third erstes_drittel ersten_drittel premier_tiers primer_tercio primo_terzo первая_треть первой_трети"
    ),
    "second third": (
        "second_third zweites_drittel zweiten_drittel deuxieme_tiers segundo_tercio secondo_terzo вторая_треть "
        "второй_трети"
    ),
    "last third": (
        "last_third letztes_drittel letzten_drittel dernier_tiers ultimo_tercio ultimo_terzo последняя_треть "
        "последней_трети"
    ),
}
_ERAS: Final = {
    "bc": (
        "bc bce b.c b.c.e b_c_e v_chr v.chr vor_christus vor_christi_geburt v_u_z v.u.z av_j.-c av_j-c av_jc "
        "avant_j.-c avant_jesus-christ avant_notre_ere av_n_e a_c a.c antes_de_cristo a._de_c a_e_c a.e.c "
        "avanti_cristo до_н_э до_н.э до_нашей_эры до_р_х до_рождества_христова p_n_e p.n.e przed_nasza_era "
        "przed_chrystusem 公元前 西元前 紀元前 기원전 前"
    ),
    "ad": (
        "ad a.d ce c.e anno_domini n_chr n.chr nach_christus nach_christi_geburt u_z u.z ap_j.-c ap_j-c ap_jc "
        "apres_j.-c apres_jesus-christ de_notre_ere d_c d.c despues_de_cristo d._de_c e_c dopo_cristo н_э н.э "
        "нашей_эры от_р_х от_рождества_христова n_e n.e naszej_ery 公元 西元 西暦 紀元 기원 서기"
    ),
}
_ORDINALS: Final = (
    "first erste ersten premier primero primo первое первого первый pierwszy",
    "second zweite zweiten deuxieme segundo secondo второй",
    "third dritte dritten troisieme tercero terzo третий",
    "fourth vierte vierten quatrieme cuarto quarto",
    "fifth funfte funften cinquieme quinto",
    "sixth sechste sechsten sixieme sexto sesto",
    "seventh siebte siebten septieme septimo settimo",
    "eighth achte achten huitieme octavo ottavo",
    "ninth neunte neunten neuvieme noveno nono",
    "tenth zehnte zehnten dixieme decimo",
    "eleventh elfte elften onzieme undecimo undicesimo",
    "twelfth zwolfte zwolften douzieme duodecimo dodicesimo",
    "thirteenth dreizehnte dreizehnten treizieme tredicesimo",
    "fourteenth vierzehnte vierzehnten quatorzieme quattordicesimo",
    "fifteenth funfzehnte funfzehnten quinzieme quindicesimo",
    "sixteenth sechzehnte sechzehnten seizieme sedicesimo",
    "seventeenth siebzehnte siebzehnten dix-septieme diciassettesimo",
    "eighteenth achtzehnte achtzehnten dix-huitieme diciottesimo",
    "nineteenth neunzehnte neunzehnten dix-neuvieme diciannovesimo",
    "twentieth zwanzigste zwanzigsten vingtieme ventesimo",
    "twenty-first einundzwanzigste einundzwanzigsten vingt-et-unieme ventunesimo",
)
# Vendémiaire to Fructidor, and behind them the days that complete a year.
_REPUBLICAN: Final = (
    *("vendemiaire vend", "brumaire brum", "frimaire frim", "nivose niv", "pluviose pluv", "ventose vent"),
    *(
        "germinal germ",
        "floreal flor",
        "prairial prair",
        "messidor mess",
        "thermidor therm fervidor",
        "fructidor fruct",
    ),
    "jour_complementaire jours_complementaires complementaire complementary_day sansculottide sans-culottide",
)
# As convertdate counts them, from Nisan; in a leap year Adar is the first of two.
_HEBREW: Final = {
    1: "nisan nissan ניסן",
    2: "iyar iyyar ijar אייר",
    3: "sivan siwan סיון סיוון",
    4: "tammuz tamuz tamus תמוז",
    5: "av aw menachem_av אב",
    6: "elul אלול",
    7: "tishri tishrei tischri תשרי",
    8: "heshvan cheshvan marcheshvan marheshvan חשון חשוון",
    9: "kislev kislew כסלו",
    10: "tevet teveth tebet טבת",
    11: "shevat shvat sh'vat schevat שבט",
    12: "adar adar_i adar_1 adar_rishon אדר",
    13: "adar_ii adar_2 adar_sheni adar_bet",
}
_ISLAMIC: Final = (
    "muharram al-muharram moharram محرم",
    "safar صفر",
    "rabi_i rabi_1 rabi_al-awwal rabi'_al-awwal rabi'_i rabi_ul-awwal rabiulawwal",
    "rabi_ii rabi_2 rabi_al-thani rabi_ath-thani rabi_al-akhir rabi'_al-thani rabi'_ath-thani rabi'_ii",
    "jumada_i jumada_1 jumada_al-ula jumada_al-awwal jumada_l-ula",
    "jumada_ii jumada_2 jumada_al-akhira jumada_al-thaniya jumada_ath-thaniya jumada_al-thani",
    "rajab رجب",
    "sha'ban shaban shaaban shaban شعبان",
    "ramadan ramazan ramadhan رمضان",
    "shawwal schawwal شوال",
    (
        "dhu_al-qa'da dhu_l-qa'da dhu_al-qadah dhu_al-qi'dah dhu'l-qa'da dhu'l-qada dhu_al-qada zilkade zulkadah "
        "dhu_al-qa'dah"
    ),
    "dhu_al-hijja dhu_l-hijja dhu_al-hijjah dhu'l-hijja dhu'l-hijjah zilhicce zulhijjah",
)
# By the names that `argument_maps.dates.calendars` has for the eras.
_REGNAL: Final = {
    "meiji": "明治 meiji 메이지",
    "taisho": "大正 taisho 다이쇼",
    "showa": "昭和 showa 쇼와",
    "heisei": "平成 heisei 헤이세이",
    "reiwa": "令和 reiwa 레이와",
    "koki": "皇紀 koki",
    "minguo": "民國 民国 中華民國 中华民国 minguo 민국",
    "juche": "주체 주체력 主体 主體 juche чучхе",
    "dangi": "단기 檀紀 檀君紀元 dangi",
}
_FEASTS: Final = {
    "0": (
        "easter easter_sunday easter_day ostern ostersonntag paques pascua pascua_de_resurreccion pasqua пасха "
        "wielkanoc 復活祭 复活节 부활절"
    ),
    "1": "easter_monday ostermontag lundi_de_paques lunes_de_pascua lunedi_dell'angelo pasquetta",
    "-2": "good_friday karfreitag vendredi_saint viernes_santo venerdi_santo страстная_пятница wielki_piatek",
    "-3": "maundy_thursday grundonnerstag jeudi_saint jueves_santo giovedi_santo",
    "-1": "holy_saturday easter_saturday karsamstag easter_eve samedi_saint",
    "-7": "palm_sunday palmsonntag dimanche_des_rameaux domingo_de_ramos domenica_delle_palme вербное_воскресенье",
    "-46": "ash_wednesday aschermittwoch mercredi_des_cendres miercoles_de_ceniza mercoledi_delle_ceneri",
    "-47": "shrove_tuesday mardi_gras fastnacht",
    "39": "ascension ascension_day himmelfahrt christi_himmelfahrt l'ascension ascensione вознесение",
    "49": "whitsun whit_sunday whitsunday pentecost pfingsten pfingstsonntag pentecote pentecostes pentecoste троица",
    "50": "whit_monday pfingstmontag lundi_de_pentecote",
    "56": "trinity_sunday",
    "60": "corpus_christi fronleichnam fete-dieu corpus_domini",
    "12-25": "christmas christmas_day weihnachten noel navidad natale boze_narodzenie рождество",
    "12-24": "christmas_eve heiligabend nochebuena wigilia",
    "12-31": "new_year's_eve silvester",
    "01-06": "epiphany twelfth_night dreikonigstag",
    "11-11": "martinmas st_martin's_day martini",
    "09-29": "michaelmas michaelis",
    "02-02": "candlemas lichtmess chandeleur",
    "03-25": "lady_day annunciation",
    "06-24": "midsummer_day st_john's_day johannistag johannis",
    "08-15": "assumption_day mariae_himmelfahrt assomption",
    "11-01": "all_saints all_saints' all_saints'_day allerheiligen toussaint ognissanti",
    "08-01": "lammas",
}
_STYLES: Final = {
    "julian": (
        "o.s o_s os old_style julian julian_calendar a.st a_st alten_stils alter_stil julianisch ст_ст старый_стиль "
        "старого_стиля по_старому_стилю по_ст_ст с.с с_с v.s v_s vieux_style style_julien calendrier_julien st_st "
        "stary_styl calendario_juliano calendario_giuliano stile_antico"
    ),
    "gregorian": (
        "n.s n_s ns new_style gregorian gregorian_calendar n.st n_st neuen_stils neuer_stil gregorianisch н_ст "
        "нов_ст новый_стиль нового_стиля по_новому_стилю по_н_ст н.с н_с nouveau_style calendrier_gregorien "
        "nowy_styl"
    ),
    "orthodox": "orthodox orthodoxe orthodoxes orthodoxie ortodossa православная prawoslawna eastern greek russian",
    "western": "western catholic katholisch catholique католическая",
    "hegira": "ah a.h hijri hegira hidschra hegire hijra_era",
    "republic": "republique republic de_la_republique of_the_republic revolution",
}
# By how much the code of a season is raised to be one of the north or of the south.
_HEMISPHERES: Final = {4: "north northern_hemisphere", 8: "south southern_hemisphere"}


def split_word(name: str) -> tuple[str, ...]:
    """Return the pieces of a name or word as they are looked up: full stops count for nothing."""
    return tuple(piece[0] for piece in split_date_text(fold_date_text(name.replace("_", " "))) if piece[0] != ".")


def _list_words() -> dict[tuple[str, ...], list[Meaning]]:
    words: dict[tuple[str, ...], list[Meaning]] = {}

    def add(names: str, meaning: Meaning) -> None:
        for name in names.split():
            meanings = words.setdefault(split_word(name), [])
            if meaning not in meanings:
                meanings.append(meaning)

    for role, tables in (
        (WordRole.MONTH, _MONTHS),
        (WordRole.ORDINAL, _ORDINALS),
        (WordRole.REPUBLICAN, _REPUBLICAN),
        (WordRole.ISLAMIC, _ISLAMIC),
    ):
        for number, names in enumerate(tables, 1):
            add(names, Meaning(role, number))
    for number, names in enumerate(_WEEKDAYS):
        add(names, Meaning(WordRole.WEEKDAY, number))
    tables_by_value: tuple[tuple[WordRole, Mapping[int, str] | Mapping[str, str]], ...] = (
        *((WordRole.SEASON, _SEASONS), (WordRole.PART, _PARTS), (WordRole.ERA, _ERAS), (WordRole.HEBREW, _HEBREW)),
        *((WordRole.REGNAL, _REGNAL), (WordRole.FEAST, _FEASTS), (WordRole.STYLE, _STYLES)),
        (WordRole.HEMISPHERE, _HEMISPHERES),
    )
    for role, table in tables_by_value:
        for value, names in table.items():
            add(names, Meaning(role, value))
    for role, names in _ROLES.items():
        add(names, Meaning(role))
    return words


# Each word in pieces, with everything that it can mean.
WORDS: Final[Mapping[tuple[str, ...], list[Meaning]]] = _list_words()
LONGEST_WORD: Final = max(len(pieces) for pieces in WORDS)
