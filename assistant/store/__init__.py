"""What the product remembers: the exemplars of an institute, in one SQL database."""
