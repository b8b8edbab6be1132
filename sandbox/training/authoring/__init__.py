"""What a trainer does with subjects: writing, checking, trying out, recording, printing, publishing, carrying elsewhere."""
