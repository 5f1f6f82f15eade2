"""Forms, extracted rows and their checks. Pure."""
