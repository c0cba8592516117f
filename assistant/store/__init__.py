"""What the product remembers, in one SQL database: the exemplars of an institute, and what people with an account keep."""
