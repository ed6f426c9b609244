//! Corrections that are mended or withdrawn, and publications that readers need not be told of.

use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, id, scenarios};

scenarios![
    a_mended_correction_is_seen_everywhere_at_once,
    a_withdrawn_correction_is_seen_by_editors_only,
    a_change_of_a_correction_needs_the_current_version,
    a_change_that_is_not_valid_or_not_possible_is_refused,
    the_corrections_of_an_unpublished_article_can_be_mended,
    a_mended_correction_leaves_unpublished_changes_unpublished,
    a_silent_publication_changes_the_text_and_not_the_time,
    a_silent_publication_is_refused_where_it_makes_no_sense,
    a_silent_publication_does_not_move_the_article,
    a_silent_publication_works_in_a_batch,
];

/// Publishes an article with a correction. Returns its News ID and the id of the correction.
async fn corrected_article(news: &Newsroom) -> (i64, i64) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    news.advance_clock(60);
    let correction = json!({"kind": "correction", "text": "It sails hourly, not daily."});
    news.transition(article, json!({"to": "publish", "correction": correction})).await;
    let page = news.editor().get(&corrections(article)).await.ok();
    (article, id(&page["data"][0]))
}

fn corrections(article: i64) -> String {
    format!("{}/corrections", article_path(article))
}

async fn etag(news: &Newsroom, article: i64) -> String {
    news.editor().etag_of(&article_path(article)).await
}

async fn last_entry(news: &Newsroom, article: i64) -> Value {
    let log = format!("/v1/editorial/audit-log?target_kind=article&target_id={article}&limit=1");
    news.admin().get(&log).await.ok()["data"][0].clone()
}

async fn a_mended_correction_is_seen_everywhere_at_once(news: Newsroom) {
    let (article, correction) = corrected_article(&news).await;
    let paths = [
        format!("/v1/articles/{article}"),
        format!("/v1/articles/{article}/corrections"),
        "/v1/articles".to_owned(),
        "/v1/articles?sort=-updated_at".to_owned(),
    ];
    for path in &paths {
        assert!(news.reader().get(path).await.text().contains("hourly, not daily"), "{path}");
    }
    let before = news.working_copy(article).await;
    news.advance_clock(60);
    let path = format!("{}/{correction}", corrections(article));
    let list = news.editor().get(&corrections(article)).await;
    let mended = json!({"text": "It sails every hour until ten."});
    let response = news.editor().patch(&path, &list.etag(), mended).await;
    let expected = json!({
        "id": correction, "state": "published", "kind": "correction", "text": "It sails every hour until ten.",
        "published_at": "2026-05-02T12:01:00Z", "updated_at": "2026-05-02T12:02:00Z", "withdrawn_at": null,
    });
    assert_eq!(response.ok(), expected);
    assert_eq!(response.etag(), etag(&news, article).await);
    for path in &paths {
        let text = news.reader().get(path).await.text();
        assert!(text.contains("until ten") && !text.contains("hourly, not daily"), "{path}");
    }
    let read = news.published_article(article).await;
    assert_eq!(
        read["corrections"],
        json!([{
            "kind": "correction", "text": "It sails every hour until ten.",
            "published_at": "2026-05-02T12:01:00Z", "updated_at": "2026-05-02T12:02:00Z",
        }])
    );
    let version = before["version"].as_i64().unwrap() + 1;
    assert_eq!((&read["updated_at"], &read["version"]), (&json!("2026-05-02T12:02:00Z"), &json!(version)));
    let after = news.working_copy(article).await;
    assert_eq!((&after["version"], &after["live_version"]), (&json!(version), &json!(version)));
    let changed = news.reader().get("/v1/articles?updated_after=2026-05-02T12:02:00Z").await.ok();
    assert_eq!(changed["data"].as_array().unwrap().len(), 1);
    let linked = news.reader().request(actix_web::http::Method::GET, &paths[0]);
    let linked = linked.header("Accept", "application/ld+json").send().await.ok();
    assert_eq!(linked["correction"][0]["text"], "It sails every hour until ten.");
    assert_eq!(linked["correction"][0]["dateModified"], "2026-05-02T12:02:00Z");
    let ninjs = news.reader().request(actix_web::http::Method::GET, &paths[0]);
    let ninjs = ninjs.header("Accept", "application/vnd.iptc.ninjs+json").send().await;
    assert!(ninjs.text().contains("until ten"));
    let entry = last_entry(&news, article).await;
    assert_eq!(
        (&entry["action"], &entry["actor"]["name"]),
        (&json!("article.mend_correction"), &json!("Edda Editor"))
    );
    let (before, after) = ("It sails hourly, not daily.", "It sails every hour until ten.");
    let change = json!({
        "member": "corrections",
        "before": {"id": correction, "kind": "correction", "text": before},
        "after": {"id": correction, "kind": "correction", "text": after},
    });
    assert_eq!(entry["changes"][0], change);
}

async fn a_withdrawn_correction_is_seen_by_editors_only(news: Newsroom) {
    let (article, correction) = corrected_article(&news).await;
    assert_eq!(news.published_article(article).await["corrections"].as_array().unwrap().len(), 1);
    news.advance_clock(60);
    let path = format!("{}/{correction}", corrections(article));
    let withdrawn = news.editor().delete(&path, &etag(&news, article).await).await;
    withdrawn.expect(204);
    assert_eq!(withdrawn.etag(), etag(&news, article).await);
    let read = news.published_article(article).await;
    assert_eq!((&read["corrections"], &read["updated_at"]), (&json!([]), &json!("2026-05-02T12:02:00Z")));
    let public = news.reader().get(&format!("/v1/articles/{article}/corrections")).await.ok();
    assert_eq!(public["data"], json!([]));
    let page = news.editor().get(&corrections(article)).await.ok();
    assert_eq!(page["data"][0]["state"], "withdrawn");
    assert_eq!(page["data"][0]["withdrawn_at"], "2026-05-02T12:02:00Z");
    let entry = last_entry(&news, article).await;
    assert_eq!(
        (&entry["action"], &entry["changes"][0]["after"]),
        (&json!("article.withdraw_correction"), &Value::Null)
    );
    let now = etag(&news, article).await;
    let again = news.editor().delete(&path, &now).await.problem(409, "conflict");
    assert!(again["detail"].as_str().unwrap().contains("withdrawn"));
    news.editor().patch(&path, &now, json!({"text": "Again."})).await.problem(409, "conflict");
    news.transition(article, json!({"to": "publish", "correction": {"kind": "update", "text": "New."}}))
        .await;
    let texts = news.published_article(article).await["corrections"].clone();
    assert_eq!((texts.as_array().unwrap().len(), &texts[0]["text"]), (1, &json!("New.")));
}

async fn a_change_of_a_correction_needs_the_current_version(news: Newsroom) {
    let (article, correction) = corrected_article(&news).await;
    let path = format!("{}/{correction}", corrections(article));
    let stale = etag(&news, article).await;
    news.editor().patch(&path, &stale, json!({"text": "First."})).await.ok();
    let refused = news.admin().patch(&path, &stale, json!({"text": "Second."})).await;
    assert_eq!(refused.problem(412, "version-mismatch")["changed"], json!(["live_version"]));
    news.admin().delete(&path, &stale).await.problem(412, "version-mismatch");
    let missing = news.editor().request(actix_web::http::Method::DELETE, &path).send().await;
    missing.problem(428, "precondition-required");
    let now = etag(&news, article).await;
    let same = news.editor().patch(&path, &now, json!({"text": " First. "})).await;
    assert_eq!((same.ok()["text"].clone(), same.etag()), (json!("First."), now), "nothing changed");
}

async fn a_change_that_is_not_valid_or_not_possible_is_refused(news: Newsroom) {
    let (article, correction) = corrected_article(&news).await;
    let path = format!("{}/{correction}", corrections(article));
    let now = etag(&news, article).await;
    let invalid = json!({"kind": "oops", "text": " ", "published_at": null});
    let refused = news.editor().patch(&path, &now, invalid).await;
    let mut sources = refused.error_sources(422, "invalid-body");
    sources.sort_unstable();
    sources.dedup();
    assert_eq!(sources, ["/kind", "/published_at", "/text"]);
    let long = news.editor().patch(&path, &now, json!({"text": "x".repeat(2001)})).await;
    assert!(long.error_sources(422, "invalid-body").contains(&"/text".to_owned()));
    let removed = news.editor().patch(&path, &now, json!({"kind": null})).await;
    assert_eq!(removed.error_sources(422, "invalid-body"), ["/kind"]);
    let unknown = format!("{}/999", corrections(article));
    news.editor().patch(&unknown, &now, json!({"text": "x"})).await.problem(404, "not-found");
    let other =
        id(&news.editor().post("/v1/editorial/articles", json!({"headline": "Other"})).await.created());
    let elsewhere = format!("{}/{correction}", corrections(other));
    news.editor().delete(&elsewhere, &etag(&news, other).await).await.problem(404, "not-found");
    news.reporter().patch(&path, &now, json!({"text": "x"})).await.problem(403, "forbidden");
    news.reporter().get(&corrections(article)).await.problem(404, "not-found");
    assert_eq!(etag(&news, article).await, now);
}

async fn the_corrections_of_an_unpublished_article_can_be_mended(news: Newsroom) {
    let (article, correction) = corrected_article(&news).await;
    news.transition(article, json!({"to": "withdraw"})).await;
    let path = format!("{}/{correction}", corrections(article));
    news.editor().patch(&path, &etag(&news, article).await, json!({"kind": "update"})).await.ok();
    news.reader().get(&format!("/v1/articles/{article}")).await.problem(404, "not-found");
    assert_eq!(news.working_copy(article).await["live_version"], Value::Null);
    news.transition(article, json!({"to": "publish"})).await;
    assert_eq!(news.published_article(article).await["corrections"][0]["kind"], "update");
}

async fn a_mended_correction_leaves_unpublished_changes_unpublished(news: Newsroom) {
    let (article, correction) = corrected_article(&news).await;
    let other = news.create("tags", json!({"name": "Tides"})).await;
    news.change(&article_path(article), json!({"headline": "Draft", "tag_ids": [other]})).await;
    let path = format!("{}/{correction}", corrections(article));
    news.editor().patch(&path, &etag(&news, article).await, json!({"text": "Mended."})).await.ok();
    assert_eq!(news.published_article(article).await["headline"], "Ferry");
    assert_eq!(news.working_copy(article).await["has_unpublished_changes"], true);
    let tagged = async |tag: &str| {
        news.reader().get(&format!("/v1/articles?tag={tag}")).await.ok()["data"].as_array().unwrap().len()
    };
    assert_eq!((tagged("ferries").await, tagged("tides").await), (1, 0));
}

async fn a_silent_publication_changes_the_text_and_not_the_time(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Fery").await;
    let before = news.published_article(article).await;
    news.reader().get("/v1/articles?sort=-updated_at").await.ok();
    news.advance_clock(60);
    news.change(&article_path(article), json!({"headline": "Ferry"})).await;
    news.transition(article, json!({"to": "publish", "silent": true, "note": "Spelling."})).await;
    let after = news.published_article(article).await;
    assert_eq!((&after["headline"], &after["updated_at"]), (&json!("Ferry"), &before["updated_at"]));
    assert_eq!(after["version"], news.working_copy(article).await["live_version"]);
    assert_ne!(after["version"], before["version"]);
    let list = news.reader().get("/v1/articles?sort=-updated_at").await.ok();
    assert_eq!(
        (&list["data"][0]["headline"], &list["data"][0]["updated_at"]),
        (&json!("Ferry"), &before["updated_at"])
    );
    let entry = last_entry(&news, article).await;
    let silent = json!({"member": "silent", "before": false, "after": true});
    assert_eq!(entry["action"], "article.publish");
    assert!(entry["changes"].as_array().unwrap().contains(&silent));
    news.advance_clock(60);
    news.change(&article_path(article), json!({"headline": "Ferry sails"})).await;
    news.transition(article, json!({"to": "publish", "silent": false})).await;
    assert_eq!(news.published_article(article).await["updated_at"], "2026-05-02T12:02:00Z");
}

async fn a_silent_publication_is_refused_where_it_makes_no_sense(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("Ferry")).await;
    let article = id(&draft.created());
    let refused = async |transition: Value| {
        let etag = etag(&news, article).await;
        let response = news.admin().transition_with(article, &etag, transition).await;
        (response.error_sources(422, "invalid-body"), response.json()["errors"][0]["detail"].to_string())
    };
    let first = refused(json!({"to": "publish", "silent": true})).await;
    assert_eq!(first.0, ["/silent"]);
    assert!(first.1.contains("leave out `silent`"), "{}", first.1);
    assert_eq!(refused(json!({"to": "submit", "silent": true})).await.0, ["/silent"]);
    news.transition(article, json!({"to": "publish"})).await;
    let correction = json!({"kind": "update", "text": "New."});
    let corrected = json!({"to": "publish", "silent": true, "correction": correction});
    assert_eq!(refused(corrected).await.0, ["/silent"]);
    assert_eq!(refused(json!({"to": "publish", "silent": "yes"})).await.0, ["/silent"]);
    news.transition(article, json!({"to": "withdraw"})).await;
    assert_eq!(refused(json!({"to": "publish", "silent": true})).await.0, ["/silent"]);
    news.reader().get(&format!("/v1/articles/{article}")).await.problem(404, "not-found");
}

async fn a_silent_publication_does_not_move_the_article(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let before = news.published_article(article).await;
    let port = news.create("sections", json!({"name": "Port"})).await;
    news.advance_clock(60);
    for (moved, back) in [
        (json!({"slug": "gannet"}), json!({"slug": before["slug"]})),
        (json!({"section_id": port}), json!({"section_id": taxonomy.section})),
        (json!({"published_at": "2026-05-02T12:00:30Z"}), json!({"published_at": null})),
    ] {
        let member = moved.as_object().unwrap().keys().next().unwrap().clone();
        news.change(&article_path(article), moved).await;
        let now = etag(&news, article).await;
        let silent = json!({"to": "publish", "silent": true});
        let refused = news.editor().transition_with(article, &now, silent).await;
        assert_eq!(refused.error_sources(422, "invalid-body"), ["/silent"], "{member}");
        assert!(refused.text().contains(&format!("`{member}`")), "{}", refused.text());
        assert_eq!(news.published_article(article).await, before, "{member}");
        news.change(&article_path(article), back).await;
    }
    news.change(&article_path(article), json!({"lead": "It sails."})).await;
    news.transition(article, json!({"to": "publish", "silent": true})).await;
    let after = news.published_article(article).await;
    assert_eq!((&after["lead"], &after["updated_at"]), (&json!("It sails."), &before["updated_at"]));
}

async fn a_silent_publication_works_in_a_batch(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Fery").await;
    let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("Draft")).await;
    news.advance_clock(60);
    let before = etag(&news, article).await;
    let transition = json!({"to": "publish", "silent": true});
    let operations = json!({"operations": [
        {"op": "patch", "id": article, "if_match": before, "article": {"headline": "Ferry"}},
        {"op": "transition", "id": article, "if_match": "\"3\"", "transition": transition},
        {"op": "transition", "id": id(&draft.created()), "if_match": draft.etag(), "transition": transition},
    ]});
    let results = news.editor().post("/v1/editorial/articles/batch", operations).await.ok();
    let statuses: Vec<_> =
        results["data"].as_array().unwrap().iter().map(|result| &result["status"]).collect();
    assert_eq!(statuses, [200, 200, 422]);
    assert_eq!(results["data"][2]["problem"]["errors"][0]["pointer"], "/operations/2/transition/silent");
    let read = news.published_article(article).await;
    assert_eq!((&read["headline"], &read["updated_at"]), (&json!("Ferry"), &json!("2026-05-02T12:00:00Z")));
}
