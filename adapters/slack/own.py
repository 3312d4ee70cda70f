"""What this adapter says itself: the few sentences that Slack alone needs, as cards and buttons. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.slack import carried
from adapters.slack.blocks import Block, button
from adapters.slack.carried import Origin
from adapters.slack.line import HELP, Commands, Fault, usage
from adapters.slack.names import Names
from adapters.slack.visits import Visit
from bot.chat.cards import Card, Link, Style, Text, Tone, spans, text
from bot.chat.declare import Who
from bot.i18n import Words

HANDLE = "@studybot"
Row = tuple[Block, ...]


@dataclass(frozen=True)
class Said:
    """A card, and the adapter's own buttons beneath it."""

    card: Card
    row: Row = ()


def faulty(fault: Fault, commands: Commands, names: Names, visit: Visit) -> Said:
    """Say what can't be run, what was understood of it, and how it is right: typed, or by a button."""
    w = visit.words
    if fault.understood is None:
        return Said(
            Card(w.t("I did not understand that"), (text(fault.sentence),), Tone.WARNING), _all(commands, visit)
        )
    command, values = fault.understood.command, fault.understood.values
    typed = " ".join((names.typed(command.name), *(f'{name}:"{value}"' for name, value in values.items())))
    form = f"{names.typed(command.name)} {usage(command)}".strip()
    blocks = (
        text(fault.sentence),
        Text(spans(w.t("Understood: {typed}", typed=f"`{typed}`"))),
        Text(spans(w.t("The right form: {form}", form=f"`{form}`")), Style.NORMAL),
    )
    label = w.t("Fill in a form") if command.options else w.t("Run {command}", command=names.typed(command.name))
    return Said(
        Card(w.t("I did not understand that"), blocks, Tone.WARNING),
        _row(
            [_button(label, command.name, dict(values), visit.asked.channel, options=bool(command.options), loud=True)]
        ),
    )


def helped(card: Card, commands: Commands, names: Names, visit: Visit) -> Said:
    """Add what holds on Slack alone, and a button for every command, since typing options is error-prone."""
    w = visit.words
    said = w.t(
        "Slack takes no commands in threads: type them in the channel, or press a button here. {quiz} and {board} also "
        "work by themselves.",
        quiz="/quiz",
        board="/leaderboard",
    )
    typed = w.t("Options are typed in order or by name, such as {example}.", example=names.typed("quiz security 10"))
    blocks = (*card.blocks, text(typed, Style.QUIET), text(said, Style.QUIET))
    return Said(Card(card.title, blocks, card.tone, card.footer), _all(commands, visit))


def hidden(w: Words) -> Card:
    """Say how the app is let into a private channel."""
    invite = f"`/invite {HANDLE}`"
    said = w.t("This channel is private and I am not in it. Type {invite} here, then try again.", invite=invite)
    return Card(w.t("I can't see this channel yet"), (Text(spans(said)),), Tone.WARNING)


def late(visit: Visit, faults: Sequence[str], origin: Origin) -> Said:
    """Offer a form that could not be opened, or was closed before its faults were known; what was typed is kept."""
    w = visit.words
    title = w.t("Please look at the form again") if faults else w.t("That took too long for Slack to open a form")
    said = tuple(text(one) for one in faults) or (text(w.t("Press the button, and it opens.")),)
    label = w.t("Open the form")
    return Said(
        Card(title, said, Tone.WARNING),
        _row([button(label, carried.run_id(origin.name), "primary", carried.pack(origin))]),
    )


def moved(w: Words, address: str) -> Card:
    """Say where something of many steps has gone."""
    said = text(w.t("It waits for you among our direct messages, where you can leave it and go on any time."))
    return Card(w.t("Just the two of us"), (said, *((Link(w.t("Go there"), address),) if address else ())))


def wrong_number(bounds: tuple[int, int], w: Words) -> Card:
    """Say how many are to be chosen; what is chosen stays chosen."""
    least, most = bounds
    if least == most:
        said = w.tn("Choose exactly {n}, then send again.", "Choose exactly {n}, then send again.", most)
    else:
        said = w.t("Choose {least} to {most}, then send again.", least=w.number(least), most=w.number(most))
    return Card(w.t("Not sent yet"), (text(said),), Tone.WARNING)


def unavailable(w: Words) -> Card:
    """Say that something went wrong on our side."""
    return Card(
        w.t("That did not work"),
        (text(w.t("Something went wrong, and it has been noted. Please try again.")),),
        Tone.WARNING,
    )


def command_row(commands: Commands, visit: Visit, channel: str) -> Row:
    """Return a button for each command that a person may run."""
    shown = [one for one in commands if one.name != HELP and (one.who is Who.EVERYONE or visit.actor.may_manage)]
    return _row([_button(one.name, one.name, {}, channel, options=bool(one.options)) for one in shown])


def _all(commands: Commands, visit: Visit) -> Row:
    return command_row(commands, visit, visit.asked.channel)


def _button(label: str, name: str, values: dict[str, str], channel: str, *, options: bool, loud: bool = False) -> Block:
    """Return a button for a command: one with options opens a form for them."""
    action = carried.fill_id(name) if options else carried.run_id(name)
    style = "primary" if loud else ""
    return button(label, action, style, carried.pack(Origin(name, True, values, channel=channel)))


def _row(buttons: list[Block]) -> Row:
    return ({"type": "actions", "block_id": "own", "elements": buttons[:25]},) if buttons else ()
