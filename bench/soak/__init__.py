"""`make soak`: the machinery of deadlines under kills, lost servers and a clock that jumps."""
