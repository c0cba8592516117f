"""The addresses of the web service, one module an audience."""
