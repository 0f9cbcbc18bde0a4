"""What the case desk asks: filters, a new positive, corrections, contacts, sources."""
