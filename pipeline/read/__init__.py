"""raw/ to stories of articles, line files, TMX, and written results back: the only reader of input files."""

from pipeline.read.beads import documents
from pipeline.read.encoding import Decoded, decode, lines
from pipeline.read.folder import StoryFiles, find
from pipeline.read.formats import sidecars
from pipeline.read.glossary import glossary
from pipeline.read.pairs import ParallelText, pairs
from pipeline.read.results import RESULT, each_result, result, results, story_folder
from pipeline.read.source import libraries
from pipeline.read.standoff import standoffs
from pipeline.read.stories import StoryReading, story
from pipeline.read.text import document_langs, text
from pipeline.read.tmx import tmx

__all__ = [
    "RESULT", "Decoded", "ParallelText", "StoryFiles", "StoryReading", "decode", "document_langs", "documents",
    "each_result", "find", "glossary", "libraries", "lines", "pairs", "result", "results", "sidecars", "standoffs",
    "story", "story_folder", "text", "tmx",
]  # fmt: skip
