"""The boxes of a picture and the signs on them: what a record says, measured and drawn."""
