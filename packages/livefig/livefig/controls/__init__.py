"""The controls of a live figure: what the reader may set, and which values each control can take."""
