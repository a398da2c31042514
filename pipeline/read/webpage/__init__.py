"""What a web page says of itself, and what its layout says of its parts."""
