//! What readers see after an article is published or withdrawn.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Client, Newsroom, article_path, scenarios};

scenarios![
    a_draft_is_invisible_to_readers,
    readers_see_every_member_of_a_published_article,
    an_imported_news_page_is_delivered_in_full,
    edits_of_a_published_article_reach_readers_when_it_is_published_again,
    an_incomplete_article_is_not_published_and_every_missing_member_is_reported,
    a_publish_time_in_the_future_is_refused,
    a_withdrawn_article_is_hidden_and_can_be_published_again,
    an_impossible_transition_is_refused_with_the_possible_ones,
    the_listed_transitions_are_those_the_caller_can_take,
    only_editors_can_publish,
    a_transition_needs_the_current_version,
    publish_times_change_only_with_visible_changes,
    every_visible_change_updates_the_content_time_of_the_site,
    a_public_slug_stays_reserved_for_its_article,
    a_correction_stays_on_the_article,
    a_correction_needs_a_published_article,
];

async fn a_draft_is_invisible_to_readers(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let mut draft = taxonomy.article("Secret");
    draft["language"] = json!("fr");
    let draft = news.editor().post("/v1/editorial/articles", draft).await.created();
    let reader = news.reader();
    reader.get(&format!("/v1/articles/{}", draft["id"])).await.problem(404, "not-found");
    reader.get("/v1/articles/secret").await.problem(404, "not-found");
    reader.get("/v1/articles/secret/comments").await.problem(404, "not-found");
    let comment = json!({"author_name": "A", "body": "B"});
    reader.post("/v1/articles/secret/comments", comment).await.problem(404, "not-found");
    for list in [
        "/v1/articles",
        "/v1/articles?section=harbour",
        "/v1/articles?tag=ferries",
        "/v1/articles?author=ada-marlow",
    ] {
        assert_eq!(reader.get(list).await.ok()["data"], json!([]), "{list}");
    }
    assert_eq!(reader.get("/v1/site").await.ok()["languages"], json!(["en"]));
}

async fn readers_see_every_member_of_a_published_article(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news
        .publish_with(
            &taxonomy,
            json!({
                "headline": "Ferry delayed", "kicker": "Harbour", "lead": "One sentence.", "summary": "Short.",
                "type": "analysis", "language": "fa", "byline": "Our staff", "source": "Harbour Wire",
                "dateline": "VESSING", "is_breaking": true, "is_featured": true, "published_at": "2023-12-05T09:32:00+03:30",
                "lead_image": {"url": "https://images.example.org/ferry.jpg", "alt": "A ferry"},
                "comments": {"policy": "moderated", "closes_at": "2026-06-01T00:00:00Z"},
                "seo": {"title": "Ferry"},
            }),
        )
        .await;
    let article = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
    assert_eq!(
        article,
        json!({
            "id": id, "slug": "ferry-delayed", "url": format!("https://news.example/harbour/{id}/ferry-delayed"),
            "type": "analysis", "language": "fa", "dir": "rtl",
            "headline": "Ferry delayed", "kicker": "Harbour", "lead": "One sentence.", "summary": "Short.",
            "body": {"html": "<p>The <em>Gannet</em> sails <strong>every hour</strong> again.</p>"},
            "word_count": 6, "reading_minutes": 1,
            "section": {"id": taxonomy.section, "slug": "harbour", "path": "harbour", "name": "Harbour"},
            "breadcrumb": [{"path": "harbour", "name": "Harbour"}],
            "authors": [{"id": taxonomy.author, "slug": "ada-marlow", "name": "Ada Marlow", "role": "reporter"}],
            "byline": "Our staff", "source": "Harbour Wire", "dateline": "VESSING",
            "tags": [{"id": taxonomy.tag, "slug": "ferries", "name": "Ferries", "type": "topic"}],
            "lead_image": {"url": "https://images.example.org/ferry.jpg", "alt": "A ferry", "caption": null,
                "credit": null, "width": null, "height": null},
            "is_breaking": true, "is_featured": true,
            "first_published_at": "2023-12-05T06:02:00Z", "published_at": "2023-12-05T06:02:00Z",
            "updated_at": "2023-12-05T06:02:00Z", "corrections": [],
            "comments": {"policy": "moderated", "count": 0, "closes_at": "2026-06-01T00:00:00Z"},
            "seo": {"title": "Ferry", "description": null, "canonical_url": null}, "version": 2,
        })
    );
    assert_eq!(news.reader().get("/v1/articles/ferry-delayed").await.ok(), article);
}

async fn an_imported_news_page_is_delivered_in_full(news: Newsroom) {
    let editor = news.editor();
    let parent = editor.post("/v1/editorial/sections", json!({"name": "Iran"})).await.created();
    let subsection = json!({"name": "iran", "parent_id": parent["id"]});
    let section = editor.post("/v1/editorial/sections", subsection).await.created();
    let paragraphs: Vec<String> =
        (1..=14).map(|number| format!("Paragraph {number} says “this” & that.")).collect();
    let article = json!({
        "id": 84451, "headline": "A headline of our own", "lead": "A lead of our own.", "byline": "Our staff",
        "section_id": section["id"], "published_at": "2023-12-05T09:32:00+03:30",
        "body": {"format": "markdown", "value": paragraphs.join("\n\n")},
    });
    let draft = editor.post("/v1/editorial/articles", article).await;
    draft.created();
    editor.transition(84451, &draft.etag(), "publish").await.ok();
    let page = news.reader().get("/v1/articles/84451?body=text,html,blocks,markdown").await.ok();
    assert_eq!((&page["id"], &page["headline"]), (&json!(84451), &json!("A headline of our own")));
    assert_eq!(page["published_at"], "2023-12-05T06:02:00Z");
    assert_eq!(
        page["breadcrumb"],
        json!([{"path": "iran", "name": "Iran"}, {"path": "iran/iran", "name": "iran"}])
    );
    assert_eq!(page["body"]["text"], paragraphs.join("\n\n"));
    assert_eq!(page["body"]["blocks"].as_array().unwrap().len(), 14);
    assert_eq!(page["body"]["html"].as_str().unwrap().matches("<p>").count(), 14);
    assert_eq!(page["body"]["markdown"], paragraphs.join("\n\n"));
    assert_eq!(news.reader().get("/v1/site").await.ok()["time_zone"], "Asia/Tehran");
}

async fn edits_of_a_published_article_reach_readers_when_it_is_published_again(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Before").await;
    let public = format!("/v1/articles/{id}");
    let before = news.reader().get(&public).await;
    news.advance_clock(60);
    let etag = news.editor().etag_of(&article_path(id)).await;
    let changed =
        news.editor().patch(&article_path(id), &etag, json!({"headline": "After", "tag_ids": []})).await;
    assert_eq!(changed.ok()["has_unpublished_changes"], true);
    let unpublished_edit = news.reader().get(&public).await;
    assert_eq!((unpublished_edit.ok(), unpublished_edit.etag()), (before.ok(), before.etag()));
    let published = news.editor().transition(id, &changed.etag(), "publish").await.ok();
    assert_eq!(published["has_unpublished_changes"], false);
    let after = news.reader().get(&public).await.ok();
    assert_eq!((&after["headline"], &after["tags"]), (&json!("After"), &json!([])));
    assert_eq!(after["version"], published["version"]);
    // The slug stays the same.
    assert_eq!(after["slug"], "before");
}

async fn an_incomplete_article_is_not_published_and_every_missing_member_is_reported(news: Newsroom) {
    let draft = news.editor().post("/v1/editorial/articles", json!({"headline": "Bare"})).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let response = news.editor().transition(id, &draft.etag(), "publish").await;
    assert_eq!(response.error_sources(422, "not-publishable"), ["/authors", "/body", "/section_id"]);
    assert_eq!(news.editor().get(&article_path(id)).await.ok()["status"], "draft");
    assert_eq!(news.reader().get("/v1/site").await.ok()["content_updated_at"], Value::Null);
}

async fn a_publish_time_in_the_future_is_refused(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let mut article = taxonomy.article("Early");
    article["published_at"] = json!("2026-05-02T12:00:01Z");
    let draft = news.editor().post("/v1/editorial/articles", article).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let response = news.editor().transition(id, &draft.etag(), "publish").await;
    assert_eq!(response.error_sources(422, "not-publishable"), ["/published_at"]);
    news.advance_clock(1);
    news.editor().transition(id, &draft.etag(), "publish").await.ok();
}

async fn a_withdrawn_article_is_hidden_and_can_be_published_again(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Here and gone").await;
    news.advance_clock(60);
    let etag = news.editor().etag_of(&article_path(id)).await;
    let withdrawn = news.editor().transition(id, &etag, "withdraw").await;
    let article = withdrawn.ok();
    assert_eq!((&article["status"], &article["live_version"]), (&json!("withdrawn"), &Value::Null));
    news.reader().get(&format!("/v1/articles/{id}")).await.problem(404, "not-found");
    news.reader().get("/v1/articles/here-and-gone").await.problem(404, "not-found");
    assert_eq!(news.reader().get("/v1/articles").await.ok()["data"], json!([]));
    news.advance_clock(60);
    news.editor().transition(id, &withdrawn.etag(), "publish").await.ok();
    let published_again = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
    assert_eq!(published_again["first_published_at"], "2026-05-02T12:00:00Z");
    assert_eq!(published_again["published_at"], "2026-05-02T12:00:00Z");
    assert_eq!(published_again["updated_at"], "2026-05-02T12:02:00Z");
}

async fn an_impossible_transition_is_refused_with_the_possible_ones(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let response = news.editor().transition(id, &draft.etag(), "withdraw").await;
    assert_eq!(
        response.problem(409, "impossible-transition")["allowed"],
        json!(["submit", "publish", "schedule", "trash"])
    );
    let unknown = news.editor().transition(id, &draft.etag(), "shred").await;
    assert_eq!(unknown.error_sources(422, "invalid-body"), ["/to"]);
    let without_to = news
        .editor()
        .request(Method::POST, &format!("{}/transitions", article_path(id)))
        .header("If-Match", &draft.etag())
        .json(json!({}))
        .send()
        .await;
    assert_eq!(without_to.error_sources(422, "invalid-body"), ["/to"]);
    news.editor().transition(9999, &draft.etag(), "publish").await.problem(404, "not-found");
}

async fn the_listed_transitions_are_those_the_caller_can_take(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.reporter().post("/v1/editorial/articles", taxonomy.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let transitions_path = format!("{}/transitions", article_path(id));
    let listed = async |client: Client<'_>| {
        let transitions = client.get(&transitions_path).await.ok()["data"].as_array().unwrap().clone();
        transitions.iter().map(|transition| transition["to"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(listed(news.reporter()).await, ["submit"]);
    assert_eq!(listed(news.editor()).await, ["submit", "publish", "schedule", "trash"]);
    news.editor().transition(id, &draft.etag(), "publish").await.ok();
    assert_eq!(listed(news.reporter()).await, [""; 0]);
    assert_eq!(listed(news.editor()).await, ["publish", "withdraw"]);
    assert_eq!(listed(news.admin()).await, ["publish", "withdraw", "kill"]);
}

async fn only_editors_can_publish(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.reporter().post("/v1/editorial/articles", taxonomy.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    news.reporter().transition(id, &draft.etag(), "publish").await.problem(403, "forbidden");
    news.moderator().transition(id, &draft.etag(), "publish").await.problem(403, "forbidden");
    news.reader().transition(id, &draft.etag(), "publish").await.problem(401, "unauthenticated");
    news.reader().get(&format!("/v1/articles/{id}")).await.problem(404, "not-found");
}

async fn a_transition_needs_the_current_version(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    news.reporter()
        .patch(&article_path(id), &draft.etag(), json!({"kicker": "x"}))
        .await
        .problem(404, "not-found");
    news.editor().patch(&article_path(id), &draft.etag(), json!({"headline": "Changed unseen"})).await.ok();
    news.editor().transition(id, &draft.etag(), "publish").await.problem(412, "version-mismatch");
    news.editor()
        .post(&format!("{}/transitions", article_path(id)), json!({"to": "publish"}))
        .await
        .problem(428, "precondition-required");
    assert_eq!(news.reader().get("/v1/articles").await.ok()["data"], json!([]));
}

async fn publish_times_change_only_with_visible_changes(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let times = async || {
        let article = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
        ["first_published_at", "published_at", "updated_at"]
            .map(|name| article[name].as_str().unwrap().to_owned())
    };
    assert_eq!(times().await, ["2026-05-02T12:00:00Z"; 3]);
    // Publishing without a visible change keeps all times.
    news.advance_clock(60);
    news.editor().transition(id, &news.editor().etag_of(&article_path(id)).await, "publish").await.ok();
    assert_eq!(times().await, ["2026-05-02T12:00:00Z"; 3]);
    news.advance_clock(60);
    let patch = json!({"headline": "Ferry, again", "published_at": "2026-05-01T08:00:00Z"});
    let patched =
        news.editor().patch(&article_path(id), &news.editor().etag_of(&article_path(id)).await, patch).await;
    news.editor().transition(id, &patched.etag(), "publish").await.ok();
    assert_eq!(times().await, ["2026-05-02T12:00:00Z", "2026-05-01T08:00:00Z", "2026-05-02T12:02:00Z"]);
}

async fn every_visible_change_updates_the_content_time_of_the_site(news: Newsroom) {
    let content_time = async || news.reader().get("/v1/site").await.ok()["content_updated_at"].clone();
    assert_eq!(content_time().await, Value::Null);
    let taxonomy = news.taxonomy().await;
    assert_eq!(content_time().await, "2026-05-02T12:00:00Z", "three changes at one time");
    news.advance_clock(60);
    let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("Ferry")).await;
    assert_eq!(content_time().await, "2026-05-02T12:00:00Z", "a draft is not visible");
    news.editor().transition(draft.created()["id"].as_i64().unwrap(), &draft.etag(), "publish").await.ok();
    assert_eq!(content_time().await, "2026-05-02T12:01:00Z");
    news.advance_clock(60);
    let author = format!("/v1/editorial/authors/{}", taxonomy.author);
    news.editor()
        .patch(&author, &news.editor().etag_of(&author).await, json!({"name": "Ada M. Marlow"}))
        .await
        .ok();
    assert_eq!(content_time().await, "2026-05-02T12:02:00Z");
    let article = news.reader().get("/v1/articles/ferry").await.ok();
    assert_eq!(article["authors"][0]["name"], "Ada M. Marlow");
}

async fn a_public_slug_stays_reserved_for_its_article(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    let renamed = news
        .editor()
        .patch(&article_path(id), &news.editor().etag_of(&article_path(id)).await, json!({"slug": "gale"}))
        .await;
    renamed.ok();
    let other = json!({"headline": "Other", "slug": "storm"});
    let response = news.editor().post("/v1/editorial/articles", other.clone()).await;
    assert_eq!(response.error_sources(409, "slug-taken"), ["/slug"]);
    let published = news.editor().transition(id, &renamed.etag(), "publish").await;
    // Old links still redirect to the article, so no other article gets the slug, not even a generated one.
    news.editor().post("/v1/editorial/articles", other).await.problem(409, "slug-taken");
    let draft = news.editor().post("/v1/editorial/articles", json!({"headline": "Storm"})).await.created();
    assert_eq!(draft["slug"], format!("storm-{}", draft["id"]));
    // The article itself can use the slug again.
    news.editor().patch(&article_path(id), &published.etag(), json!({"slug": "storm"})).await.ok();
}

async fn a_correction_stays_on_the_article(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    for (kind, text) in [("correction", "Every hour, not every half hour."), ("update", "It sails again.")] {
        news.advance_clock(60);
        let correction = json!({"to": "publish", "correction": {"kind": kind, "text": text}});
        let etag = news.editor().etag_of(&article_path(id)).await;
        let request = news.editor().request(Method::POST, &format!("{}/transitions", article_path(id)));
        request.header("If-Match", &etag).json(correction).send().await.ok();
    }
    let corrections = json!([
        {"kind": "update", "text": "It sails again.", "published_at": "2026-05-02T12:02:00Z", "updated_at": null},
        {"kind": "correction", "text": "Every hour, not every half hour.", "published_at": "2026-05-02T12:01:00Z", "updated_at": null},
    ]);
    let article = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
    assert_eq!(
        (&article["corrections"], &article["updated_at"]),
        (&corrections, &json!("2026-05-02T12:02:00Z"))
    );
    assert_eq!(news.reader().get("/v1/articles").await.ok()["data"][0]["corrections"], corrections);
    news.editor().transition(id, &news.editor().etag_of(&article_path(id)).await, "withdraw").await.ok();
    news.editor().transition(id, &news.editor().etag_of(&article_path(id)).await, "publish").await.ok();
    assert_eq!(news.reader().get(&format!("/v1/articles/{id}")).await.ok()["corrections"], corrections);
}

async fn a_correction_needs_a_published_article(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let transition = async |etag: &str, body: Value| {
        let request = news.editor().request(Method::POST, &format!("{}/transitions", article_path(id)));
        request.header("If-Match", etag).json(body).send().await
    };
    let correction = json!({"kind": "update", "text": "New."});
    let correction_of_draft =
        transition(&draft.etag(), json!({"to": "publish", "correction": correction})).await;
    assert_eq!(correction_of_draft.error_sources(422, "not-publishable"), ["/correction"]);
    let invalid =
        transition(&draft.etag(), json!({"to": "publish", "correction": {"kind": "oops", "text": " "}}))
            .await;
    assert_eq!(invalid.error_sources(422, "invalid-body"), ["/correction/kind", "/correction/text"]);
    let published = news.editor().transition(id, &draft.etag(), "publish").await;
    let withdrawal = transition(&published.etag(), json!({"to": "withdraw", "correction": correction})).await;
    assert_eq!(withdrawal.error_sources(422, "invalid-body"), ["/correction"]);
    assert_eq!(news.reader().get(&format!("/v1/articles/{id}")).await.ok()["corrections"], json!([]));
}
