"""The pages: a module and templates per desk, one design system, islands in the browser."""
