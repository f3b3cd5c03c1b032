"""Pictures of maps: what is asked for, the queue and the processes that draw, and what is kept in memory."""
