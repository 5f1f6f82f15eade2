"""The screening screen."""
