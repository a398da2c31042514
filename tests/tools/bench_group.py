"""What grouping costs: python tests/tools/bench_group.py ARTICLES [DAYS].

Generated articles of twelve sentences, four to an event, over DAYS days (365): words as frequent as in Zipf's law, the
event's own words among them, an event within three days. Prints CPU seconds, peak memory, B-cubed precision, recall, F.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pipeline.story.group import Loose, group

ARTICLES, SENTENCES, WORDS = 4, 12, 18
RANKS = 50_000


def articles(count: int, days: int) -> Iterator[Loose]:
    """Article n belongs to event n // 4."""
    chance = random.Random(1)
    words = [spelt(chance) for _ in range(RANKS)]
    weights = [1 / (rank + 10) for rank in range(RANKS)]
    for n in range(count):
        event = random.Random(n // ARTICLES)
        own = event.sample(words[2_000:], 12)
        day = date(2026, 1, 1) + timedelta(event.randrange(days) + chance.randrange(3))
        text = [*chance.choices(words, weights, k=SENTENCES * WORDS)]
        for place in chance.sample(range(len(text)), 3 * SENTENCES):
            text[place] = chance.choice(own)
        english = tuple(" ".join(text[at : at + WORDS]) for at in range(0, len(text), WORDS))
        yield Loose(f"{n:06}", english, english, "en", day.isoformat())


def spelt(chance: random.Random) -> str:
    """Three to five syllables."""
    return "".join(chance.choice("bdfglmnprstv") + chance.choice("aeiou") for _ in range(chance.randint(3, 5)))


def b_cubed(gold: list[set[Any]], found: list[set[Any]]) -> tuple[float, float, float]:
    """Precision, recall and F averaged over items (Bagga and Baldwin, 1998)."""
    true, ours = ({item: members for members in parts for item in members} for parts in (gold, found))
    precision = sum(len(true[item] & ours[item]) / len(ours[item]) for item in true) / len(true)
    recall = sum(len(true[item] & ours[item]) / len(true[item]) for item in true) / len(true)
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> None:
    count, days = int(sys.argv[1]), int((*sys.argv[2:], "365")[0])
    loose = list(articles(count, days))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    found = [{int(name) for name in one.ids} for one in group(loose)]
    seconds = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gold = [set(range(first, min(first + ARTICLES, count))) for first in range(0, count, ARTICLES)]
    precision, recall, f = b_cubed(gold, found)
    print(
        f"{count:,} articles in {days} days: {seconds:.1f} CPU s, {1_000 * seconds / count:.2f} ms an article; "
        f"{before / 1024:.0f} MB before, {after / 1024:.0f} MB at the peak; {len(found):,} groups, "
        f"P {precision:.3f} R {recall:.3f} F {f:.3f}"
    )


if __name__ == "__main__":
    main()
