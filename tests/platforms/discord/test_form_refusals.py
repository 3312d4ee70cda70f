"""Messages that Discord does not take, one after the other: status 400, code 50035, and where the fault is."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from tests.platforms.discord.plain import ask, refusal
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import Channel

V2 = 1 << 15
TEXT: Json = {"type": 10, "content": "Hello"}


def button(number: int = 0, **more: Any) -> Json:
    """Return a good button, but for `more`."""
    return {"type": 2, "style": 1, "label": "A", "custom_id": f"b{number}", **more}


def row(*controls: Json) -> Json:
    """Return a row of controls."""
    return {"type": 1, "components": list(controls)}


def menu(count: int = 2, **more: Any) -> Json:
    """Return a good menu, but for `more`."""
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "menu", "options": options, **more}


def modern(*components: Json, **more: Any) -> Json:
    """Return a message of Components V2."""
    return {"flags": V2, "components": list(components), **more}


def embed(**parts: Any) -> Json:
    """Return a message with one embed."""
    return {"embeds": [parts]}


def field(name: str = "n", value: str = "v") -> Json:
    """Return a field of an embed."""
    return {"name": name, "value": value}


def gallery(url: str, **more: Any) -> Json:
    """Return a gallery of one picture."""
    return {"type": 12, "items": [{"media": {"url": url}, **more}]}


FINE: dict[str, Json] = {
    "as many buttons as fit": {"components": [row(*(button(5 * y + x) for x in range(5))) for y in range(5)]},
    "the longest content": {"content": "x" * 2000},
    "the longest texts of a button": {"components": [row(button(label="x" * 80, custom_id="y" * 100))]},
    "the most options": {"components": [row(menu(25, max_values=25))]},
    "forty components": modern(*[TEXT] * 38, row(button())),
    "4000 characters": modern({"type": 10, "content": "x" * 4000}),
    "the longest embed": embed(description="x" * 4096, fields=[field(value="x" * 1024)]),
    "a link": {"components": [row({"type": 2, "style": 5, "label": "Read", "url": "https://example.org"})]},
    "a box with everything": modern(
        {
            "type": 17,
            "accent_color": 0xFFFFFF,
            "components": [
                TEXT,
                {"type": 14, "spacing": 2, "divider": False},
                {"type": 9, "components": [TEXT], "accessory": button()},
                gallery("https://example.org/p.png", description="A chart"),
                row(menu()),
            ],
        }
    ),
    "an emoji": {"components": [row(button(label=None, emoji={"name": "✅", "id": None}))]},
}

REFUSED: dict[str, tuple[Json, str]] = {
    "content too long": ({"content": "x" * 2001}, "content: Must be 2000 or fewer in length."),
    "content that is no text": ({"content": 5}, "content: Could not interpret the value as string."),
    "a field that there is not": ({"content": "x", "colour": 1}, "colour: Discord would ignore this field."),
    "flags that are no number": ({"content": "x", "flags": "4"}, "flags: Value is not int."),
    "flags that only Discord sets": ({"content": "x", "flags": 128}, "flags: Flags 128"),
    "a private message in a channel": ({"content": "x", "flags": 64}, "flags: Flags 64"),
    "a nonce too long": ({"content": "x", "nonce": "1" * 26}, "nonce: Must be 25 or fewer"),
    "eleven embeds": ({"embeds": [{"title": "x"}] * 11}, "embeds: Must be 10 or fewer"),
    "an embed's title too long": (embed(title="x" * 257), "embeds.0.title: Must be 256"),
    "an embed's description too long": (embed(description="x" * 4097), "embeds.0.description: Must be 4096"),
    "an embed's footer too long": (embed(footer={"text": "x" * 2049}), "embeds.0.footer.text: Must be 2048"),
    "an embed's author too long": (embed(author={"name": "x" * 257}), "embeds.0.author.name: Must be 256"),
    "26 fields": (embed(fields=[field()] * 26), "embeds.0.fields: Must be 25"),
    "a field's name too long": (embed(fields=[field("x" * 257)]), "fields.0.name: Must be 256"),
    "a field's value too long": (embed(fields=[field("n", "x" * 1025)]), "fields.0.value: Must be 1024"),
    "a field without value": (embed(fields=[{"name": "n"}]), "fields.0.value: This field is required"),
    "an embed with nothing": (embed(color=1), "embeds.0.description: This field is required"),
    "6001 characters in embeds": (
        {"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]},
        "embeds: Embed size exceeds maximum size of 6000",
    ),
    "a color beyond white": (embed(title="x", color=0x1000000), "embeds.0.color: int value should be less"),
    "an address that is none": (embed(title="x", url="javascript:1"), "embeds.0.url: Scheme"),
    "six rows": ({"components": [row(button(n)) for n in range(6)]}, "components: Must be 5 or fewer"),
    "an empty row": ({"components": [row()]}, "components.0.components: Must be 1 or more"),
    "six buttons in a row": ({"components": [row(*map(button, range(6)))]}, "components.0.components: Must be 5"),
    "a menu beside a button": ({"components": [row(button(), menu())]}, "components.0.components.1: The specified"),
    "a button's label too long": ({"components": [row(button(label="x" * 81))]}, "components.0.label: Must be 80"),
    "an id too long": ({"components": [row(button(custom_id="x" * 101))]}, "custom_id: Must be 100"),
    "an empty id": ({"components": [row(button(custom_id=""))]}, "custom_id: Must be 1 or more"),
    "a button without id": ({"components": [row(button(custom_id=None))]}, "custom_id: A custom id is required"),
    "a button with nothing on it": ({"components": [row(button(label=None))]}, "A label or an emoji is required"),
    "a link without address": ({"components": [row({"type": 2, "style": 5, "label": "A"})]}, "url: A url is"),
    "a link with an id": ({"components": [row(button(style=5, url="https://e.org"))]}, "cannot both be specified"),
    "a link to nowhere": ({"components": [row(button(style=5, custom_id=None, url="ftp://e"))]}, "url: Scheme must"),
    "more chosen than may be": (
        {"components": [row(menu(options=[{"label": n, "value": n, "default": True} for n in "ab"]))]},
        "options: More defaults than max_values",
    ),
    "a button of no known style": ({"components": [row(button(style=9))]}, "style: Value 9 is not one"),
    "an emoji that is a word": ({"components": [row(button(emoji={"name": "ok"}))]}, "emoji.name: Invalid emoji"),
    "the same id twice": ({"components": [row(button(1), button(1))]}, "1.custom_id: Component custom id cannot be"),
    "no options": ({"components": [row(menu(0))]}, "options: Must be 1 or more"),
    "26 options": ({"components": [row(menu(26))]}, "options: Must be 25 or fewer"),
    "an option's label too long": (
        {"components": [row(menu(options=[{"label": "x" * 101, "value": "v"}]))]},
        "options.0.label: Must be 100",
    ),
    "an option twice": (
        {"components": [row(menu(options=[{"label": "x", "value": "v"}] * 2))]},
        "options.1.value: The specified option value is already used",
    ),
    "more choices than options": ({"components": [row(menu(max_values=3))]}, "max_values: max_values must not"),
    "at least more than at most": ({"components": [row(menu(min_values=2))]}, "min_values exceeds max_values"),
    "a menu's hint too long": ({"components": [row(menu(placeholder="x" * 151))]}, "placeholder: Must be 150"),
    "a box without the flag": ({"components": [TEXT]}, 'type: Value of field "type" must be one of (1,).'),
    "a component of no known type": (modern({"type": 99}), 'components.0.type: Value of field "type" is not'),
    "a modal's field in a message": (modern(row({"type": 4, "custom_id": "x", "style": 1})), 'field "type" is not'),
    "a component without type": (modern({"content": "x"}), "components.0.type: This field is required"),
    "41 components": (modern(*[TEXT] * 41), "components: Must be 40 or fewer"),
    "41 components, some inside": (modern(*[{"type": 17, "components": [TEXT] * 20}] * 2), "number of components"),
    "4001 characters": (modern({"type": 10, "content": "x" * 4001}), "content: Must be 4000 or fewer"),
    "4001 characters in all": (modern(*[{"type": 10, "content": "x" * 2001}] * 2), "maximum size of 4000"),
    "a text of spaces": (modern({"type": 10, "content": " \n"}), "content: This field is required"),
    "a field of spaces": (embed(title="x", fields=[field(" ")]), "embeds.0.fields.0: This field is required"),
    "a number twice": (modern({**TEXT, "id": 7}, {**TEXT, "id": 7}), "components.1.id: Component id cannot"),
    "a file from elsewhere": (modern({"type": 13, "file": {"url": "https://e.org"}}), "one of ('attachment',)"),
    "an empty text": (modern({"type": 10, "content": ""}), "content: Must be 1 or more"),
    "content beside components": (modern(TEXT, content="x"), "content: The 'content' field cannot be used"),
    "embeds beside components": (modern(TEXT, embeds=[{"title": "x"}]), "embeds: The 'embeds' field cannot"),
    "a section without accessory": (modern({"type": 9, "components": [TEXT]}), "accessory: This field is required"),
    "a section of four texts": (
        modern({"type": 9, "components": [TEXT] * 4, "accessory": button()}),
        "components.0.components: Must be 3 or fewer",
    ),
    "a box in a box": (modern({"type": 17, "components": [{"type": 17, "components": [TEXT]}]}), "is not taken here"),
    "a picture that did not come": (modern(gallery("attachment://chart.png")), "attachment was not found"),
    "a picture from nowhere": (modern(gallery("ftp://example.org")), "url: Scheme must be one of"),
    "a description too long": (modern(gallery("https://e.org", description="x" * 1025)), "description: Must be 1024"),
    "an embed's picture that did not come": (embed(image={"url": "attachment://x.png"}), "image.url: The referenced"),
    "a file that did not come": ({"content": "x", "attachments": [{"id": 0}]}, "attachments.0.id: There is no file 0"),
    "mentions allowed twice over": (
        {"content": "x", "allowed_mentions": {"parse": ["roles"], "roles": ["1"]}},
        'allowed_mentions: parse:["roles"] and roles: [ids...] are mutually exclusive.',
    ),
    "a reply to nothing": ({"content": "x", "message_reference": {"message_id": "5"}}, "message_reference: Unknown"),
}  # fmt: skip


@pytest.mark.parametrize("payload", FINE.values(), ids=FINE.keys())
async def test_what_is_just_within_the_limits_is_taken(
    client: discord.Client, channel: Channel, platform: LoopbackDiscord, payload: Json
) -> None:
    await ask(client, "POST", f"/channels/{channel.id}/messages", payload)
    assert len(platform.messages(channel)) == 1


@pytest.mark.parametrize(("payload", "says"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_is_beyond_them_is_refused(
    client: discord.Client, channel: Channel, platform: LoopbackDiscord, payload: Json, says: str
) -> None:
    refused = await refusal(client, "POST", f"/channels/{channel.id}/messages", payload)
    assert (refused.status, refused.code) == (400, 50035)
    assert says in refused.text
    assert platform.messages(channel) == []


@pytest.mark.parametrize("payload", [{}, {"content": ""}, {"content": " \n "}, {"components": [], "embeds": []}])
async def test_a_message_with_nothing_is_refused(client: discord.Client, channel: Channel, payload: Json) -> None:
    refused = await refusal(client, "POST", f"/channels/{channel.id}/messages", payload)
    assert (refused.status, refused.code) == (400, 50006)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(modern({"type": 10, "content": "🙂" * 2600}), id="many bytes"),
        pytest.param(modern(*[{"type": 12, "items": gallery("https://e.org")["items"] * 10}] * 7), id="70 pictures"),
    ],
)
async def test_what_discord_can_not_store_breaks_it(client: discord.Client, channel: Channel, payload: Json) -> None:
    refused = await refusal(client, "POST", f"/channels/{channel.id}/messages", payload)
    assert isinstance(refused, discord.DiscordServerError)


async def test_the_errors_are_nested_by_place(
    client: discord.Client, channel: Channel, platform: LoopbackDiscord
) -> None:
    await refusal(client, "POST", f"/channels/{channel.id}/messages", {"components": [row(button(1), button(1))]})
    answer = platform.requests("POST /channels/{channel_id}/messages")[0].answer
    told = {"code": "COMPONENT_CUSTOM_ID_DUPLICATED", "message": "Component custom id cannot be duplicated"}
    nested = {"components": {"0": {"components": {"1": {"custom_id": {"_errors": [told]}}}}}}
    assert answer == {"message": "Invalid Form Body", "code": 50035, "errors": nested}
