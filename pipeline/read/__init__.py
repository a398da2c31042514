"""raw/ to stories of articles, line files, TMX, and written results back: the only reader of input files."""

from pipeline.read.encoding import Decoded, Lines, decode, lines
from pipeline.read.folder import StoryFiles, find
from pipeline.read.language import spoken
from pipeline.read.results import RESULT, result
from pipeline.read.stories import Reading, story
from pipeline.read.tmx import tmx

__all__ = [
    "RESULT",
    "Decoded",
    "Lines",
    "Reading",
    "StoryFiles",
    "decode",
    "find",
    "lines",
    "result",
    "spoken",
    "story",
    "tmx",
]
