"""What the product remembers: the exemplars of an institute, and who may come in from elsewhere, in one SQL database."""
