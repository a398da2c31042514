"""A story's files to its articles: one bad article is a failure, the rest go on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline import language
from pipeline.data import Article, Correction, Failure, Story, Warned
from pipeline.errors import InputError, fault
from pipeline.read.address import host
from pipeline.read.article import article
from pipeline.read.corrections import corrections
from pipeline.read.folder import LINKED, StoryFiles
from pipeline.read.formats import drafts, not_read
from pipeline.read.safe_names import shown
from pipeline.read.webpage.furniture import numbered
from pipeline.split import numbered as marked_lines

RECURRING = 3  # articles of an outlet in which a line stands that is no part of any
MOST = 0.6  # share of its articles
LITTLE = 0.3  # share of an article that such lines are


@dataclass(frozen=True, slots=True)
class StoryReading:
    """A story, the inputs that did not become one of its articles, what to beware of, what people decided on links."""

    story: Story
    failures: tuple[Failure, ...] = ()
    warnings: tuple[Warned, ...] = ()
    corrections: tuple[Correction, ...] = ()


def story(files: StoryFiles, *, today: date) -> StoryReading:
    """Read a story's files: every file, and every line of a .jsonl, ends as one article or one failure.

    Of articles with one id the first stays; `today` is the run's date, after which no article can have appeared. A
    story whose folder cannot give it an id has none ("") and is one failure.
    """
    if files.problem:
        return StoryReading(Story("", ()), (Failure(shown(files.id), "read", files.problem),))
    articles_by_id: dict[str, tuple[str, Article]] = {}
    failures = [Failure(f"{files.id}/{shown(path.name)}", "read", not_read(path)) for path in files.ignored]
    failures += [Failure(f"{files.id}/{shown(path.name)}", "read", LINKED) for path in files.outside]
    warnings: list[Warned] = []
    for item, outcome, doubts in _outcomes(files, today):
        warnings.extend(doubts)
        if isinstance(outcome, Failure):
            failures.append(outcome)
            continue
        # the first stays, so that a run gives the same whatever comes later
        first, _ = articles_by_id.setdefault(outcome.id, (item, outcome))
        if first != item:
            reason = f"id {outcome.id!r} is already that of {first}; rename {item} or its id"
            failures.append(Failure(item, "read", reason))
    decided, doubts, not_applied = corrections(files.corrections, files.id) if files.corrections else ((), (), ())
    # sorted by id and not by file: a record may have any id
    read_articles = [articles_by_id[name][1] for name in sorted(articles_by_id)]
    articles, doubts_of_names = one_name_a_site(tuple(_unlike_names(read_articles)))
    whole = Story(files.id, tuple(_with_furniture(articles)))
    return StoryReading(whole, (*failures, *not_applied), (*warnings, *doubts_of_names, *doubts), decided)


def one_name_a_site(articles: Sequence[Article]) -> tuple[tuple[Article, ...], tuple[Warned, ...]]:
    """The articles, those of one registrable domain under one outlet: the name that most of their pages give.

    What a person wrote stays, and wins over what pages say; a part of the address is a name only where none is said. A
    warning names the pages' names that were not taken.
    """
    counts_by_site: dict[str, Counter[str]] = {}
    for page in articles:
        is_from_address = page.outlet in host(page.url).split(".")
        weight = int(not is_from_address) if _is_from_page(page) else len(articles) + 1
        counts_by_site.setdefault(_site(page), Counter())[page.outlet] += weight
    usual = {site: max(sorted(counts), key=counts.__getitem__) for site, counts in counts_by_site.items()}
    named: list[Article] = []
    left_out: dict[str, set[str]] = {}
    for page in articles:
        name = usual[_site(page)] if _is_from_page(page) else page.outlet
        if name != page.outlet:
            left_out.setdefault(_site(page), set()).add(page.outlet)
        named.append(replace(page, outlet=name))
    warnings = []
    for site, names in left_out.items():
        others = ", ".join(map(repr, sorted(names)))
        warnings.append(Warned(site, f"its pages name their outlet {others}, too; taken as {usual[site]!r}"))
    return tuple(named), tuple(warnings)


def _unlike_names(articles: Sequence[Article]) -> Iterator[Article]:
    """The articles; those of no outlet, which are called by their files, by their languages too where names meet."""
    counts = Counter(member.outlet for member in articles if _is_unnamed(member))
    for member in articles:
        is_met = _is_unnamed(member) and counts[member.outlet] > 1
        yield replace(member, outlet=f"{language.name(member.lang)} {member.outlet}") if is_met else member


def _is_unnamed(article: Article) -> bool:
    return article.origin.get("outlet", "default") == "default"


def _with_furniture(articles: Sequence[Article]) -> Iterator[Article]:
    """The articles, the lines that stand in most of their outlet's marked as furniture.

    Two of them may repeat a background, so that it takes three; and where such lines are much of an article, the
    outlet has one text several times.
    """
    sizes = Counter(member.outlet for member in articles)
    counts: Counter[tuple[str, str]] = Counter()
    for member in articles:
        counts.update((member.outlet, line) for line in set(member.text.split("\n")) if line.strip())
    for member in articles:
        lines = member.text.split("\n")
        enough = max(RECURRING, MOST * sizes[member.outlet])
        again = [number for number, line in enumerate(lines, 1) if counts[member.outlet, line] >= enough]
        if again and sum(len(lines[number - 1]) for number in again) < LITTLE * len(member.text):
            marks = marked_lines(member.extra.get("boilerplate", ""))
            yield replace(member, extra={**member.extra, "boilerplate": numbered(sorted({*marks, *again}))})
        else:
            yield member


def _is_from_page(page: Article) -> bool:
    return page.origin.get("outlet") == "page"


def _site(page: Article) -> str:
    """The registrable domain of an article's page; an article without an address, or without a name, is by itself."""
    site = host(page.url)
    if not site or _is_unnamed(page):
        return page.id
    from courlan import extract_domain

    # the list of public suffixes has none for names that are kept for examples
    return extract_domain(page.url) or ".".join(site.split(".")[-2:])


def _outcomes(files: StoryFiles, today: date) -> Iterator[tuple[str, Article | Failure, tuple[Warned, ...]]]:
    """What each input (named as in messages) ends as, and what to beware of in it."""
    for path in files.paths:
        for draft in drafts(path, files.id):
            if isinstance(draft, Failure):
                yield draft.item, draft, ()
                continue
            warnings = tuple(Warned(draft.item, reason) for reason in draft.warnings)
            try:
                outcome, doubts = article(draft, story=files.id, today=today)
            except Exception as error:  # noqa: BLE001  # no article ends a run
                reason = str(error) if isinstance(error, InputError) else fault(error)
                yield draft.item, Failure(draft.item, "read", reason), warnings
            else:
                yield draft.item, outcome, warnings + doubts
