"""Practice alone: a session of one, whose candidate pauses the clock, rates the work first, then reads the findings."""
