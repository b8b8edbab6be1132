"""The people of the exam: candidates, examiners, trainers, administrators. Never mixed with the mock company's."""
