"""Money: amounts with currency and price year, converted with every factor shown.

A reported amount is never changed. What is computed from it stands beside it with its steps, or
with the reason why it cannot be computed.
"""
