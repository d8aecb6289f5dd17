"""What the tour of the four systems is made of: a stage to show it on, and one part a system."""
