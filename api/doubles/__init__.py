"""Records of one map that stand for the same, merged into one."""
