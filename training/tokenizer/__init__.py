"""The recipe of the tokenizer: from treebanks to its two files."""
