"""The page of rules for authors, made from the catalogue: `docs/question-rules.md`."""

from __future__ import annotations

from bot.bank.catalogue import RULE_TEXTS

_HEAD = """\
# Writing questions

## Add a question

1. Find the topic in `content/<exam>/topics.yaml`. Its questions are in
   `content/<exam>/questions/<section>/<topic>.yaml`, with two digits for the section, or `gap` for a topic of no
   section. Make the file if it is not there.
2. Look the deciding fact up on an official page. Put it in your own words, with the address and the day, into
   `content/<exam>/facts/<topic>.yaml`; what people get wrong about it goes there too.
3. Write the question: `studybot content new TOPIC` puts a template at its place. Its id is the topic and the next
   free number; ids are never used again. It is a draft for now.
4. Run `studybot content check`. It names file, line and rule of everything that has to change.
   `studybot content check --against FILE` finds what is worded as in a text that nothing may be copied from.
5. Have somebody solve it who sees stem and options only (`studybot content sheet` prints them), and add their answer to
   `content/<exam>/reviews/`; `python -m tools.write_generated` renews the page on the reviews, `REVIEW.md`.
   Where they disagree with the key, the question is wrong or ambiguous until shown otherwise: rewrite it.
6. Take its line `draft: true` away: it is asked from the next start, or SIGHUP, on.

```yaml
# content/dva-c02/questions/09/sqs-delay-queue.yaml
topic: sqs-delay-queue
questions:
  - id: sqs-delay-queue-01
    type: single # or multiple
    difficulty: 1 # 1 one fact decides, 2 apply, 3 analyse or troubleshoot
    recall: false # true: no situation, a plain question
    stem: >
      A ticket shop puts a message on a standard Amazon SQS queue for every reservation. Consumers must first see
      each message two minutes after it was sent, so that a buyer can still cancel. The producers can't be changed.
      Which setting of the queue meets this need?
    options:
      - id: a
        text: "A delivery delay of 120 seconds"
        correct: true
        why: A delivery delay hides every new message of the queue for that long, whoever sends it.
      - id: b
        text: "A visibility timeout of 120 seconds"
        why: It hides a message after it was received, to keep it from a second consumer meanwhile.
      - id: c
        text: "A receive wait time of 20 seconds"
        why: That is long polling. It saves empty receives, and returns as soon as a message is there.
      - id: d
        text: "A retention period of 120 seconds"
        why: It says how long a message is kept before it is thrown away, not when it is first seen.
    references:
      - url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html"
        title: "Amazon SQS delay queues"
        evidence: stored # you read the deciding sentence on that day; recalled: you did not
        checked: 2026-11-23
    facts: [1] # the sentences of the fact sheet that it stands on
    shuffle: true # false only where the order has a meaning
    stale_if: "" # what change would make it wrong
    retired: false # true: no longer asked; a question is never deleted
    draft: false # true: still being written, and not asked yet
```

Editors check the form while you type with the schemas in `content/schema/`.

The whys are shown to everyone who has answered: a distractor's says why somebody would choose it, why it is not the
answer, and when it would be. An answer belongs to a *revision*, which type, stem, options and key make; whys,
references and dates can be improved without having the question solved again.

A review is a row of a CSV file in `content/<exam>/reviews/` with the columns `question,revision,chosen,date,remark`,
where `chosen` is `b` or `a+c`. The latest answer to the present revision counts.

## Drafts

A question with `draft: true` is still being written. Nobody is asked it and no figure counts it, so it may lack
anything that makes a question, as long as its file is YAML: `studybot content check` names what, marked as `draft`, and
fails for none of it. `studybot run` starts, and says how many it left out. Once its form is whole, `studybot content
show` shows a draft, and `studybot content sheet --ids ID` prints it for somebody to solve.

An exam that says `complete: true`, as the shipped one does, has no drafts: `studybot content check`, and so CI, fails
with T12 until the last is finished or taken out. It can be run meanwhile, and its start insists on none of its targets.

Do not make a draft of a question that was asked already: say `retired: true`, or rule on it with `studybot questions`.

## Study notes

A topic's note says what to know about it on half a page: `content/<exam>/notes/<topic>.yaml`, one file a topic. `/note`
shows it, and a wrong answer leads to it. Each line is one sentence of your own, or two short ones, and of one kind:

```yaml
# content/dva-c02/notes/sqs-delay-queue.yaml
topic: sqs-delay-queue
note:
  - what: "A delay queue hides every new message for a set time before anybody can receive it." # these come first
  - when: "Use it where a message must not be handled before something may still be taken back." # or what replaced it
  - number: "From 0, which it is unless set, to 900 seconds." # every number stands in the fact sheet
  - number: "Where one message needs another delay, a standard queue lets it have its own."
  - trap: "It hides a message before its first receipt. What hides it afterwards is the visibility timeout."
references:
  - url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html"
    title: "Amazon SQS delay queues"
    evidence: stored
    checked: 2026-11-23
facts: [1] # the sentences of the fact sheet that it stands on
```

How many lines, of which kinds and how long is set in `exam.yaml` under `rules`, in `notes`; an exam without that part
has no notes. A note on a topic that is `legacy` says in a `when` what replaced it.

A name that stands in a note is spelled out in its last line by the glossary `content/<exam>/services.yaml`:
`- {name: "Amazon SQS", is: "message queues", also: [SQS]}`, where `also` holds the other names that texts use.

## The rules

An *error* keeps the folder out: the shipped content stops the start, a folder of one's own is reported and left out.
A *warning* is for the author to weigh. What a *draft* lacks keeps nothing out. A *target* belongs to the whole bank and
is an error once `exam.yaml` says `complete: true`. Numbers and word lists are the exam's own: the last column names
their place under `rules` in `exam.yaml`. Retired questions are held to the form of the file only.

| rule | severity | what it says | set in `exam.yaml` |
| --- | --- | --- | --- |
"""


def rules_page() -> str:
    """Return the page as Markdown."""
    rows = (
        f"| {rule.id} | {rule.severity} | {rule.says} | {f'`{rule.setting}`' if rule.setting else ''} |"
        for rule in RULE_TEXTS.values()
    )
    return _HEAD + "\n".join(rows) + "\n"
