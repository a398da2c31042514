"""How people judge: the table of protocols, which campaigns and their files ask."""

from collections.abc import Mapping
from typing import Literal

Protocol = Literal["ESA", "MQM"]
PROTOCOLS: Mapping[Protocol, str] = {  # the first unless another is asked for
    "ESA": "error spans and a score",
    "MQM": "error spans with categories",
}
