"""The word lists: each one loads, is in order and holds what the rules above rely on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest

import quotes.lexicon
from quotes import lexicon, records
from quotes.errors import LexiconError
from quotes.lexicon import entries
from quotes.lexicon.rows import Row

LISTS: dict[str, Callable[[], Mapping[str, Any]]] = {
    "alarms": lexicon.alarm_words, "anonymous": lexicon.anonymous, "documents": lexicon.documents,
    "first_names": lexicon.first_names, "groups": lexicon.groups, "media": lexicon.media,
    "metonyms": lexicon.metonyms, "modality": lexicon.modals, "name_parts": lexicon.name_parts,
    "nicknames": lexicon.nicknames, "organisations": lexicon.organisations,
    "press": lexicon.press, "pronouns": lexicon.pronouns, "relays": lexicon.relays, "roles": lexicon.roles,
    "titles": lexicon.titles,
}
# Closed classes, of which a few rows are all.
SHORT = ["body_nouns", "contractions", "notes", "readings", "talk"]
NAMES = [*LISTS, *SHORT, "cues"]


def lines(name: str) -> list[str]:
    return (files("quotes.lexicon") / f"{name}.tsv").read_text("utf-8").split("\n")


def rows(name: str) -> list[Row]:
    return list(lexicon.read_rows(lines(name), name))


def every_cue() -> list[lexicon.Cue]:
    return [c for pos in get_args(lexicon.CuePos) for c in lexicon.cues(pos).values()]


@pytest.mark.parametrize("name", LISTS)
def test_every_row_is_an_entry(name: str) -> None:
    entry_count = len(LISTS[name]())
    assert entry_count == len(rows(name)) > 20


def test_every_cue_row_is_an_entry() -> None:
    assert len(every_cue()) == len(rows("cues")) > 1000


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_sorted_so_that_a_change_is_one_line(name: str) -> None:
    keys = [tuple(row.cells.values())[:2] if name in ("cues", "readings")
            else (lexicon.fold(next(iter(row.cells.values()))),) for row in rows(name)]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", NAMES)
def test_each_list_opens_with_why_and_where_from(name: str) -> None:
    comment = []
    for line in lines(name):
        if not line.startswith("#"):
            break
        comment.append(line)
    assert any(line.startswith("# Why: ") for line in comment)
    assert any(line.startswith("# Where from: ") for line in comment)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_explained(name: str) -> None:
    comment = "\n".join(line for line in lines(name) if line.startswith("#"))
    for column in rows(name)[0].cells:
        assert f"\n# {column} " in comment


@pytest.mark.parametrize("name", NAMES)
def test_no_stray_blanks(name: str) -> None:
    for row in rows(name):
        for cell in row.cells.values():
            assert cell == " ".join(cell.split()), (row.line, cell)


def test_categories_and_relations_are_those_of_the_record() -> None:
    assert get_args(entries.Category) == get_args(records.Category)
    assert set(get_args(entries.RelayRelation)) == set(get_args(records.Relation))
    assert set(get_args(entries.DocumentRelation)) <= set(get_args(records.Relation))
    assert set(get_args(entries.EntityKind)) < set(get_args(records.Kind))


def test_every_cue_takes_some_content() -> None:
    assert [c.lemma for c in every_cue() if not c.frames] == []


def test_only_lower_case_lemmas_are_found_by_a_parser() -> None:
    assert [c.lemma for c in every_cue() if c.lemma != lexicon.fold(c.lemma)] == []


def test_cues_that_were_never_seen_have_the_mean_of_their_class() -> None:
    unseen = {(c.pos, c.category, " " in c.lemma): set[float]() for c in every_cue()}
    for c in every_cue():
        if not c.seen:
            unseen[c.pos, c.category, " " in c.lemma].add(c.prior)
    assert all(len(priors) <= 1 for priors in unseen.values())


@pytest.mark.parametrize(("lemma", "pos", "category"), [
    ("say", "verb", "statement"), ("accuse", "verb", "statement"), ("quip", "verb", "statement"),
    ("ask", "verb", "question"), ("wonder", "verb", "question"), ("urge", "verb", "order"),
    ("call for", "verb", "order"), ("vow", "verb", "promise"), ("threaten", "verb", "promise"),
    ("believe", "verb", "belief"), ("fear", "verb", "belief"), ("hope", "verb", "intention"),
    ("plan", "noun", "intention"), ("deny", "verb", "denial"), ("refusal", "noun", "denial"),
    ("show", "verb", "document"), ("according to", "adp", "according_to"),
    ("seem", "verb", "other"), ("claim", "noun", "statement"), ("warning", "noun", "statement"),
    ("adamant", "adj", "statement"), ("afraid", "adj", "belief"), ("make clear", "phrase", "statement"),
])
def test_category(lemma: str, pos: lexicon.CuePos, category: records.Category) -> None:
    assert lexicon.cues(pos)[lemma].category == category


def test_priors_rank_cues_as_a_reader_would() -> None:
    verbs = lexicon.cues("verb")
    ranks = [verbs[v].prior for v in ("say", "show", "know", "see", "begin")]
    assert ranks == sorted(ranks, reverse=True)
    assert verbs["say"].prior > 0.8
    assert lexicon.cues("adp")["for"].prior < 0.05
    assert lexicon.cues("adp")["according to"].prior > 0.9


def test_traits() -> None:
    verbs = lexicon.cues("verb")
    assert verbs["deny"].traits == {"negative"}
    assert verbs["admit"].traits == {"factive"}
    assert verbs["say"].traits == verbs["claim"].traits == frozenset()


def test_frames() -> None:
    verbs = lexicon.cues("verb")
    assert "xcomp" in verbs["urge"].frames
    assert "parataxis" in verbs["say"].frames
    assert verbs["smile"].frames == {"quote"}
    assert verbs["criticize"].frames == {"obj"}


def test_a_cue_is_found_by_its_tag() -> None:
    noun, verb = lexicon.cue("plan", "NOUN"), lexicon.cue("Plan", "VERB")
    assert noun is not None
    assert noun.pos == "noun"
    assert verb is not None
    assert verb.pos == "verb"
    assert lexicon.cue("plan", "PUNCT") is None


@pytest.mark.parametrize(("text", "found"), [
    ([("pointed", "point"), ("out", "out"), ("that", "that")], "point out"),
    ([("According", "accord"), ("to", "to"), ("Ruiz", "Ruiz")], "according to"),
    ([("made", "make"), ("it", "it"), ("clear", "clear"), ("that", "that")], "make it clear"),
    ([("gave", "give"), ("her", "she"), ("word", "word")], "give one's word"),
    ([("gave", "give"), ("Ruiz\u2019s", "Ruiz"), ("word", "word")], None),
    ([("said", "say"), ("it", "it")], None),
    ([("point", "point")], None),
    ([], None),
])
def test_longest_cue(text: list[tuple[str, str]], found: str | None) -> None:
    cue = lexicon.longest_cue(text)
    assert (cue.lemma if cue else None) == found


def test_the_longer_of_two_cues_wins() -> None:
    words = [(w, w) for w in ["lash", "out", "at", "the", "referee"]]
    cue = lexicon.longest_cue(words)
    assert cue is not None
    assert cue.lemma == "lash out at"


@pytest.mark.parametrize(("printed", "kind", "gender"), [
    ("Lt. Gen.", "rank", None), ("Mrs", "honorific", "f"), ("Mr.", "honorific", "m"),
    ("Sen.", "office", None), ("POPE", "religious", "m"), ("Prof", "academic", None),
    ("Baroness", "noble", "f"), ("Congresswoman", "office", "f"),
])
def test_titles_are_found_however_they_are_dotted(printed: str, kind: str,
                                                  gender: str | None) -> None:
    title = lexicon.titles()[lexicon.fold(printed)]
    assert (title.kind, title.gender) == (kind, gender)


def test_what_negates_and_what_does_not() -> None:
    modals = lexicon.modals()
    assert all(modals[m].negates for m in ("not", "n't", "never", "refuse to", "have yet to"))
    assert not any(modals[m].negates for m in ("would", "may", "be expect to", "be likely to"))
    assert all(m.negates for m in modals.values() if m.kind == "negator" and " " not in m.lemma)
    assert not any(modals[m].negates for m in ("not only", "no secret", "not mince"))


def test_roles_tell_gender_only_where_the_word_does() -> None:
    roles = lexicon.roles()
    assert roles["spokeswoman"].gender == "f"
    assert roles["spokesperson"].gender is None
    assert roles["chairman"].gender is None
    assert "ceo" in roles


def test_pronouns() -> None:
    pronouns = lexicon.pronouns()
    assert (pronouns["she"].gender, pronouns["she"].number) == ("f", "sing")
    assert pronouns["her"].cases == {"acc", "gen"}
    assert pronouns["it"].animate is False
    assert pronouns["they"].number is None
    assert pronouns["we"].person == 1


def test_kinds_of_nouns() -> None:
    assert lexicon.organisations()["ministry"].kind == "organization"
    assert lexicon.organisations()["peshmerga"].kind == "group"
    assert lexicon.documents()["recording"].relation == "recording"
    assert lexicon.documents()["letter"].relation == "document"
    assert lexicon.media()["tweet"].kind == "medium"
    assert lexicon.media()["rally"].kind == "occasion"
    assert lexicon.groups()["police"].kind == "plural"
    assert lexicon.groups()["family"].kind == "collective"
    assert lexicon.anonymous()["source"].kind == "person"
    assert lexicon.relays()["translation provide by"].relation == "translated_by"
    assert lexicon.relays()["report by"].relation == "relayed_by"
    assert lexicon.press()["telegraph"] == {"head"}
    assert lexicon.press()["reuters"] == {"name"}
    assert "kremlin" in lexicon.metonyms()


@pytest.mark.parametrize("body", ["ministry", "company", "agency", "government", "party", "court"])
def test_a_body_is_no_group_of_people(body: str) -> None:
    assert lexicon.organisations()[body].kind == "organization"
    assert body not in lexicon.groups()
    assert body not in lexicon.roles()


def test_names() -> None:
    assert lexicon.first_names()["fatima"] == "f"
    assert "andrea" not in lexicon.first_names()  # a woman in London, a man in Rome
    assert "william" in lexicon.nicknames()["bill"]
    assert {"theodore", "edward"} <= lexicon.nicknames()["ted"]
    parts = lexicon.name_parts()
    assert parts["al"] == parts["van der"] == "particle"
    assert parts[lexicon.fold("Jr.")] == parts["iii"] == "suffix"


def test_the_lists_can_not_be_changed() -> None:
    with pytest.raises(TypeError):
        lexicon.roles()["spy"] = lexicon.Role("spy", None)  # type: ignore[index]


HEADER = "lemma\tpos\tcategory\tframes\ttraits\tprior\tseen"
GOOD = "say\tverb\tstatement\tccomp,obj\t-\t0.9\t12"


def read(*body: str) -> dict[str, lexicon.Cue]:
    return lexicon.read_entries(["# why", HEADER, *body], "mine.tsv", entries.read_cue,
                                lambda c: c.lemma)


def test_a_good_row() -> None:
    assert read("", GOOD)["say"] == lexicon.Cue(
        "say", "verb", "statement", frozenset({"ccomp", "obj"}), frozenset(), 0.9, 12)


@pytest.mark.parametrize(("bad", "reason"), [
    ("say\tverb", "needs 7 cells"),
    (GOOD + "\tmore", "needs 7 cells"),
    (GOOD.replace("ccomp,obj", " "), "none empty"),
    (GOOD.replace("verb", "word"), "pos 'word' is none of verb, noun"),
    (GOOD.replace("statement", "claim"), "category 'claim' is none of"),
    (GOOD.replace("ccomp,obj", "ccomp,that"), "frames 'that' is none of"),
    (GOOD.replace("0.9", "1.2"), "prior 1.2 is outside 0..1"),
    (GOOD.replace("0.9", "often"), "prior 'often' is no number"),
    (GOOD.replace("0.9", "nan"), "prior nan is outside 0..1"),
    (GOOD.replace("12", "-3"), "seen '-3' is no whole number"),
    (GOOD, "'say' is listed twice"),
])
def test_a_bad_row_is_refused_with_its_file_and_line(bad: str, reason: str) -> None:
    with pytest.raises(LexiconError) as caught:
        read(GOOD, bad)
    assert str(caught.value).startswith("mine.tsv:4: ")
    assert reason in str(caught.value)


def test_the_package_reads_its_own_copy_of_the_lists() -> None:
    folder = Path(quotes.lexicon.__file__).parent
    assert {f"{name}.tsv" for name in NAMES} <= {path.name for path in folder.glob("*.tsv")}


def test_a_cue_of_several_words_has_one_entry() -> None:
    longer = [c.lemma for c in every_cue() if len(c.words) > 1]
    assert sorted(longer) == sorted(set(longer))


def test_the_kinds_of_readings() -> None:
    found = {kind: lexicon.readings(kind) for kind in get_args(lexicon.ReadingKind)}
    assert sum(map(len, found.values())) == len(rows("readings"))
    assert all(found.values())
    assert found["month"]["sept"] == "september"
    assert len(set(found["month"].values())) == 12


def test_a_contraction_is_spelt_out_in_its_likeliest_way() -> None:
    assert lexicon.contractions()["'d"][0] == "would"
    assert lexicon.stems() == {"ca": ("can",), "sha": ("shall",), "wo": ("will",)}


def test_what_transcripts_note() -> None:
    assert {"applause", "off-mic", "sic"} <= lexicon.transcript_notes()


def test_what_tells_whose_voice_it_is() -> None:
    assert "remark" in lexicon.talk("speech")
    assert "speak" in lexicon.talk("meeting")
    assert "speak" not in lexicon.talk("floor")


def test_nouns_for_bodies_by_use() -> None:
    assert "union" in lexicon.body_nouns("any")
    assert "union" not in lexicon.body_nouns("before")
