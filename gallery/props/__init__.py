"""The section "Props" of an example's page: controls that rebuild its demo and rewrite its source.

`pages/<component>/props.py` has a dictionary `PROPS` of these, by the names of the examples that have any.
What is changed is in the page's address, and in what is taken along from there.
"""

from .controls import Choice, Colors, Number, Props, Text, switch

__all__ = ["Choice", "Colors", "Number", "Props", "Text", "switch"]
