"""Live updates: a signed-in browser hears within a second that something changed, and the sign of life."""
