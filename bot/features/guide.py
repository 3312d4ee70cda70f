"""Help: every command there is, and the rules of the game."""

from __future__ import annotations

from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Card, Field, Fields, Style, text
from bot.chat.declare import Command, Feature, Who, mark
from bot.features.app import App, manages, mine
from bot.i18n import Words

feature: Feature[App] = Feature()


@feature.command("help", mark("What Studybot does, its commands and its rules"))
async def helped(app: App, call: Call) -> Reply:
    """Show the commands that the caller may use, and the rules."""
    return Tell(help_card(mine(call), app.commands(), await manages(app, call)))


@feature.on("help")
async def pressed_help(app: App, call: Call) -> Reply:
    """Show help by button."""
    return await helped(app, call)


def help_card(w: Words, commands: tuple[Command[App], ...], owner: bool) -> Card:
    """Return the help for a member or an owner."""
    shown = [command for command in commands if owner or command.who is Who.EVERYONE]
    return Card(
        w.t("How Studybot works"),
        (
            text(
                w.t("A question comes at the group's time. Press a letter: you see at once how you did, and only you.")
            ),
            text(w.t("Your first answer counts. A right one is a point on the week's board.")),
            text(
                w.t(
                    "Quizzes give points only where a group has chosen so, and then once a question. "
                    "Reviews and mock exams never do."
                )
            ),
            text(w.t("A streak counts questions in a row that you answered before their reveal, right or wrong.")),
            Fields(tuple(Field(f"/{command.name}", w.t(command.summary)) for command in shown)),
            text(
                w.t(
                    "Second accounts can't be prevented, nor that a daily question was met in a quiz before. "
                    "The board is for fun; what you learn is yours."
                ),
                Style.QUIET,
            ),
        ),
    )
