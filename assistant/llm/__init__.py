"""Language models: asked within a deadline, believed only when they answer in the form asked for."""
