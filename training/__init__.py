"""Recipes of the models that the package ships, one folder each; nothing imports them."""
