"""raw/ to stories of articles, line files, TMX, and written results back: the only reader of input files."""

from pipeline.read.beads import documents
from pipeline.read.encoding import Decoded, Lines, decode, lines
from pipeline.read.folder import StoryFiles, find
from pipeline.read.glossary import glossary
from pipeline.read.language import spoken
from pipeline.read.pairs import ParallelText, pairs
from pipeline.read.results import RESULT, each_result, result, results, story_folder
from pipeline.read.standoff import standoffs
from pipeline.read.stories import Reading, story
from pipeline.read.text import LooseText, document_langs, text
from pipeline.read.tmx import tmx

__all__ = [
    "RESULT",
    "Decoded",
    "Lines",
    "LooseText",
    "ParallelText",
    "Reading",
    "StoryFiles",
    "decode",
    "document_langs",
    "documents",
    "each_result",
    "find",
    "glossary",
    "lines",
    "pairs",
    "result",
    "results",
    "spoken",
    "standoffs",
    "story",
    "story_folder",
    "text",
    "tmx",
]
