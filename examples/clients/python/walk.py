"""Reads and writes articles with a client by openapi-python-client. It is checked with mypy in strict mode."""

import os

from broadsheet_client import AuthenticatedClient, Client
from broadsheet_client.api.accounts import login
from broadsheet_client.api.audience import submit_comment
from broadsheet_client.api.delivery import get_article, list_articles, search_articles
from broadsheet_client.api.editorial import create_article, take_transition, update_article
from broadsheet_client.models import (
    Article,
    ArticlePage,
    ArticlePatch,
    CommentInput,
    CommentReceipt,
    CreateArticle,
    CreditInput,
    GetArticleBodyItem,
    Login,
    MarkdownBody,
    ParagraphBlock,
    Problem,
    SearchPage,
    SessionTokens,
    TextInline,
    Transition,
    TransitionInput,
    WorkingArticle,
)
from broadsheet_client.types import UNSET, Unset

URL = os.environ.get("BROADSHEET_URL", "http://127.0.0.1:8080")
client = Client(base_url=URL)

# A list, page by page. The generated class of an article needs all members, so `fields` is not used.
headlines: list[str] = []
cursor: str | Unset = UNSET
while True:
    page = list_articles.sync(client=client, section=["harbour", "town"], limit=5, cursor=cursor)
    assert isinstance(page, ArticlePage), page
    headlines += [article.headline for article in page.data]
    if page.page.next_cursor is None:
        break
    cursor = page.page.next_cursor
assert len(headlines) > 5

# One article, with typed blocks.
article = get_article.sync("1", client=client, body=[GetArticleBodyItem.HTML, GetArticleBodyItem.BLOCKS])
assert isinstance(article, Article) and article.body and article.body.html and article.body.blocks
assert article.body.html.startswith("<p>")
paragraphs = [block for block in article.body.blocks if isinstance(block, ParagraphBlock)]
assert any(isinstance(inline, TextInline) for block in paragraphs for inline in block.content)

# A search.
found = search_articles.sync(client=client, q="ferry")
assert isinstance(found, SearchPage) and found.data

# Sign in.
body = Login(email=os.environ["BROADSHEET_EMAIL"], password=os.environ["BROADSHEET_PASSWORD"])
session = login.sync(client=client, body=body)
assert isinstance(session, SessionTokens), session
editor = AuthenticatedClient(base_url=URL, token=session.access_token)

# Write a draft, and publish the version that was returned.
created = create_article.sync_detailed(
    client=editor,
    body=CreateArticle(
        headline="The pier lamps stay lit",
        body=MarkdownBody(format_="markdown", value="The lamps on the *east pier* are **kept**."),
        section_id=1,
        authors=[CreditInput(id=1)],
    ),
)
assert isinstance(created.parsed, WorkingArticle), created.parsed
number, etag = created.parsed.id, created.headers["ETag"]
published = take_transition.sync(number, client=editor, body=TransitionInput(to=Transition.PUBLISH), if_match=etag)
assert not isinstance(published, Problem) and published and published.status == "published", published

# A merge patch of the version before the publication is refused.
stale = update_article.sync(number, client=editor, body=ArticlePatch(kicker="Harbour", summary=None), if_match=etag)
assert isinstance(stale, Problem) and stale.code == "version-mismatch", stale

# A comment of a reader, which waits for a moderator.
receipt = submit_comment.sync(str(number), client=client, body=CommentInput(author_name="A reader", body="Well said."))
assert isinstance(receipt, CommentReceipt) and receipt.status == "pending", receipt
print("python: all steps succeeded")
