"""The doors for other sites and other programs, closed unless an administrator opens them."""
