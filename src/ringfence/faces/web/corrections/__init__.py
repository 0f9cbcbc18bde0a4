"""What people ask to have corrected about themselves."""
