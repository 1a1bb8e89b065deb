"""The arrays that travel between searches."""

import numpy as np
import numpy.typing as npt

#: (n, dimension), rows of unit length.
Vectors = npt.NDArray[np.float32]
#: (n,), numbers of passages.
Ids = npt.NDArray[np.int64]
#: (n,), one score a passage.
Scores = npt.NDArray[np.float32]
