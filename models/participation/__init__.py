"""What members say and judge: comments, rounds and positions, and under which names."""
