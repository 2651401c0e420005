"""Every text a person reads, in Korean and English."""
