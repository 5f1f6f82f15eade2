"""When reading may stop: one file a rule, each a function of the labels in the order of reading."""
