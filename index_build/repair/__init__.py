"""Stages of text repair: each finds what to replace in the text of the one before; `chain` runs them in order."""
