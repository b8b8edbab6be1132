"""The mock company. Knows no Flask, no exam, no people of the exam: only a shop, as real ones are."""
