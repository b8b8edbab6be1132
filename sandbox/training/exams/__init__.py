"""Exam sessions: seats, codes, clocks, hands raised. A candidate's clock is read from entries, never stored."""
