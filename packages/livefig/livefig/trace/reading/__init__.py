"""Read the author's source, so that what Python does without asking anybody can be traced as well.

A traced value hears of `x * 2`, but not of `if x > 0`, `np.array([x, y])`, `y[3] = x` or `for i in range(n)`. So where
tracing alone comes to its end, the function is written anew (`rewrite`): the same lines, in which each decision, call,
store and loop goes through `Acts`, which knows what to do if a control moves what it is given, and else does what
Python does. The function that comes out is traced as any other, and held against the author's own as any other.
"""

from .acts import Acts, read

__all__ = ["Acts", "read"]
