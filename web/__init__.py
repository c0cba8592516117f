"""How people reach the product: command line, pages and HTTP."""
