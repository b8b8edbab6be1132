"""Evidence: what the machine finds in a shop and its journal. Four states, expected and observed; never a level."""
