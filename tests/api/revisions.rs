//! Revisions: history, comparison and restoring.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, scenarios};

scenarios![
    every_save_creates_a_revision_with_editor_time_and_note,
    a_revision_tells_who_made_which_transition_with_it,
    a_revision_has_its_newest_hundred_transitions,
    a_revision_can_be_read_and_written_back,
    two_revisions_are_compared_member_by_member,
    texts_within_members_are_compared_word_by_word,
    restoring_a_revision_creates_a_new_one,
    a_revision_with_a_deleted_section_is_not_restored,
    a_restored_revision_follows_later_merges,
    unknown_revisions_are_not_found,
    reporters_can_read_revisions_of_only_their_own_articles,
    replacing_an_article_removes_omitted_members,
];

const ARTICLES: &str = "/v1/editorial/articles";

async fn restore(news: &Newsroom, id: i64, number: i64, etag: &str) -> crate::harness::Response {
    let path = format!("{}/revisions/{number}/restore", article_path(id));
    news.editor().request(Method::POST, &path).header("If-Match", etag).send().await
}

/// Creates an article with three revisions. The third is by an admin. Returns the ID and the entity tag.
async fn article_with_revisions(news: &Newsroom) -> (i64, String) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post(ARTICLES, taxonomy.article("Ferry sails")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    news.advance_clock(60);
    let patch = json!({"headline": "Ferry sails again", "note": "As the harbour office says."});
    let second = news.editor().patch(&article_path(id), &draft.etag(), patch).await;
    second.ok();
    news.advance_clock(60);
    let patch = json!({"body": {"value": "The *Gannet* sails.\n\nFares stay."}, "is_breaking": true});
    let third = news.admin().patch(&article_path(id), &second.etag(), patch).await;
    third.ok();
    (id, third.etag())
}

async fn every_save_creates_a_revision_with_editor_time_and_note(news: Newsroom) {
    let (id, _) = article_with_revisions(&news).await;
    let page = news.editor().get(&format!("{}/revisions", article_path(id))).await.ok();
    let revisions: Vec<_> = page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            (r["number"].clone(), r["created_by"]["name"].clone(), r["created_at"].clone(), r["note"].clone())
        })
        .collect();
    let expected = [
        (json!(3), json!("Ada Admin"), json!("2026-05-02T12:02:00Z"), Value::Null),
        (json!(2), json!("Edda Editor"), json!("2026-05-02T12:01:00Z"), json!("As the harbour office says.")),
        (json!(1), json!("Edda Editor"), json!("2026-05-02T12:00:00Z"), Value::Null),
    ];
    assert_eq!(revisions, expected);
    let first = news.editor().get(&format!("{}/revisions?limit=2", article_path(id))).await.ok();
    let next = first["page"]["next_cursor"].as_str().unwrap();
    let second_page =
        news.editor().get(&format!("{}/revisions?limit=2&cursor={next}", article_path(id))).await.ok();
    assert_eq!(second_page["data"][0]["number"], 1);
    let other = news.editor().post(ARTICLES, json!({"headline": "Other"})).await.created();
    let other = format!("{}/revisions?cursor={next}", article_path(other["id"].as_i64().unwrap()));
    news.editor().get(&other).await.problem(400, "invalid-cursor");
    // A note creates a revision. An empty patch does not.
    let etag = news.editor().etag_of(&article_path(id)).await;
    let with_note =
        news.editor().patch(&article_path(id), &etag, json!({"note": "Seen by the lawyer."})).await;
    news.editor().patch(&article_path(id), &with_note.etag(), json!({})).await.ok();
    let page = news.editor().get(&format!("{}/revisions", article_path(id))).await.ok();
    assert_eq!(
        (&page["data"][0]["number"], &page["data"][0]["note"]),
        (&json!(4), &json!("Seen by the lawyer."))
    );
    let too_long_note = news.editor().patch(&article_path(id), "*", json!({"note": "x".repeat(501)})).await;
    assert_eq!(too_long_note.error_sources(422, "invalid-body"), ["/note"]);
}

async fn a_revision_tells_who_made_which_transition_with_it(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.reporter().post(ARTICLES, taxonomy.article("Ferry")).await;
    let article = draft.created()["id"].as_i64().unwrap();
    let submit = json!({"to": "submit", "note": "Please read."});
    let submitted = news.reporter().transition_with(article, &draft.etag(), submit).await;
    submitted.ok();
    // All of it happens at one time of the clock: the order does not depend on it.
    let returned = json!({"to": "return", "note": "Who says so?"});
    let returned = news.editor().transition_with(article, &submitted.etag(), returned).await;
    returned.ok();
    let source = json!({"lead": "The harbour office says so."});
    let saved = news.reporter().patch(&article_path(article), &returned.etag(), source).await;
    saved.ok();
    let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"});
    news.editor().transition_with(article, &saved.etag(), schedule).await.ok();
    news.advance_clock(3600);
    assert_eq!(news.run_background_work().await, 1);
    let key = json!({"name": "desk tool", "scopes": ["articles:publish"]});
    let key = news.admin().post("/v1/editorial/api-keys", key).await.created();
    let tool = news.client_with_token(key["key"].as_str().unwrap());
    let etag = news.editor().etag_of(&article_path(article)).await;
    tool.transition(article, &etag, "withdraw").await.ok();
    let by = |name: &str, kind: &str, id: Value| json!({"id": id, "name": name, "kind": kind});
    let editor = by("Edda Editor", "user", json!(news.account("Edda Editor").id));
    let reporter = by("Rae Reporter", "user", json!(news.account("Rae Reporter").id));
    let (noon, one) = ("2026-05-02T12:00:00Z", "2026-05-02T13:00:00Z");
    let second = json!([
        {"to": "schedule", "at": noon, "by": editor, "note": null},
        {"to": "publish", "at": one, "by": by("scheduler", "system", Value::Null), "note": null},
        {"to": "withdraw", "at": one, "by": by("API key", "key", Value::Null), "note": null},
    ]);
    let first = json!([
        {"to": "submit", "at": noon, "by": reporter, "note": "Please read."},
        {"to": "return", "at": noon, "by": editor, "note": "Who says so?"},
    ]);
    let path = format!("{}/revisions", article_path(article));
    let page = news.reporter().get(&path).await.ok();
    assert_eq!((&page["data"][0]["transitions"], &page["data"][1]["transitions"]), (&second, &first));
    let next = page_after(&news, &path).await;
    assert_eq!(next["data"][0]["transitions"], first);
    let seen_by_admins = news.admin().get(&path).await.ok()["data"][0]["transitions"][2]["by"].clone();
    assert_eq!(seen_by_admins, by("desk tool", "key", key["id"].clone()));
}

async fn a_revision_has_its_newest_hundred_transitions(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.editor().post(ARTICLES, taxonomy.article("Ferry")).await.created();
    let article = article["id"].as_i64().unwrap();
    let schedule = json!({"to": "schedule", "publish_at": "2027-01-01T00:00:00Z", "note": "First."});
    news.transition(article, schedule.clone()).await;
    for _ in 0..50 {
        news.transition(article, json!({"to": "unschedule"})).await;
        news.transition(article, schedule.clone()).await;
    }
    let page = news.editor().get(&format!("{}/revisions", article_path(article))).await.ok();
    let transitions = page["data"][0]["transitions"].as_array().unwrap().clone();
    assert_eq!(transitions.len(), 100);
    assert_eq!((&transitions[0]["to"], &transitions[99]["to"]), (&json!("unschedule"), &json!("schedule")));
}

/// The second page of a list with one item on a page.
async fn page_after(news: &Newsroom, path: &str) -> Value {
    let page = news.editor().get(&format!("{path}?limit=1")).await.ok();
    let cursor = page["page"]["next_cursor"].as_str().unwrap();
    news.editor().get(&format!("{path}?limit=1&cursor={cursor}")).await.ok()
}

async fn a_revision_can_be_read_and_written_back(news: Newsroom) {
    let (id, etag) = article_with_revisions(&news).await;
    let revision = news.editor().get(&format!("{}/revisions/1", article_path(id))).await.ok();
    assert_eq!(revision["article"]["headline"], "Ferry sails");
    assert_eq!(revision["article"]["body"]["format"], "markdown");
    let html = news.editor().get(&format!("{}/revisions/1?body=html", article_path(id))).await.ok();
    assert!(html["article"]["body"]["value"].as_str().unwrap().starts_with("<p>The <em>Gannet</em>"));
    let put = news.editor().request(Method::PUT, &article_path(id)).header("If-Match", &etag);
    let put = put.json(revision["article"].clone()).send().await;
    assert_eq!(put.ok()["headline"], "Ferry sails");
    let diff = news.editor().get(&format!("{}/revisions/1/diff/4", article_path(id))).await.ok();
    assert_eq!(diff["changes"], json!([]));
}

async fn two_revisions_are_compared_member_by_member(news: Newsroom) {
    let (id, _) = article_with_revisions(&news).await;
    let diff = news.editor().get(&format!("{}/revisions/1/diff/3", article_path(id))).await.ok();
    assert_eq!((&diff["from"], &diff["to"]), (&json!(1), &json!(3)));
    let text = |text: &str| json!({"type": "text", "text": text});
    let gannet = json!({"type": "mark", "mark": "em", "content": [text("Gannet")]});
    let paragraph = |content: Vec<Value>| json!({"type": "paragraph", "content": content});
    let every_hour = json!({"type": "mark", "mark": "strong", "content": [text("every hour")]});
    let before = paragraph(vec![text("The "), gannet.clone(), text(" sails "), every_hour, text(" again.")]);
    let after = paragraph(vec![text("The "), gannet, text(" sails.")]);
    let expected = json!([
        {"kind": "blocks", "member": "body", "pieces": [
            {"op": "change", "before": before, "after": after, "pieces": [
                {"op": "keep", "text": "The Gannet "},
                {"op": "remove", "text": "sails every hour again."},
                {"op": "add", "text": "sails."},
            ]},
            {"op": "add", "block": paragraph(vec![text("Fares stay.")])},
        ]},
        {"kind": "text", "member": "headline", "pieces": [
            {"op": "keep", "text": "Ferry sails"}, {"op": "add", "text": " again"},
        ]},
        {"kind": "value", "member": "is_breaking", "before": false, "after": true},
    ]);
    assert_eq!(diff["changes"], expected);
    // In the other direction, added text is removed.
    let reverse = news.editor().get(&format!("{}/revisions/2/diff/1", article_path(id))).await.ok();
    assert_eq!(reverse["changes"][0]["pieces"][1], json!({"op": "remove", "text": " again"}));
}

async fn texts_within_members_are_compared_word_by_word(news: Newsroom) {
    let image =
        |alt: &str, width: i64| json!({"url": "https://example.org/a.jpg", "alt": alt, "width": width});
    let first = json!({"headline": "Ferry", "lead_image": image("The Gannet at sea", 800), "seo": {"title": "Ferry"}});
    let draft = news.editor().post(ARTICLES, first).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let second = json!({"lead_image": image("The Gannet ashore", 900), "seo": {"title": null, "description": "It sails."}});
    let second = news.editor().patch(&article_path(id), &draft.etag(), second).await;
    second.ok();
    let diff = news.editor().get(&format!("{}/revisions/1/diff/2", article_path(id))).await.ok();
    let expected = json!([
        {"kind": "object", "member": "lead_image", "changes": [
            {"kind": "text", "member": "alt", "pieces": [
                {"op": "keep", "text": "The Gannet "}, {"op": "remove", "text": "at sea"}, {"op": "add", "text": "ashore"},
            ]},
            {"kind": "value", "member": "width", "before": 800, "after": 900},
        ]},
        {"kind": "object", "member": "seo", "changes": [
            {"kind": "text", "member": "description", "pieces": [{"op": "add", "text": "It sails."}]},
            {"kind": "text", "member": "title", "pieces": [{"op": "remove", "text": "Ferry"}]},
        ]},
    ]);
    assert_eq!(diff["changes"], expected);
    // The diff of a removed image contains the whole image.
    news.editor().patch(&article_path(id), &second.etag(), json!({"lead_image": null})).await.ok();
    let diff = news.editor().get(&format!("{}/revisions/2/diff/3", article_path(id))).await.ok();
    assert_eq!((&diff["changes"][0]["kind"], &diff["changes"][0]["after"]), (&json!("value"), &Value::Null));
    assert_eq!(diff["changes"][0]["before"]["alt"], "The Gannet ashore");
}

async fn restoring_a_revision_creates_a_new_one(news: Newsroom) {
    let (id, etag) = article_with_revisions(&news).await;
    news.editor().transition(id, &etag, "publish").await.ok();
    restore(&news, id, 1, &etag).await.problem(412, "version-mismatch");
    let missing = news.editor().post(&format!("{}/revisions/1/restore", article_path(id)), json!({})).await;
    missing.problem(428, "precondition-required");
    let restored = restore(&news, id, 1, &news.editor().etag_of(&article_path(id)).await).await;
    let article = restored.ok();
    assert_eq!((&article["headline"], &article["is_breaking"]), (&json!("Ferry sails"), &json!(false)));
    assert_eq!(article["has_unpublished_changes"], true);
    let page = news.editor().get(&format!("{}/revisions", article_path(id))).await.ok();
    assert_eq!(page["data"].as_array().unwrap().len(), 4);
    assert_eq!(page["data"][0]["note"], "Revision 1 restored.");
    // Readers do not see the restored revision yet.
    assert_eq!(news.reader().get(&format!("/v1/articles/{id}")).await.ok()["headline"], "Ferry sails again");
}

async fn a_revision_with_a_deleted_section_is_not_restored(news: Newsroom) {
    let (id, etag) = article_with_revisions(&news).await;
    let section = news.editor().post("/v1/editorial/sections", json!({"name": "Town"})).await;
    let section_id = section.created()["id"].clone();
    let in_section = news.editor().patch(&article_path(id), &etag, json!({"section_id": section_id})).await;
    let without_section =
        news.editor().patch(&article_path(id), &in_section.etag(), json!({"section_id": null})).await;
    let path = format!("/v1/editorial/sections/{section_id}");
    news.editor().delete(&path, &section.etag()).await.expect(204);
    let refused = restore(&news, id, 4, &without_section.etag()).await;
    assert_eq!(refused.error_sources(422, "invalid-body"), ["/section_id"]);
    let unchanged = news.editor().get(&article_path(id)).await;
    assert_eq!(unchanged.etag(), without_section.etag(), "the article is unchanged");
    let page = news.editor().get(&format!("{}/revisions", article_path(id))).await.ok();
    assert_eq!(page["data"][0]["number"], 5);
}

async fn a_restored_revision_follows_later_merges(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let (boats, ships) = (
        news.create("tags", json!({"name": "Boats"})).await,
        news.create("tags", json!({"name": "Ships"})).await,
    );
    let port = news.create("sections", json!({"name": "Port"})).await;
    let bo = news.create("authors", json!({"name": "Bo"})).await;
    let mut article = taxonomy.article("Ferry sails");
    article["tag_ids"] = json!([taxonomy.tag, ships]);
    article["authors"] = json!([{"id": taxonomy.author, "role": "photographer"}]);
    let draft = news.editor().post(ARTICLES, article).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let without_references = json!({"section_id": null, "authors": [], "tag_ids": []});
    news.editor().patch(&article_path(id), &draft.etag(), without_references).await.ok();
    news.merge("tags", taxonomy.tag, boats).await;
    news.merge("tags", boats, ships).await;
    news.merge("sections", taxonomy.section, port).await;
    news.merge("authors", taxonomy.author, bo).await;
    let restored = restore(&news, id, 1, &news.editor().etag_of(&article_path(id)).await).await;
    let article = restored.ok();
    assert_eq!((&article["section_id"], &article["tag_ids"]), (&json!(port), &json!([ships])));
    assert_eq!(
        (&article["authors"][0]["id"], &article["authors"][0]["role"]),
        (&json!(bo), &json!("photographer"))
    );
    let revision = news.editor().get(&format!("{}/revisions/1", article_path(id))).await.ok();
    assert_eq!(revision["article"]["section_id"], taxonomy.section, "the revision itself does not change");
    news.editor().transition(id, &restored.etag(), "publish").await.ok();
    // A new save must name existing resources.
    let stale = json!({"section_id": taxonomy.section, "tag_ids": [taxonomy.tag]});
    let refused = news.editor().patch(&article_path(id), "*", stale).await;
    assert_eq!(refused.error_sources(422, "invalid-body"), ["/section_id", "/tag_ids/0"]);
}

async fn unknown_revisions_are_not_found(news: Newsroom) {
    let (id, etag) = article_with_revisions(&news).await;
    for path in ["4", "0", "-1", "x", "1.5", "99999999999999999999", "1/diff/9", "9/diff/1", "1/diff/x"] {
        news.editor().get(&format!("{}/revisions/{path}", article_path(id))).await.problem(404, "not-found");
    }
    restore(&news, id, 4, &etag).await.problem(404, "not-found");
    news.editor().get(&format!("{}/revisions", article_path(99))).await.problem(404, "not-found");
}

async fn reporters_can_read_revisions_of_only_their_own_articles(news: Newsroom) {
    let (id, _) = article_with_revisions(&news).await;
    for path in ["", "/1", "/1/diff/2"] {
        news.reporter().get(&format!("{}/revisions{path}", article_path(id))).await.problem(404, "not-found");
        news.moderator()
            .get(&format!("{}/revisions{path}", article_path(id)))
            .await
            .problem(403, "forbidden");
    }
    let own_article = news.reporter().post(ARTICLES, json!({"headline": "Hers"})).await.created();
    news.reporter()
        .get(&format!("{}/revisions/1", article_path(own_article["id"].as_i64().unwrap())))
        .await
        .ok();
}

async fn replacing_an_article_removes_omitted_members(news: Newsroom) {
    let (id, etag) = article_with_revisions(&news).await;
    let put = async |etag: &str, body: Value| {
        news.editor().request(Method::PUT, &article_path(id)).header("If-Match", etag).json(body).send().await
    };
    let replaced = put(&etag, json!({"headline": "Only this", "id": id})).await;
    let article = replaced.ok();
    assert_eq!((&article["body"], &article["section_id"]), (&Value::Null, &Value::Null));
    assert_eq!((&article["tag_ids"], &article["is_breaking"]), (&json!([]), &json!(false)));
    assert_eq!(
        put(&replaced.etag(), json!({"kicker": "x", "id": 7})).await.error_sources(422, "invalid-body"),
        ["/headline", "/id"]
    );
    // A generated slug that is sent back unchanged still follows the headline.
    let unchanged = put(&replaced.etag(), json!({"headline": "Only this", "slug": article["slug"]})).await;
    let renamed = put(&unchanged.etag(), json!({"headline": "And then that"})).await;
    assert_eq!(renamed.ok()["slug"], "and-then-that");
    put(&etag, json!({"headline": "Stale"})).await.problem(412, "version-mismatch");
    let without_version =
        news.editor().request(Method::PUT, &article_path(id)).json(json!({"headline": "x"})).send().await;
    without_version.problem(428, "precondition-required");
}
