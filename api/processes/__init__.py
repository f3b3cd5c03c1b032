"""Who works on what, and how much of it at once: slots, queues, and processes of their own."""
