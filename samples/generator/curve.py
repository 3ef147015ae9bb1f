"""Values that change over time in straight pieces."""

from core import SECOND


class Curve:
    """A piecewise linear function of time, flat outside its points."""

    def __init__(self, scenario, *points):
        self.points = [(scenario.at(clock), value) for clock, value in points]

    def __call__(self, t):
        before = self.points[0]
        for after in self.points:
            if t < after[0]:
                if after is self.points[0]:
                    return after[1]
                share = (t - before[0]) / (after[0] - before[0])
                return before[1] + share * (after[1] - before[1])
            before = after
        return before[1]

    def mean(self, t, seconds):
        """The mean over the `seconds` that end at `t`."""
        steps = 15
        return sum(self(t - round((index + 0.5) * seconds / steps * SECOND)) for index in range(steps)) / steps
