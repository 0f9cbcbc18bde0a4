"""One small file a subject; each has its `operations`."""
