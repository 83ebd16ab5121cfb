"""The check for English: several kinds of English, other languages, and texts too short to tell."""

from __future__ import annotations

import pytest

from quotes.language import looks_english

ENGLISH = {
    "report": "The harbour authority will keep the old ferry running until the autumn, its director said on Friday, since the new landing stage is three months late. Nobody will be left on the quay, Elena Marsh told reporters. The timetable stays as it is, and so do the fares. Residents of the island had asked for a second boat in the morning.",
    "figures": "PORTO, May 3 (Wire) - Shares in Ostrava Steel fell 4 percent on Friday to 12.40 euros in heavy trading, wiping 300 million euros off market value, traders said. Net profit dropped 12 percent to 48 million euros in January-March, missing forecasts. Rival Brno Tubes rose 2 percent to 7.10 euros. Zinc gained 1 percent. Trading ended at noon, said Elena Marsh, an analyst.",
    "capitals": "BRIDGE TO OPEN IN SPRING. THE MAYOR OF THE TOWN SAID ON MONDAY THE BRIDGE WOULD OPEN AGAIN. REPAIRS COST $4.2M. LOPEZ, 52, A FORMER ENGINEER, WAS ELECTED IN 2019. SHE SAID THAT THE TOWN HAD PAID EVERY BILL, AND THAT ANYBODY COULD LOOK AT THEM IN THE TOWN HALL FROM TUESDAY.",
    "talk": "Q. Why did you leave? A. I was tired, and my family had moved. Q. What will you do now? A. Nothing. I'll sit there and look at the sea. Q. Would you come back if they asked you? A. You know them. They don't ask anybody about anything, and it has been like that all my life.",
    "with a foreign quotation": "The old man stood at the gate and spoke to the crowd in his own language. \u201cNous ne sommes pas venus pour parler, nous sommes venus pour travailler,\u201d he said, and the translator turned to the cameras and told them what it meant: that they had not come to talk but to work.",
}
OTHER = {
    "German": "Die Hafenbehörde will die alte Fähre bis zum Herbst weiter fahren lassen, sagte ihre Leiterin am Freitag, weil der neue Anleger drei Monate zu spät fertig wird. Niemand werde am Kai stehen gelassen, sagte sie Reportern. Der Fahrplan bleibe, wie er ist, und so auch die Preise. So war es in den letzten Jahren.",
    "Dutch": "Of het was of niet, hij had er over gehad: in de stad is er niets meer te doen, en we hebben het er met de burgemeester over gehad. We gaan er in mei mee door, of we doen het in juni. Dat was het dan, zei hij in een brief aan de raad.",
    "French": "On a dit que les plus grands, on ne sait pas, ont perdu. Or, par contre, on a vu que le maire de la ville a dit non. On sera là, on the road again, comme dit la chanson, et on restera avec nos amis. Personne ne sera laissé à quai, a-t-elle dit aux journalistes.",
    "Spanish": "La autoridad portuaria mantendrá el viejo transbordador hasta el otoño, dijo su directora el viernes, porque el nuevo muelle lleva tres meses de retraso. Nadie se quedará en el muelle, dijo a los periodistas. El horario sigue como está, y las tarifas también. Los vecinos de la isla habían pedido un segundo barco.",
    "Danish": "Han sagde, at det er for sent at ændre planen, og at der er for mange, som ikke ved, at broen er lukket for biler. Vi har for lidt tid til at gøre det, sagde hun, og for os er det vigtigt, at alle kan komme hjem. Det var i går, og i dag er alt igen som før.",
    "Polish": "To jest to, co by się stało, gdyby to nie było prawdą. By to zrobić, trzeba czasu, to jasne, powiedział burmistrz. To by było na tyle, dodał, to już wszystko, co we wtorek by powiedział radzie. To nie on to zrobił, i to nie on będzie za to płacił, mówią mieszkańcy wyspy, a to ważne.",
    "Russian": "Управление порта сохранит старый паром до осени, сказала его директор в пятницу.",
    "Arabic": "قالت مديرة الميناء يوم الجمعة إن العبارة القديمة ستبقى في الخدمة حتى الخريف.",
    "Chinese": "港务局局长周五表示，由于新码头延误三个月，旧渡轮将继续运营至秋季。她对记者说，不会有人被留在码头上。",
}


@pytest.mark.parametrize("name", ENGLISH)
def test_english_is_english(name: str) -> None:
    assert looks_english(ENGLISH[name]) is True


@pytest.mark.parametrize("name", OTHER)
def test_other_languages_are_not(name: str) -> None:
    assert looks_english(OTHER[name]) is False


@pytest.mark.parametrize("text", ["", " \n", "Ja.", "No deal, says mayor", "1,024 3.5 % … \U0001f600",
                                  "Niemand werde am Kai stehen gelassen, sagte sie Reportern.",
                                  "Silva 2, Costa 1, Pinto 1; Braga: Rocha, Dias"])
def test_short_texts_give_no_opinion(text: str) -> None:
    assert looks_english(text) is None


def test_a_long_text_is_judged_by_its_beginning() -> None:
    assert looks_english(ENGLISH["report"] * 100 + OTHER["Chinese"] * 100_000) is True
