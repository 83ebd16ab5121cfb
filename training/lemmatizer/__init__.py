"""The recipe of the lemmatizer: from treebanks to its one file."""
