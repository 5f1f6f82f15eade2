"""Risk of bias and quality: tools as data, what was judged, and which judgement an effect has."""
