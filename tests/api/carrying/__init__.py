"""Records of one map carried into another."""
