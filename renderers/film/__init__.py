"""A map as a film: pictures whose boxes keep their places from frame to frame."""
