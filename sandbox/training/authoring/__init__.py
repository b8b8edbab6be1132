"""What a trainer does with subjects: replaying golden runs, figures of contexts."""
