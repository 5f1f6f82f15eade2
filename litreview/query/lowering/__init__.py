"""What a target cannot express, said with what it can: one kind of part a file, all pure.

Each function takes a part and the target, and gives back the part as the target can write it with
the `Change`s that this makes to what is found. `up` says which change may be chosen: where it
holds, more may be found (in positive position), else less (under NOT), so that the whole never
loses a record where there is a way not to. `walk` puts them together.
"""
