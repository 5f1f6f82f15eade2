"""Whether votes were cast before those of a colleague could be known: proof, from logs alone."""

from litreview.screening.blindness.chains import Chain, Claim, claims, standing
from litreview.screening.blindness.proving import Proof, Why, proofs

__all__ = ["Chain", "Claim", "Proof", "Why", "claims", "proofs", "standing"]
