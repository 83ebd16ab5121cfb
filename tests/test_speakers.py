"""Who the speaker of an attribution is, on trees written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quotes.attribution.relation import Attribution, Relay
from quotes.speakers import Resolution, Resolved, resolve
from quotes.text import Span
from quotes.trees import Name, Parse, Sentence, Token
from tests.timing import least_seconds
from tests.trees import build, words


def said(parse: Parse, source: str, *, occurrence: int = 1, cue: str = "said",
         content: str | None = None, direct: bool = False, **more: object) -> Attribution:
    """An attribution whose source is a phrase of the text, its content another."""
    tokens = words(parse, source, occurrence=occurrence) if source else ()
    start = parse.text.index(content) if content else 0
    span = Span(start, start + len(content or ""))
    made = Attribution(type="direct" if direct else "indirect", content=(span,),
                       quoted=(span,) if direct else (), source=tokens,
                       cue=words(parse, cue) if cue in parse.text else ())
    return replace(made, **more)  # type: ignore[arg-type]


def speakers(parse: Parse, *attributions: Attribution, author: str | None = None
             ) -> list[Resolution]:
    found = [r.speaker for r in resolve(parse, attributions, author=author)]
    assert all(s is not None for s in found)
    return [s for s in found if s is not None]


def commander(appos_of: int = 2) -> Parse:
    """`The commander of the Harbour Command, Lt. Gen. Sami Okab, said so. The commander left.`"""
    return build(f"""
The the DET 2 det
commander commander NOUN 13 nsubj
of of ADP 6 case
the the DET 6 det
Harbour Harbour PROPN 6 compound B-ORG
Command Command PROPN 2 nmod I-ORG
, , PUNCT 10 punct
Lt. Lt. PROPN 10 compound
Gen. Gen. PROPN 10 compound
Sami Sami PROPN {appos_of} appos B-PERSON
Okab Okab PROPN 10 flat I-PERSON
, , PUNCT 10 punct
said say VERB 0 root
so so ADV 13 advmod
. . PUNCT 13 punct

The the DET 2 det
commander commander NOUN 3 nsubj
added add VERB 0 root
more more ADJ 3 obj
. . PUNCT 3 punct
""")


@pytest.mark.parametrize("appos_of", [2, 6])
def test_title_role_and_name_of_an_apposition(appos_of: int) -> None:
    """The name is found even where the parser hangs it on the wrong noun."""
    parse = commander(appos_of)
    speaker, = speakers(parse, said(parse, "The commander of the Harbour Command, "
                                           "Lt. Gen. Sami Okab"))
    assert speaker.name == "Sami Okab"
    assert speaker.kind == "person"
    assert speaker.resolution == "named"
    assert speaker.titles == ("Lt. Gen.",)
    assert [parse.tokens[i].text for i in speaker.name_tokens] == ["Sami", "Okab"]
    if appos_of == 2:
        assert speaker.roles == ("commander of the Harbour Command",)
        assert speaker.affiliation == "Harbour Command"


def test_a_description_means_the_one_whose_role_it_is() -> None:
    parse = commander()
    named, described = speakers(
        parse, said(parse, "The commander of the Harbour Command, Lt. Gen. Sami Okab"),
        said(parse, "The commander", occurrence=2, cue="added"))
    assert described.name == "Sami Okab"
    assert described.entity == named.entity
    assert described.resolution == "description"
    assert described.confidence < named.confidence
    assert "role commander" in described.evidence


LEADER = """
Coast Coast PROPN 2 compound B-ORG
leader leader NOUN 5 nsubj
Abu Abu PROPN 2 appos B-PERSON
Bakr Bakr PROPN 3 flat I-PERSON
said say VERB 0 root
no no INTJ 5 obj
. . PUNCT 5 punct

#
Al al PROPN 3 compound
~- - PUNCT 3 punct
~Bakr Bakr PROPN 4 nsubj B-PERSON
added add VERB 0 root
more more ADJ 4 obj
. . PUNCT 4 punct
"""


def test_partial_name_takes_the_full_one_and_its_role() -> None:
    parse = build(LEADER)
    first, second = speakers(parse, said(parse, "Coast leader Abu Bakr"),
                             said(parse, "Al-Bakr", cue="added"))
    assert (first.name, first.roles, first.affiliation) == ("Abu Bakr", ("Coast leader",), "Coast")
    assert (second.name, second.resolution) == ("Abu Bakr", "partial_name")
    assert second.roles == ("Coast leader",)
    assert [parse.tokens[i].text for i in second.name_tokens] == ["Al", "-", "Bakr"]


TWO = """
Bill Bill PROPN 3 nsubj B-PERSON
Gray Gray PROPN 1 flat I-PERSON
met meet VERB 0 root
Ann Ann PROPN 3 obj B-PERSON
Gray Gray PROPN 4 flat I-PERSON
. . PUNCT 3 punct

Gray Gray PROPN 2 nsubj B-PERSON
said say VERB 0 root
no no INTJ 2 obj
. . PUNCT 2 punct

Mrs. Mrs. PROPN 2 compound
Gray Gray PROPN 3 nsubj B-PERSON
agreed agree VERB 0 root
. . PUNCT 3 punct
"""


def test_a_surname_of_two_people_names_neither() -> None:
    parse = build(TWO)
    bare, titled = speakers(parse, said(parse, "Gray", occurrence=3),
                            said(parse, "Mrs. Gray", cue="agreed"))
    assert (bare.name, bare.resolution, bare.entity) == ("Gray", "unresolved", None)
    assert {name for name, _ in bare.alternatives} == {"Bill Gray", "Ann Gray"}
    assert bare.confidence < 0.5
    assert (titled.name, titled.resolution, titled.titles) == ("Ann Gray", "partial_name", ("Mrs.",))


SCHULTZ = """
Vogel Vogel PROPN 3 nsubj:pass B-PERSON
was be AUX 3 aux:pass
asked ask VERB 0 root
about about ADP 6 case
a a DET 6 det
recording recording NOUN 3 obl
of of ADP 8 case
Sami Sami PROPN 6 nmod B-PERSON
Okab Okab PROPN 8 flat I-PERSON
urging urge VERB 8 acl
followers follower NOUN 10 obj
to to PART 13 mark
obey obey VERB 10 xcomp
. . PUNCT 3 punct

" " PUNCT 4 punct
Obey obey VERB 6 ccomp
! ! PUNCT 2 punct
" " PUNCT 2 punct
he he PRON 6 nsubj
says say VERB 0 root
. . PUNCT 6 punct
"""


def test_the_speaker_of_the_last_attribution_goes_on() -> None:
    """Not the subject of the sentence before, who was only asked."""
    parse = build(SCHULTZ)
    urged = said(parse, "Sami Okab", cue="urging", content="to obey",
                 relays=(Relay("recording", words(parse, "a recording")),))
    found = resolve(parse, [urged, said(parse, "he", cue="says", content="Obey!", direct=True)])
    speaker = found[1].speaker
    assert speaker is not None
    assert (speaker.name, speaker.resolution) == ("Sami Okab", "pronoun")
    assert "last speaker here" in speaker.evidence
    assert dict(speaker.alternatives)["Vogel"] < speaker.confidence
    assert [(s.relation, s.name, s.kind) for s in found[0].sources] == [
        ("recording", "a recording", "document")]


def test_without_that_attribution_the_one_urging_still_weighs_more_than_the_one_asked() -> None:
    parse = build(SCHULTZ)
    speaker, = speakers(parse, said(parse, "he", cue="says", content="Obey!", direct=True))
    ranked = [(speaker.name, speaker.confidence), *speaker.alternatives]
    assert dict(ranked).get("Vogel", 0) < 0.5


RIVALS = """
Ivan Ivan PROPN 2 nsubj B-PERSON
met meet VERB 0 root
Piotr Piotr PROPN 2 obj B-PERSON
and and CCONJ 5 cc
Oleg Oleg PROPN 3 conj B-PERSON
. . PUNCT 2 punct

{pronoun} {lemma} PRON 2 nsubj
said say VERB 0 root
no no INTJ 2 obj
. . PUNCT 2 punct
"""


def test_a_pronoun_between_equals_stays_open() -> None:
    parse = build(RIVALS.replace("met meet", "saw see").format(pronoun="He", lemma="he")
                  .replace("Ivan Ivan PROPN 2 nsubj", "Ivan Ivan PROPN 2 obl"))
    speaker, = speakers(parse, said(parse, "He"))
    assert (speaker.name, speaker.resolution, speaker.entity) == ("He", "unresolved", None)
    assert len(speaker.alternatives) == 3
    shares = [share for _, share in speaker.alternatives]
    assert shares == sorted(shares, reverse=True)


def test_a_pronoun_never_crosses_gender_or_number() -> None:
    parse = build(RIVALS.format(pronoun="It", lemma="it"))
    speaker, = speakers(parse, said(parse, "It"))
    assert (speaker.name, speaker.resolution, speaker.alternatives) == ("It", "unresolved", ())


def test_names_inside_the_words_attributed_are_no_antecedent() -> None:
    parse = build("""
He he PRON 2 nsubj
said say VERB 0 root
Ivan Ivan PROPN 4 nsubj B-PERSON
left leave VERB 2 ccomp
. . PUNCT 2 punct
""")
    speaker, = speakers(parse, said(parse, "He", content="Ivan left"))
    assert (speaker.resolution, speaker.alternatives) == ("unresolved", ())


QUOTED_I = """
" " PUNCT 5 punct
I I PRON 3 nsubj
think think VERB 8 ccomp
so so ADV 3 advmod
, , PUNCT 3 punct
" " PUNCT 3 punct
Ruiz Ruiz PROPN 8 nsubj B-PERSON
said say VERB 0 root
. . PUNCT 8 punct

I I PRON 2 nsubj
doubt doubt VERB 0 root
it it PRON 2 obj
. . PUNCT 2 punct
"""


def test_i_is_the_quoted_inside_and_the_author_outside() -> None:
    parse = build(QUOTED_I)
    outer = said(parse, "Ruiz", content="I think so,", direct=True)
    inner = said(parse, "I", cue="think", content="so", parent=0)
    mine = said(parse, "I", occurrence=2, cue="doubt", content="it")
    found = speakers(parse, outer, inner, mine, author="Ana Ines")
    assert [s.name for s in found] == ["Ruiz", "Ruiz", "Ana Ines"]
    assert [s.resolution for s in found] == ["named", "pronoun", "pronoun"]
    nobody = speakers(parse, outer, inner, mine)[2]
    assert (nobody.name, nobody.resolution) == ("I", "unresolved")


ANONYMOUS = """
An a DET 2 det
official official NOUN 3 nsubj
said say VERB 0 root
so so ADV 3 advmod
on on ADP 6 case
condition condition NOUN 3 obl
of of ADP 8 case
anonymity anonymity NOUN 6 nmod
because because SCONJ 13 mark
she she PRON 13 nsubj
was be AUX 13 cop
not not PART 13 advmod
authorized authorized ADJ 3 advcl
. . PUNCT 3 punct

The the DET 2 det
official official NOUN 3 nsubj
added add VERB 0 root
more more ADJ 3 obj
. . PUNCT 3 punct
"""


def test_the_unnamed_are_flagged_with_the_reason_stated() -> None:
    parse = build(ANONYMOUS)
    first, again = speakers(parse, said(parse, "An official"),
                            said(parse, "The official", cue="added"))
    assert (first.name, first.kind, first.anonymous) == ("An official", "person", True)
    assert first.anonymity_reason == "because she was not authorized"
    assert again.anonymous
    assert again.entity == first.entity
    assert again.anonymity_reason == first.anonymity_reason


JOINT = """
Ana Ana PROPN 5 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
and and CCONJ 4 cc
Jones Jones PROPN 1 conj B-PERSON
said say VERB 0 root
no no INTJ 5 obj
. . PUNCT 5 punct

{det} the DET 2 det
founder founder NOUN 5 nsubj
and and CCONJ 4 cc
editor editor NOUN 2 conj
agreed agree VERB 0 root
. . PUNCT 5 punct
"""


def test_joint_speakers_are_one_group_with_members() -> None:
    parse = build(JOINT.format(det="The"))
    both, one = speakers(parse, said(parse, "Ana Ruiz and Jones"),
                         said(parse, "The founder and editor", cue="agreed"))
    assert (both.name, both.kind) == ("Ana Ruiz and Jones", "group")
    assert [m.name for m in both.members] == ["Ana Ruiz", "Jones"]
    assert [m.kind for m in both.members] == ["person", "person"]
    assert one.members == ()


NEITHER = """
Neither neither CCONJ 2 cc:preconj
Ana Ana PROPN 7 nsubj B-PERSON
Ruiz Ruiz PROPN 2 flat I-PERSON
nor nor CCONJ 5 cc
Ben Ben PROPN 2 conj B-PERSON
Cole Cole PROPN 5 flat I-PERSON
said say VERB 0 root
more more ADJ 7 obj
. . PUNCT 7 punct
"""


@pytest.mark.parametrize("source", ["Neither Ana Ruiz nor Ben Cole", "Ana Ruiz nor Ben Cole",
                                    "Ana Ruiz"])
def test_whoever_is_said_not_to_speak_is_no_speaker(source: str) -> None:
    found, = speakers(build(NEITHER), said(build(NEITHER), source))
    assert (found.name, found.kind) == ("Neither Ana Ruiz nor Ben Cole", "group")
    assert (found.resolution, found.members, found.entity) == ("unresolved", (), None)


def test_a_relative_pronoun_ends_no_name() -> None:
    parse = build("""
A a DET 2 det
man man NOUN 5 nsubj
who who PRON 4 nsubj
waited wait VERB 2 acl:relcl
spoke speak VERB 0 root
. . PUNCT 5 punct
""")
    found, = speakers(parse, said(parse, "A man who"))
    assert (found.name, found.mention) == ("A man", words(parse, "A man"))


BODIES = """
The the DET 4 det
Coast Coast PROPN 4 compound B-ORG
Guard Guard PROPN 4 compound I-ORG
Agency Agency PROPN 5 nsubj I-ORG
said say VERB 0 root
no no INTJ 5 obj
. . PUNCT 5 punct

CGA CGA PROPN 2 nsubj B-ORG
added add VERB 0 root
more more ADJ 2 obj
. . PUNCT 2 punct

The the DET 2 det
agency agency NOUN 3 nsubj
agreed agree VERB 0 root
. . PUNCT 3 punct

It it PRON 2 nsubj
insisted insist VERB 0 root
. . PUNCT 2 punct
"""


def test_acronym_noun_and_pronoun_of_an_organisation() -> None:
    parse = build(BODIES)
    found = speakers(parse, said(parse, "The Coast Guard Agency"), said(parse, "CGA", cue="added"),
                     said(parse, "The agency", cue="agreed"), said(parse, "It", cue="insisted"))
    assert {s.name for s in found} == {"Coast Guard Agency"}
    assert {s.kind for s in found} == {"organization"}
    assert [s.resolution for s in found] == ["named", "acronym", "description", "pronoun"]


def test_groups_and_documents_keep_their_own_words() -> None:
    parse = build("""
Coastal coastal ADJ 3 amod B-NORP
special special ADJ 3 amod
forces force NOUN 4 nsubj
said say VERB 0 root
no no INTJ 4 obj
. . PUNCT 4 punct

The the DET 2 det
recording recording NOUN 3 nsubj
urged urge VERB 0 root
war war NOUN 3 obj
. . PUNCT 3 punct
""")
    forces, recording = speakers(parse, said(parse, "Coastal special forces"),
                                 said(parse, "The recording", cue="urged"))
    assert (forces.name, forces.kind, forces.anonymous) == ("Coastal special forces", "group", False)
    assert (recording.name, recording.kind) == ("The recording", "document")


def test_a_relative_pronoun_is_the_noun_phrase_before_it() -> None:
    parse = build("""
Ana Ana PROPN 6 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
, , PUNCT 5 punct
who who PRON 5 nsubj
said say VERB 1 acl:relcl
left leave VERB 0 root
. . PUNCT 6 punct
""")
    speaker, = speakers(parse, said(parse, "who"))
    assert speaker.name == "Ana Ruiz"


def test_floating_and_shared_mentions_say_so() -> None:
    parse = build(LEADER)
    rules = ("", "shared_subject", "preceding")
    found = speakers(parse, *(said(parse, "Coast leader Abu Bakr", source_rule=r) for r in rules))
    assert [s.resolution for s in found] == ["named", "shared_subject", "preceding"]
    assert {s.name for s in found} == {"Abu Bakr"}
    assert found[2].mention == found[2].name_tokens == ()


def test_no_source_no_speaker_and_the_publisher_is_a_source() -> None:
    parse = build(LEADER)
    nobody = resolve(parse, [said(parse, "")], publisher="Coast Gazette")[0]
    assert nobody.speaker is None
    assert [(s.relation, s.name) for s in nobody.sources] == [("published_by", "Coast Gazette")]
    assert resolve(parse, []) == []


def test_addressee_has_the_canonical_name() -> None:
    parse = build(LEADER)
    found = resolve(parse, [said(parse, "Coast", addressee=words(parse, "Al-Bakr"))])[0]
    assert found == Resolved(found.speaker, (), ("Abu Bakr", words(parse, "Al-Bakr")))


URGED = """
Harbour Harbour PROPN 2 compound B-ORG
Union Union PROPN 3 nsubj I-ORG
complained complain VERB 0 root
. . PUNCT 3 punct

They they PRON 2 nsubj
urged urge VERB 0 root
them they PRON 2 obj
to to PART 5 mark
go go VERB 2 xcomp
. . PUNCT 2 punct
"""


def test_a_speaker_speaks_to_somebody_else() -> None:
    parse = build(URGED)
    found, = resolve(parse, [said(parse, "They", addressee=words(parse, "them"), content="go")])
    assert found.speaker is not None
    assert found.speaker.name == "Harbour Union"
    assert found.addressee == ("them", words(parse, "them"))


def test_whom_a_pronoun_speaks_to_is_not_whom_it_means() -> None:
    parse = build("""
Ana Ana PROPN 3 nsubj B-PERSON
Ruiz Ruiz PROPN 1 flat I-PERSON
left leave VERB 0 root
. . PUNCT 3 punct

She she PRON 2 nsubj
told tell VERB 0 root
Ruiz Ruiz PROPN 2 iobj B-PERSON
no no INTJ 2 obj
. . PUNCT 2 punct
""")
    found, = resolve(parse, [said(parse, "She", cue="told", content="no",
                                  addressee=words(parse, "Ruiz", occurrence=2))])
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.resolution) == ("She", "unresolved")
    assert found.addressee == ("Ana Ruiz", words(parse, "Ruiz", occurrence=2))


def _long_document(mentions: int) -> tuple[Parse, list[Attribution]]:
    """Sentences `Given Surname said no.` and `He said no.`, with many different people."""
    tokens: list[Token] = []
    sentences, names, made = [], [], []
    text = ""
    for n in range(mentions):
        given, surname = f"Ana{'bcdfgh'[n % 6]}", f"Ruiz{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}"
        subject = ["He"] if n % 2 else [given, surname]
        first = len(tokens)
        for k, form in enumerate([*subject, "said", "no", "."]):
            verb = first + len(subject)
            start = len(text)
            text += form + " "
            upos = "VERB" if form == "said" else "PRON" if form == "He" else "PROPN"
            relation = "root" if form == "said" else "nsubj" if k == 0 else "flat"
            tokens.append(Token(len(tokens), n, start, start + len(form), form, form.lower(), upos,
                                upos, -1 if form == "said" else verb, relation))
        sentences.append(Sentence(n, first, len(tokens), n // 4))
        if len(subject) > 1:
            names.append(Name(first, first + 2, "PERSON"))
        verb = first + len(subject)
        content = Span(tokens[verb + 1].start, tokens[verb + 1].end)
        made.append(Attribution(type="indirect", content=(content,), cue=(verb,),
                                source=tuple(range(first, verb))))
    return Parse(text, tuple(tokens), tuple(sentences), tuple(names)), made


def test_time_grows_with_the_mentions_and_no_faster() -> None:
    """Four times the mentions, at most nine times the time: seconds depend on the machine."""
    def seconds(mentions: int) -> float:
        parse, made = _long_document(mentions)
        found = resolve(parse, made)
        assert len(found) == mentions
        assert all(r.speaker is not None for r in found)
        return least_seconds(lambda: resolve(parse, made))

    assert seconds(8000) < 9 * seconds(2000)


GLUED = """
Ambassador ambassador NOUN 5 nsubj
to to ADP 3 case
Norway Norway PROPN 1 nmod B-GPE
Lt. Lt. PROPN 6 compound
~Gen. Gen. PROPN 6 compound
Ana Ana PROPN 1 appos B-PERSON
Ruiz Ruiz PROPN 6 flat I-PERSON
said say VERB 0 root
so so ADV 8 advmod
. . PUNCT 8 punct
"""


def test_a_title_that_the_text_glues_is_the_listed_one() -> None:
    parse = build(GLUED.replace("5 nsubj", "8 nsubj"))
    assert "Lt.Gen. Ana" in parse.text
    [found] = speakers(parse, said(parse, "Ambassador to Norway Lt.Gen. Ana Ruiz"))
    assert (found.name, found.titles[-1]) == ("Ana Ruiz", "Lt. Gen.")
