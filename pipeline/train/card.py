"""The model card of a result: what is known; what only tests can tell is left to be filled in."""

from typing import TYPE_CHECKING

from pipeline.train.record import Progress

if TYPE_CHECKING:
    from pipeline.train import Recipe

USE = {
    True: "An adapter of Gemma 3 270M (PEFT's format, bfloat16), a Model Derivative of Gemma: see `NOTICE` and "
    "`GEMMA_TERMS.txt`.\nUse: `synopsis run --translator embedded --translator-option adapter=THIS_FOLDER`.",
    False: "A whole model; the terms of the one it was made from hold for it too.\n"
    "Use: `synopsis run --translator marian --translator-option model=THIS_FOLDER`.",
}


def card(recipe: "Recipe", data: str, progress: Progress) -> str:
    """The text, in Markdown; `data` says in words how many pairs were what."""
    embedded = recipe.model == "embedded"
    learnt = f"low-rank differences, rank {recipe.rank}" if recipe.rank else "all weights"
    start = f", going on from the adapter {recipe.start.name}" if recipe.start else ""
    return f"""# {"Gemma 3 270M adapter" if embedded else "Translation model"}, made with `synopsis train`

**What it is.** {USE[embedded]}

**Made from.** {recipe.model.rstrip("/").rpartition("/")[2]}{start}.

**Data.** {data}.

**Training.** {learnt}; {progress.step} steps, batches of {recipe.batch_tokens} tokens, learning rate {recipe.rate:g}.

**Curve's last line.** {progress.curve[-1].line()}.
Losses are a target token's; the held-out loss was {progress.curve[0].held_out_loss:.3f} before.

**Scores.** None yet: the held-out loss compares trainings with the same pairs held out; it says little of translations.

**Limits.** None known yet: read a hundred of its translations beside their sources. A model of this kind omits,
and at times says the opposite; never quote it without a look at the original.
"""
