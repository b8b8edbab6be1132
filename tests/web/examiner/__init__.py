"""The examiner’s face, through the client."""
