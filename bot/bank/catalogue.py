"""The rules by id: how hard each is, what it says, and where an exam sets it.

F: the files. Q: a question. D: a draft. N: a study note. S: the glossary of services. R: reviews. T: targets of the
whole bank, which are errors once the exam is `complete`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.bank.faults import Severity


@dataclass(frozen=True)
class RuleText:
    """One rule. `setting` is its place under `rules` in `exam.yaml`, empty where it holds for every exam."""

    id: str
    severity: Severity
    says: str
    setting: str = ""


_TEXTS = (
    RuleText("F01", "error", "A file can be read and is YAML."),
    RuleText("F02", "error", "No key stands twice in a mapping."),
    RuleText("F03", "error", "Every field is known."),
    RuleText("F04", "error", "Every required field is there, with a value of the right type. Option texts are quoted."),
    RuleText(
        "F05",
        "error",
        "A topic's questions lie in `questions/<section or gap>/<topic>.yaml`, its facts in `facts/<topic>.yaml`, its "
        "one note in `notes/<topic>.yaml`.",
    ),
    RuleText("F06", "error", "A question's id begins with its topic, and no two questions share one."),
    RuleText(
        "F07",
        "error",
        "The blueprint is whole: weights make 100, tasks and topics name what exists, ids are unique.",
    ),
    RuleText(
        "F08", "error", "The ids of a fact sheet are unique, and those that a question or note names exist there."
    ),
    RuleText("F09", "error", "A folder of one's own is an exam folder or holds some; no two carry the same exam."),
    RuleText("Q01", "error", "Apart from a “(Choose …)” the stem ends in “?” and holds exactly one."),
    RuleText(
        "Q02",
        "error",
        "The stem has neither too few nor too many words; plain recall may be shorter.",
        "limits.stem_words",
    ),
    RuleText("Q03", "error", "The stem is not too long.", "limits.stem"),
    RuleText("Q04", "error", "No option is too long.", "limits.option"),
    RuleText("Q05", "error", "No why is too long.", "limits.why"),
    RuleText("Q06", "error", "Stem, options and whys together fit into a chat message.", "limits.whole"),
    RuleText("Q07", "error", "The numbers of options and keys are those of the type.", "types"),
    RuleText(
        "Q08", "error", "The stem ends with the number to choose where there are several keys, and only there.", "types"
    ),
    RuleText(
        "Q09",
        "error",
        "A word that turns the question sentence around (not, except) stands in capitals.",
        "words.negative",
    ),
    RuleText("Q10", "error", "No option is “all of the above” or its like.", "words.catch_all"),
    RuleText(
        "Q11",
        "error",
        "The longest option is not much longer than the shortest, unless all are short.",
        "limits.option_ratio",
    ),
    RuleText(
        "Q12", "error", "Absolute words (always, never, only) do not stand in distractors alone.", "words.absolute"
    ),
    RuleText("Q13", "error", "Options that all start with a number in the same unit ascend, with `shuffle: false`."),
    RuleText("Q14", "error", "A why never names an option by its letter: the order is shuffled."),
    RuleText("Q15", "error", "Fenced blocks are closed, and those tagged json or yaml parse."),
    RuleText("Q16", "error", "Permissions are written in the form of the exam.", "permissions"),
    RuleText("Q17", "error", "At least one reference is an official one.", "references.hosts"),
    RuleText("Q18", "error", "Option ids and option texts are unique within a question."),
    RuleText("Q19", "warning", "No word that only the stem and a key share gives the key away.", "words.echo_letters"),
    RuleText("Q20", "warning", "No other question has nearly the same stem.", "near_duplicate"),
    RuleText(
        "Q21", "warning", "A reference has its best address: the English page, as HTML.", "references.discouraged"
    ),
    RuleText("Q22", "warning", "No question in use is about a topic that is `legacy` or `meta`."),
    RuleText("Q23", "error", "A reference to an official site has an address that can be there.", "references.forms"),
    RuleText(
        "Q24",
        "warning",
        "A page that was not read is cited by the first page of its guide alone.",
        "references.landing",
    ),
    RuleText("Q25", "warning", "No day lies in the future: not of a reference, of a fact, of a review."),
    RuleText(
        "Q26",
        "error",
        "No run of eight words is that of a text given with `content check --against`, names aside.",
    ),
    RuleText(
        "D01", "draft", "A question with `draft: true` is not asked. What it lacks is named, and keeps nothing out."
    ),
    RuleText("N01", "error", "Each line of a note is one of what, when, number and trap; what it is comes first."),
    RuleText("N02", "error", "A note has neither too few nor too many lines, in all and of each kind.", "notes.lines"),
    RuleText("N03", "error", "No line of a note is too short or too long.", "notes.line"),
    RuleText("N04", "warning", "A line of a note is one sentence, or two short ones."),
    RuleText("N05", "error", "A note has neither too few nor too many references.", "notes.references"),
    RuleText(
        "N06",
        "warning",
        "Where the exam has fact sheets, a note names the facts it stands on, and all its numbers stand in the sheet.",
    ),
    RuleText("S01", "error", "No two services of the glossary share a name."),
    RuleText("S02", "warning", "Every service of the glossary is named in a question or a note."),
    RuleText(
        "R01", "error", "A review file has the columns question, revision, chosen, date, remark, and names what exists."
    ),
    RuleText("R02", "error", "The latest answer of a review to the present revision agrees with the key."),
    RuleText("T01", "target", "The domains' shares are near their weights.", "targets.domain_tolerance"),
    RuleText("T02", "target", "The difficulties' shares are near those wanted.", "targets.difficulty"),
    RuleText("T03", "target", "Not too many questions are plain recall.", "targets.recall_max"),
    RuleText("T04", "target", "The share of multiple response is in its range.", "targets.multiple"),
    RuleText("T05", "target", "Every topic has its minimum of questions.", "targets.topic_minimum"),
    RuleText("T06", "target", "No topic holds too much of the bank.", "targets.topic_max"),
    RuleText(
        "T07",
        "target",
        "The key is the longest option neither too often nor too seldom (single response).",
        "targets.key_longest",
    ),
    RuleText(
        "T08",
        "target",
        "The key stands at each place about equally often (single response).",
        "targets.key_place_tolerance",
    ),
    RuleText("T09", "target", "Few questions are turned around (NOT, EXCEPT).", "targets.negative_max"),
    RuleText("T10", "target", "Every question is reviewed in its present revision."),
    RuleText("T11", "target", "Every topic that is not `meta` has a study note, where the exam has notes.", "notes"),
    RuleText("T12", "target", "No question is a draft."),
)

RULE_TEXTS = {rule.id: rule for rule in _TEXTS}
"""All rules in the order of their ids."""
