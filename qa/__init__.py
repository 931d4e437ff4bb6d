"""Question in, reply out, and the surfaces around it."""
