"""Editions as packages for repositories: described by an RO-Crate, checked by a bag, explained in plain words."""
