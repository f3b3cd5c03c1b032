"""What becomes of records that come into a map from elsewhere: files of other formats, and other maps."""
