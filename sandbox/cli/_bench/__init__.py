"""What `e5 bench` is made of: the bare page it compares with, a small browser, the measures."""
