//! Reads and writes articles with a client by `openapi-to-rust`.

#[allow(warnings, clippy::all)]
#[path = "../build/api/mod.rs"]
mod api;

use api::{
    ApiOpError, ArticlePatch, Block, BodyInput, CommentInput, CommentStatus, CreateArticle, CreditInput,
    HttpClient, Inline, Login, MarkdownBody, MarkdownBodyFormat, Transition, TransitionInput,
};

const NONE: Option<&str> = None;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let setting = |name: &str| std::env::var(name).unwrap_or_default();
    let url = setting("BROADSHEET_URL");
    let reader = HttpClient::new().with_base_url(&url);

    // A list, page by page. The generated type of an article needs all members, so `fields` is not used.
    let mut headlines = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let section = Some(vec!["harbour".to_owned(), "town".to_owned()]);
        let page = reader
            .list_articles(
                section,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                NONE,
                NONE,
                NONE,
                NONE,
                None,
                None,
                None,
                None,
                None,
                Some(5),
                cursor,
                NONE,
                NONE,
            )
            .await?;
        headlines.extend(page.data.into_iter().map(|article| article.headline));
        cursor = page.page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert!(headlines.len() > 5);

    // One article, with typed blocks.
    let forms = Some(vec!["html".to_owned(), "blocks".to_owned()]);
    let body = reader.get_article("1", None, None, forms, NONE, NONE).await?.body.ok_or("no body")?;
    assert!(body.html.is_some_and(|html| html.starts_with("<p>")));
    let has_text = |block: &Box<Block>| match &**block {
        Block::ParagraphBlock(paragraph) => {
            paragraph.content.iter().any(|inline| matches!(**inline, Inline::TextInline(_)))
        }
        _ => false,
    };
    assert!(body.blocks.ok_or("no blocks")?.iter().any(has_text));

    // A search.
    let found = reader
        .search_articles(
            None, None, None, None, None, None, None, None, None, None, None, None, NONE, NONE, NONE,
            "ferry", None, None, None, None, None, None, NONE, NONE, NONE,
        )
        .await?;
    assert!(!found.data.is_empty());

    // Sign in.
    let login = Login { email: setting("BROADSHEET_EMAIL"), password: setting("BROADSHEET_PASSWORD") };
    let session = reader.login(login).await?;
    let editor = HttpClient::new().with_base_url(&url).with_api_key(session.access_token);

    // Write a draft, and publish the version that was returned. The number of the version is its entity tag.
    let mut draft = CreateArticle::builder("The pier lamps stay lit".to_owned()).build();
    draft.section_id = Some(Some(1));
    draft.authors = Some(Some(vec![CreditInput { id: 1, role: None, name: None, slug: None }]));
    draft.body = Some(Some(BodyInput::MarkdownBody(MarkdownBody {
        format: MarkdownBodyFormat::Markdown,
        value: "The lamps on the *east pier* are **kept**.".to_owned(),
    })));
    let created = editor.create_article(NONE, draft).await?;
    let etag = format!("\"{}\"", created.version);
    let publish = TransitionInput::builder(Transition::Publish).build();
    let published = editor.take_transition(created.id, &etag, publish).await?;
    assert!(published.live_version.is_some());

    // A merge patch of the version before the publication is refused.
    let patch = ArticlePatch {
        kicker: Some(Some("Harbour".to_owned())),
        summary: Some(None),
        ..ArticlePatch::default()
    };
    match editor.update_article(created.id, &etag, patch).await {
        Err(ApiOpError::Api(error)) => assert_eq!(error.status, 412),
        other => return Err(format!("the stale version was not refused: {other:?}").into()),
    }

    // A comment of a reader, which waits for a moderator.
    let comment = CommentInput::builder("A reader".to_owned(), "Well said.".to_owned()).build();
    let receipt = reader.submit_comment(created.id.to_string(), NONE, comment).await?;
    assert!(matches!(receipt.status, CommentStatus::Pending));
    println!("rust: all steps succeeded");
    Ok(())
}
