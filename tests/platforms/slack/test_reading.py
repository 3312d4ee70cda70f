"""How messages read: what people see, and what of it is more than text."""

from __future__ import annotations

from tests.platforms.slack import reading
from tests.platforms.slack.world import Json, Message

HARM = "<!channel> <@U1> <https://evil.example.org|click> https://evil.example.org"


def message(text: str, *blocks: Json, verbatim: bool = False) -> Message:
    return Message("C1", "1.000000", "U0", text, list(blocks), verbatim=verbatim)


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def test_mentions_and_links_are_found_in_text_and_mrkdwn() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": HARM}}
    expected = ["!channel", "@U1", "https://evil.example.org", "https://evil.example.org"]
    assert reading.marked(message(HARM)) == expected
    assert reading.marked(message("x", section)) == expected
    assert reading.alerts(message(HARM)) == ["!channel", "@U1"]


def test_escaped_plain_and_verbatim_text_stays_text() -> None:
    escaped = HARM.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    section = {"type": "section", "text": {"type": "plain_text", "text": HARM}}
    assert reading.marked(message("x", section, rich({"type": "text", "text": HARM}))) == []
    assert reading.marked(message(escaped, verbatim=True)) == []
    assert reading.words(message(escaped)) == HARM


def test_marked_up_elements_of_rich_text_are_found() -> None:
    elements = [
        {"type": "broadcast", "range": "here"},
        {"type": "user", "user_id": "U1"},
        {"type": "link", "url": "https://example.org", "text": "read"},
    ]
    told = message("x", rich(*elements))
    assert reading.marked(told) == ["!here", "@U1", "https://example.org"]
    assert reading.alerts(told) == ["!here", "@U1"]
    assert reading.words(told) == "read"
