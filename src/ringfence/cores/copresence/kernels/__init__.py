"""What runs over arrays, compiled: sorting stays into their orders, and matching them with the stays of cases."""
