"""Every formula that is used, by a short name, with the publication that it comes from.

docs/effects.md lists them; a test compares the two.
"""

from __future__ import annotations

from typing import Final

from litreview.extraction.convert.effect import Formula

AS_PRINTED: Final = Formula("the effect as printed", "the report itself")
LOGGED: Final = Formula("logarithm of the printed ratio", "the report itself")
RD_COUNTS: Final = Formula("difference of two shares", "Fleiss and Berlin 2009")
RR_COUNTS: Final = Formula("log ratio of two shares", "Fleiss and Berlin 2009")
OR_COUNTS: Final = Formula("log odds ratio of two shares", "Fleiss and Berlin 2009")
PAS_COUNTS: Final = Formula("difference of arcsine square roots", "Rücker et al. 2009")
PROBIT_COUNTS: Final = Formula("difference of probits", "Sánchez-Meca et al. 2003")
MD_MEANS: Final = Formula("difference of two means", "Cochrane Handbook 6.5.1.1")
SMD_MEANS: Final = Formula(
    "difference of means over the pooled standard deviation, times J",
    "Hedges 1981; variance: Hedges and Olkin 1985",
)
SMD_CONTROL: Final = Formula(
    "difference of means over the standard deviation of the comparison group, times J",
    "Glass 1976; Hedges 1981",
)
SMD_T: Final = Formula("t sqrt(1/n1 + 1/n2), times J", "Borenstein et al. 2009, chapter 4")
SMD_F: Final = Formula(
    "sqrt(F) sqrt(1/n1 + 1/n2), times J, F with one degree of freedom above",
    "Borenstein et al. 2009, chapter 4",
)
SMD_SE: Final = Formula(
    "difference of means over the standard deviation that its standard error implies, times J",
    "Cochrane Handbook 6.5.2.3",
)
SMD_R: Final = Formula("2 r / sqrt(1 - r^2)", "Borenstein et al. 2009, chapter 7")
ROM_MEANS: Final = Formula("log ratio of two means", "Hedges, Gurevitch and Curtis 1999")
ROM_CHANGE: Final = Formula("log(1 + relative change)", "delta method (Oehlert 1992)")
ROM_DIFFERENCE: Final = Formula(
    "log(1 + difference / mean of the comparison group)", "delta method (Oehlert 1992)"
)
ZCOR: Final = Formula("inverse hyperbolic tangent of r", "Fisher 1921")
OR_TO_D_LOGISTIC: Final = Formula(
    "log odds ratio times sqrt(3) / pi", "Hasselblad and Hedges 1995; Chinn 2000"
)
OR_TO_D_NORMAL: Final = Formula("log odds ratio / 1.65", "Cox and Snell 1989")
D_TO_OR: Final = Formula("standardised difference times pi / sqrt(3)", "Hasselblad and Hedges 1995")
RD_TO_OR: Final = Formula(
    "log odds ratio of (control share + difference) and control share",
    "delta method (Oehlert 1992)",
)
RD_TO_RR: Final = Formula(
    "log ratio of (control share + difference) and control share", "delta method (Oehlert 1992)"
)
RD_TO_PROBIT: Final = Formula(
    "probit of (control share + difference) less that of the control share",
    "Sánchez-Meca et al. 2003; delta method (Oehlert 1992)",
)
RR_TO_RD: Final = Formula(
    "control share times (risk ratio - 1)", "Cochrane Handbook 15.4.4; delta method"
)
OR_TO_RD: Final = Formula(
    "share that the odds ratio makes of the control share, less that share",
    "Cochrane Handbook 15.4.4; delta method",
)
OR_TO_RR: Final = Formula("OR / (1 - control share + control share OR)", "Zhang and Yu 1998")
RR_TO_OR: Final = Formula(
    "odds ratio of (control share RR) and control share", "inverse of Zhang and Yu 1998"
)
HR_TO_RD: Final = Formula(
    "1 - (1 - control share)^HR, less the control share", "Altman and Andersen 1999"
)
CHANGE_TO_RD: Final = Formula("control share times relative change", "by definition")
SE_PRINTED: Final = Formula("the printed standard error", "the report itself")
SE_CI: Final = Formula(
    "width of the interval over twice its quantile", "Cochrane Handbook 6.3; Parmar et al. 1998"
)
SE_CI_WIDER: Final = Formula(
    "wider side of an asymmetric interval over its quantile", "a rule of this program: conservative"
)
SE_T: Final = Formula("|effect| / |t|", "Cochrane Handbook 6.5.2.3")
SE_P: Final = Formula("|effect| / quantile of p", "Cochrane Handbook 6.3; Parmar et al. 1998")
SE_BOUND: Final = Formula(
    "|effect| / quantile of the threshold: the largest standard error that it allows",
    "Cochrane Handbook 6.5.2.3",
)
DESIGN_EFFECT: Final = Formula(
    "variance times 1 + (m - 1) ICC", "Donner and Klar 2000; Cochrane Handbook 23.1.4"
)
BLOOM: Final = Formula("effect of the offer / take-up", "Bloom 1984")
HALF_ADDED: Final = Formula("0.5 added to all four cells", "Gart 1966")

ALL: Final = {name: value for name, value in globals().items() if isinstance(value, Formula)}
"""Every formula by the name of its constant."""
