"""The pages and deeds of the case desk."""
