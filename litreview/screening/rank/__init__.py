"""Ranking: which of the unread is read next.

`parts` has the small interface of four parts (features, classifier, balance, query) and the
recipe that names them; `recipes` has the recipes by name; `ranker` learns labels and orders;
`simulate` plays a labelled set through it; `metrics` measures an order. numpy is needed here, so
nothing imports this package at start-up.
"""
