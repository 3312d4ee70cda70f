"""Write the files that are made from others: the JSON Schemas of the content, the page of rules for questions, the page
that shows every message, from the raw answers each exam's page on its reviews, and Slack's manifest.

Usage: python -m tools.write_generated
"""

from __future__ import annotations

from pathlib import Path

from bot.bank.read import read_exam
from bot.bank.reviewpage import review_page
from bot.bank.rulespage import rules_page
from bot.bank.schema import schema_files
from tests.features.messages_page import messages_page
from tools import slack_manifest

REPOSITORY = Path(__file__).parents[1]


def main() -> None:
    """Write every file, also those that are current."""
    for name, text in schema_files().items():
        (REPOSITORY / "content" / "schema" / name).write_text(text, encoding="utf-8")
    (REPOSITORY / "docs" / "question-rules.md").write_text(rules_page(), encoding="utf-8")
    for exam in sorted((REPOSITORY / "content").glob("*/exam.yaml")):
        (exam.parent / "REVIEW.md").write_text(review_page(read_exam(exam.parent)), encoding="utf-8")
    (REPOSITORY / "docs" / "messages.md").write_text(messages_page(), encoding="utf-8")
    slack_manifest.main()


if __name__ == "__main__":
    main()
