"""Descriptions that mean somebody whom the text names, and those that stay what they are."""

from __future__ import annotations

import pytest

from quotes.attribution.relation import Attribution
from quotes.speakers import Resolution, resolve
from quotes.speakers.descriptions import clear_winner
from quotes.speakers.entities import Entity
from quotes.speakers.pronouns import Candidate
from quotes.speakers.weights import shipped
from quotes.trees import Parse
from tests.trees import build, words


def speaker(parse: Parse, source: str) -> Resolution:
    made = Attribution(type="indirect", content=(), source=words(parse, source), cue=())
    found = resolve(parse, [made])[0].speaker
    assert found is not None
    return found


def spoke(description: str) -> str:
    """A paragraph: the description's words, then *spoke*."""
    *before, noun = description.split()
    size = len(before) + 1
    rows = [f"{w} {w.lower()} {'DET' if w in ('The', 'Both') else 'ADJ'} {size} "
            f"{'det' if w in ('The', 'Both') else 'amod'}" for w in before]
    rows += [f"{noun} {noun} NOUN {size + 1} nsubj", "spoke speak VERB 0 root",
             f". . PUNCT {size + 1} punct"]
    return "\n#\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(("agency", "name"), [("Reuters", "The company"), ("Nordvik", "Nordvik")])
def test_the_company_is_no_news_agency(agency: str, name: str) -> None:
    parse = build(f"""
It it PRON 2 nsubj
told tell VERB 0 root
{agency} {agency} PROPN 2 iobj B-ORG
so so ADV 2 advmod
. . PUNCT 2 punct
""" + spoke("The company"))
    assert speaker(parse, "The company").name == name


GOVERNOR = """
Gov. Gov. PROPN 2 nmod:desc
Ana Ana PROPN 4 nsubj B-PERSON
Ruiz Ruiz PROPN 2 flat I-PERSON
left leave VERB 0 root
. . PUNCT 4 punct
"""
VICE = """
Vice Vice PROPN 2 compound
President President PROPN 3 nmod:desc
Ana Ana PROPN 5 nsubj B-PERSON
Ruiz Ruiz PROPN 3 flat I-PERSON
left leave VERB 0 root
. . PUNCT 5 punct
"""
WELDER = """
Ana Ana PROPN 7 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
, , PUNCT 5 punct
a a DET 5 det
welder welder NOUN 1 appos
, , PUNCT 5 punct
left leave VERB 0 root
. . PUNCT 7 punct
"""
DIRECTOR = """
Ana Ana PROPN 4 nsubj:pass B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
was be AUX 4 aux:pass
appointed appoint VERB 0 root
director director NOUN 4 xcomp
. . PUNCT 4 punct
"""
SPOKESMAN = """
Spokesperson spokesperson NOUN 2 compound
Tim Tim PROPN 4 nsubj B-PERSON
Dow Dow PROPN 2 flat I-PERSON
left leave VERB 0 root
. . PUNCT 4 punct
"""


HUNG = DIRECTOR.replace("PROPN 4 nsubj:pass", "PROPN 5 nsubj")  # on what she becomes


@pytest.mark.parametrize(("text", "description", "name"), [
    (HUNG, "The director", "Ana Ruiz"),
    (GOVERNOR, "The governor", "Ana Ruiz"),
    (WELDER, "The welder", "Ana Ruiz"),
    (DIRECTOR, "The director", "Ana Ruiz"),
    (SPOKESMAN, "The spokesman", "Tim Dow"),
    (VICE, "The vice president", "Ana Ruiz"),
])
def test_the_one_whose_title_or_role_it_is(text: str, description: str, name: str) -> None:
    found = speaker(build(text + spoke(description)), description)
    assert (found.name, found.resolution) == (name, "description")


@pytest.mark.parametrize(("text", "description"), [
    (VICE, "The president"),
    (GOVERNOR, "The former governor"),
    (GOVERNOR, "The mayor"),
    (SPOKESMAN, "The spokeswoman"),
    (WELDER, "The drummer"),
])
def test_nobody_else(text: str, description: str) -> None:
    found = speaker(build(text + spoke(description)), description)
    assert (found.name, found.resolution) == (description, "description")


def test_the_words_of_a_mention_without_what_only_stresses_them() -> None:
    parse = build("""
Even even ADV 3 advmod
the the DET 3 det
mayor mayor NOUN 4 nsubj
spoke speak VERB 0 root
. . PUNCT 4 punct
""")
    assert speaker(parse, "Even the mayor").name == "the mayor"


def test_a_learnt_winner_names_a_description_only_by_a_wide_margin() -> None:
    ruiz, kern = Entity("e1", "person"), Entity("e2", "person")
    weights = shipped()
    sure = [Candidate(ruiz, {}, 0, 0.9), Candidate(kern, {}, 1, 0.05)]
    assert clear_winner(sure, weights) is sure[0]
    assert clear_winner([Candidate(ruiz, {}, 0, 0.6)], weights) is None
    assert clear_winner([], weights) is None


def test_a_name_ends_before_what_a_comma_adds() -> None:
    parse = build("""
A a DET 2 det
lawyer lawyer NOUN 7 nsubj
, , PUNCT 5 punct
who who PRON 5 nsubj
left leave VERB 2 acl:relcl
, , PUNCT 5 punct
spoke speak VERB 0 root
""")
    found = speaker(parse, "A lawyer, who left")
    assert found.name == "A lawyer"
    assert parse.tokens[found.mention[-1]].text == "left"  # the mention stays whole


def test_who_is_the_mention_and_its_antecedent_the_name() -> None:
    parse = build("""
Ana Ana PROPN 5 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
who who PRON 4 nsubj
spoke speak VERB 1 acl:relcl
left leave VERB 0 root
""")
    found = speaker(parse, "who")
    assert (found.name, found.mention) == ("Ana Ruiz", words(parse, "who"))
    assert found.name_tokens == ()


@pytest.mark.parametrize("tag", ["NNP", "NNPS"])  # taggers confuse them before a past tense
def test_a_party_or_people_is_nobodys_name(tag: str) -> None:
    parse = build(f"""
The the DET 3 det
Ohio Ohio PROPN 3 compound B-GPE
Republican Republican PROPN 4 nsubj B-NORP {tag}
spoke speak VERB 0 root
""")
    found = speaker(parse, "The Ohio Republican")
    assert (found.name, found.resolution) == ("The Ohio Republican", "description")


HEADLINE = """
{first} {first} ADJ 2 amod
teacher teacher NOUN 3 nsubj
claims claim VERB 0 root
victory victory NOUN 3 obj
"""
LEAD = """
#
{name} {name} PROPN 7 nsubj B-PERSON
, , PUNCT 4 punct
a a DET 5 det
Norse Norse ADJ 5 amod
teacher teacher NOUN 1 appos
, , PUNCT 5 punct
won win VERB 0 root
. . PUNCT 7 punct
"""


@pytest.mark.parametrize(("headline", "below", "name"), [
    (HEADLINE.format(first="Norse"), LEAD.format(name="Ana"), "Ana"),
    (HEADLINE.format(first="Retired"), LEAD.format(name="Ana"), "Retired teacher"),
    # two are that
    (HEADLINE.format(first="Norse"), LEAD.format(name="Ana") + LEAD.format(name="Bo"),
     "Norse teacher"),
    # a sentence of the text, not its headline
    (HEADLINE.format(first="Norse") + ". . PUNCT 3 punct\n", LEAD.format(name="Ana"),
     "Norse teacher"),
])
def test_whom_a_headline_describes_the_text_names(headline: str, below: str, name: str) -> None:
    assert speaker(build(headline + below), headline.split(maxsplit=1)[0] + " teacher").name == name


def test_one_word_of_a_headline_fits_too_many() -> None:
    bare = HEADLINE.format(first="X").replace("X X ADJ 2 amod\n", "").replace(" 3 ", " 2 ")
    assert speaker(build(bare + LEAD.format(name="Ana")), "teacher").name == "teacher"
