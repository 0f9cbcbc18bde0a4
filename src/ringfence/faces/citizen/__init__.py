"""What a person sees of themselves, put together from the rooms for the page and for the interface alike."""
