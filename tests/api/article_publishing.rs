//! The door: what publishing and withdrawing do to what readers see.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Client, Newsroom, scenarios};

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

fn at(id: i64) -> String {
    format!("/v1/editorial/articles/{id}")
}

async fn a_draft_is_invisible_to_readers(news: Newsroom) {
    let desk = news.desk().await;
    let mut draft = desk.article("Secret");
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
    let desk = news.desk().await;
    let id = news
        .publish_with(
            &desk,
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
            "section": {"id": desk.section, "slug": "harbour", "path": "harbour", "name": "Harbour"},
            "breadcrumb": [{"path": "harbour", "name": "Harbour"}],
            "authors": [{"id": desk.author, "slug": "ada-marlow", "name": "Ada Marlow", "role": "reporter"}],
            "byline": "Our staff", "source": "Harbour Wire", "dateline": "VESSING",
            "tags": [{"id": desk.tag, "slug": "ferries", "name": "Ferries", "type": "topic"}],
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
    let world = editor.post("/v1/editorial/sections", json!({"name": "Iran"})).await.created();
    let below = json!({"name": "iran", "parent_id": world["id"]});
    let section = editor.post("/v1/editorial/sections", below).await.created();
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
    let desk = news.desk().await;
    let id = news.publish(&desk, "Before").await;
    let public = format!("/v1/articles/{id}");
    let before = news.reader().get(&public).await;
    news.pass(60);
    let etag = news.editor().etag_of(&at(id)).await;
    let changed = news.editor().patch(&at(id), &etag, json!({"headline": "After", "tag_ids": []})).await;
    assert_eq!(changed.ok()["has_unpublished_changes"], true);
    let meanwhile = news.reader().get(&public).await;
    assert_eq!((meanwhile.ok(), meanwhile.etag()), (before.ok(), before.etag()));
    let published = news.editor().transition(id, &changed.etag(), "publish").await.ok();
    assert_eq!(published["has_unpublished_changes"], false);
    let after = news.reader().get(&public).await.ok();
    assert_eq!((&after["headline"], &after["tags"]), (&json!("After"), &json!([])));
    assert_eq!(after["version"], published["version"]);
    // Its address stays what it was.
    assert_eq!(after["slug"], "before");
}

async fn an_incomplete_article_is_not_published_and_every_missing_member_is_reported(news: Newsroom) {
    let draft = news.editor().post("/v1/editorial/articles", json!({"headline": "Bare"})).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let answer = news.editor().transition(id, &draft.etag(), "publish").await;
    assert_eq!(answer.culprits(422, "not-publishable"), ["/authors", "/body", "/section_id"]);
    assert_eq!(news.editor().get(&at(id)).await.ok()["status"], "draft");
    assert_eq!(news.reader().get("/v1/site").await.ok()["content_updated_at"], Value::Null);
}

async fn a_publish_time_in_the_future_is_refused(news: Newsroom) {
    let desk = news.desk().await;
    let mut article = desk.article("Early");
    article["published_at"] = json!("2026-05-02T12:00:01Z");
    let draft = news.editor().post("/v1/editorial/articles", article).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let answer = news.editor().transition(id, &draft.etag(), "publish").await;
    assert_eq!(answer.culprits(422, "not-publishable"), ["/published_at"]);
    news.pass(1);
    news.editor().transition(id, &draft.etag(), "publish").await.ok();
}

async fn a_withdrawn_article_is_hidden_and_can_be_published_again(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Here and gone").await;
    news.pass(60);
    let etag = news.editor().etag_of(&at(id)).await;
    let withdrawn = news.editor().transition(id, &etag, "withdraw").await;
    let article = withdrawn.ok();
    assert_eq!((&article["status"], &article["live_version"]), (&json!("withdrawn"), &Value::Null));
    news.reader().get(&format!("/v1/articles/{id}")).await.problem(404, "not-found");
    news.reader().get("/v1/articles/here-and-gone").await.problem(404, "not-found");
    assert_eq!(news.reader().get("/v1/articles").await.ok()["data"], json!([]));
    news.pass(60);
    news.editor().transition(id, &withdrawn.etag(), "publish").await.ok();
    let back = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
    assert_eq!(back["first_published_at"], "2026-05-02T12:00:00Z");
    assert_eq!(back["published_at"], "2026-05-02T12:00:00Z");
    assert_eq!(back["updated_at"], "2026-05-02T12:02:00Z");
}

async fn an_impossible_transition_is_refused_with_the_possible_ones(news: Newsroom) {
    let desk = news.desk().await;
    let draft = news.editor().post("/v1/editorial/articles", desk.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let answer = news.editor().transition(id, &draft.etag(), "withdraw").await;
    assert_eq!(
        answer.problem(409, "impossible-transition")["allowed"],
        json!(["submit", "publish", "schedule", "trash"])
    );
    let unknown = news.editor().transition(id, &draft.etag(), "shred").await;
    assert_eq!(unknown.culprits(422, "invalid-body"), ["/to"]);
    let nothing = news
        .editor()
        .request(Method::POST, &format!("{}/transitions", at(id)))
        .header("If-Match", &draft.etag())
        .json(json!({}))
        .send()
        .await;
    assert_eq!(nothing.culprits(422, "invalid-body"), ["/to"]);
    news.editor().transition(9999, &draft.etag(), "publish").await.problem(404, "not-found");
}

async fn the_listed_transitions_are_those_the_caller_can_take(news: Newsroom) {
    let desk = news.desk().await;
    let draft = news.reporter().post("/v1/editorial/articles", desk.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let steps = format!("{}/transitions", at(id));
    let offered = async |who: Client<'_>| {
        let offered = who.get(&steps).await.ok()["data"].as_array().unwrap().clone();
        offered.iter().map(|step| step["to"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(offered(news.reporter()).await, ["submit"]);
    assert_eq!(offered(news.editor()).await, ["submit", "publish", "schedule", "trash"]);
    news.editor().transition(id, &draft.etag(), "publish").await.ok();
    assert_eq!(offered(news.reporter()).await, [""; 0]);
    assert_eq!(offered(news.editor()).await, ["publish", "withdraw"]);
    assert_eq!(offered(news.admin()).await, ["publish", "withdraw", "kill"]);
}

async fn only_editors_can_publish(news: Newsroom) {
    let desk = news.desk().await;
    let draft = news.reporter().post("/v1/editorial/articles", desk.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    news.reporter().transition(id, &draft.etag(), "publish").await.problem(403, "forbidden");
    news.moderator().transition(id, &draft.etag(), "publish").await.problem(403, "forbidden");
    news.reader().transition(id, &draft.etag(), "publish").await.problem(401, "unauthenticated");
    news.reader().get(&format!("/v1/articles/{id}")).await.problem(404, "not-found");
}

async fn a_transition_needs_the_current_version(news: Newsroom) {
    let desk = news.desk().await;
    let draft = news.editor().post("/v1/editorial/articles", desk.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    news.reporter().patch(&at(id), &draft.etag(), json!({"kicker": "x"})).await.problem(404, "not-found");
    news.editor().patch(&at(id), &draft.etag(), json!({"headline": "Changed unseen"})).await.ok();
    news.editor().transition(id, &draft.etag(), "publish").await.problem(412, "version-mismatch");
    news.editor()
        .post(&format!("{}/transitions", at(id)), json!({"to": "publish"}))
        .await
        .problem(428, "precondition-required");
    assert_eq!(news.reader().get("/v1/articles").await.ok()["data"], json!([]));
}

async fn publish_times_change_only_with_visible_changes(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    let times = async || {
        let article = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
        ["first_published_at", "published_at", "updated_at"]
            .map(|name| article[name].as_str().unwrap().to_owned())
    };
    assert_eq!(times().await, ["2026-05-02T12:00:00Z"; 3]);
    // Publishing again without a change that readers can see moves nothing.
    news.pass(60);
    news.editor().transition(id, &news.editor().etag_of(&at(id)).await, "publish").await.ok();
    assert_eq!(times().await, ["2026-05-02T12:00:00Z"; 3]);
    news.pass(60);
    let patch = json!({"headline": "Ferry, again", "published_at": "2026-05-01T08:00:00Z"});
    let patched = news.editor().patch(&at(id), &news.editor().etag_of(&at(id)).await, patch).await;
    news.editor().transition(id, &patched.etag(), "publish").await.ok();
    assert_eq!(times().await, ["2026-05-02T12:00:00Z", "2026-05-01T08:00:00Z", "2026-05-02T12:02:00Z"]);
}

async fn every_visible_change_updates_the_content_time_of_the_site(news: Newsroom) {
    let stamp = async || news.reader().get("/v1/site").await.ok()["content_updated_at"].clone();
    assert_eq!(stamp().await, Value::Null);
    let desk = news.desk().await;
    assert_eq!(stamp().await, "2026-05-02T12:00:00Z", "three changes in this second");
    news.pass(60);
    let draft = news.editor().post("/v1/editorial/articles", desk.article("Ferry")).await;
    assert_eq!(stamp().await, "2026-05-02T12:00:00Z", "a draft is not seen");
    news.editor().transition(draft.created()["id"].as_i64().unwrap(), &draft.etag(), "publish").await.ok();
    assert_eq!(stamp().await, "2026-05-02T12:01:00Z");
    news.pass(60);
    let author = format!("/v1/editorial/authors/{}", desk.author);
    news.editor()
        .patch(&author, &news.editor().etag_of(&author).await, json!({"name": "Ada M. Marlow"}))
        .await
        .ok();
    assert_eq!(stamp().await, "2026-05-02T12:02:00Z");
    let article = news.reader().get("/v1/articles/ferry").await.ok();
    assert_eq!(article["authors"][0]["name"], "Ada M. Marlow");
}

async fn a_public_slug_stays_reserved_for_its_article(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish_with(&desk, json!({"slug": "storm"})).await;
    let renamed =
        news.editor().patch(&at(id), &news.editor().etag_of(&at(id)).await, json!({"slug": "gale"})).await;
    renamed.ok();
    let other = json!({"headline": "Other", "slug": "storm"});
    let answer = news.editor().post("/v1/editorial/articles", other.clone()).await;
    assert_eq!(answer.culprits(409, "slug-taken"), ["/slug"]);
    let published = news.editor().transition(id, &renamed.etag(), "publish").await;
    // Old links still lead to it, so nobody else gets it, not even by a headline.
    news.editor().post("/v1/editorial/articles", other).await.problem(409, "slug-taken");
    let draft = news.editor().post("/v1/editorial/articles", json!({"headline": "Storm"})).await.created();
    assert_eq!(draft["slug"], format!("storm-{}", draft["id"]));
    // The article itself may go back to it.
    news.editor().patch(&at(id), &published.etag(), json!({"slug": "storm"})).await.ok();
}

async fn a_correction_stays_on_the_article(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    for (kind, text) in [("correction", "Every hour, not every half hour."), ("update", "It sails again.")] {
        news.pass(60);
        let correction = json!({"to": "publish", "correction": {"kind": kind, "text": text}});
        let etag = news.editor().etag_of(&at(id)).await;
        let request = news.editor().request(Method::POST, &format!("{}/transitions", at(id)));
        request.header("If-Match", &etag).json(correction).send().await.ok();
    }
    let corrections = json!([
        {"kind": "update", "text": "It sails again.", "published_at": "2026-05-02T12:02:00Z"},
        {"kind": "correction", "text": "Every hour, not every half hour.", "published_at": "2026-05-02T12:01:00Z"},
    ]);
    let article = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
    assert_eq!(
        (&article["corrections"], &article["updated_at"]),
        (&corrections, &json!("2026-05-02T12:02:00Z"))
    );
    assert_eq!(news.reader().get("/v1/articles").await.ok()["data"][0]["corrections"], corrections);
    news.editor().transition(id, &news.editor().etag_of(&at(id)).await, "withdraw").await.ok();
    news.editor().transition(id, &news.editor().etag_of(&at(id)).await, "publish").await.ok();
    assert_eq!(news.reader().get(&format!("/v1/articles/{id}")).await.ok()["corrections"], corrections);
}

async fn a_correction_needs_a_published_article(news: Newsroom) {
    let desk = news.desk().await;
    let draft = news.editor().post("/v1/editorial/articles", desk.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let send = async |etag: &str, body: Value| {
        let request = news.editor().request(Method::POST, &format!("{}/transitions", at(id)));
        request.header("If-Match", etag).json(body).send().await
    };
    let correction = json!({"kind": "update", "text": "New."});
    let early = send(&draft.etag(), json!({"to": "publish", "correction": correction})).await;
    assert_eq!(early.culprits(422, "not-publishable"), ["/correction"]);
    let bad =
        send(&draft.etag(), json!({"to": "publish", "correction": {"kind": "oops", "text": " "}})).await;
    assert_eq!(bad.culprits(422, "invalid-body"), ["/correction/kind", "/correction/text"]);
    let published = news.editor().transition(id, &draft.etag(), "publish").await;
    let withdrawal = send(&published.etag(), json!({"to": "withdraw", "correction": correction})).await;
    assert_eq!(withdrawal.culprits(422, "invalid-body"), ["/correction"]);
    assert_eq!(news.reader().get(&format!("/v1/articles/{id}")).await.ok()["corrections"], json!([]));
}
