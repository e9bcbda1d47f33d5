"""Golden values for core/signal/resample: scipy.signal.resample_poly and its filter.

Run: python3 tests/golden/resample_golden.py > tests/golden/resample_golden.json
"""
import json
import math

import numpy
import scipy
from scipy import signal

values = [math.sin(0.11 * i) + 0.3 * math.cos(1.7 * i) + 0.01 * i for i in range(200)]
cases = []
for up, down in [(1, 10), (1, 40), (4, 1), (3, 7), (160, 147)]:
    widest = max(up, down)
    taps = signal.firwin(20 * widest + 1, 1 / widest, window=("kaiser", 5.0)) * up
    cases.append({"up": up, "down": down,
                  "first_taps": taps[: 10 * widest + 1][-11:].tolist(),
                  "values": signal.resample_poly(values, up, down).tolist()})
print(json.dumps({"numpy": numpy.__version__, "scipy": scipy.__version__, "input": values, "cases": cases}))
