//! Working copies: creating, reading and changing articles.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, headlines, id, scenarios};

scenarios![
    an_article_needs_only_a_headline,
    every_written_member_is_read_back,
    every_fault_of_an_article_is_reported_together,
    references_of_an_article_must_exist,
    a_generated_slug_follows_the_headline_and_is_unique,
    a_taken_slug_is_refused,
    a_headline_without_letters_gets_a_slug_from_the_news_id,
    an_editor_can_choose_a_news_id_and_later_ids_follow_it,
    a_taken_or_invalid_news_id_is_refused,
    a_patch_changes_only_the_members_it_contains,
    a_patch_without_a_change_keeps_the_version,
    a_patch_needs_the_current_version,
    a_patch_of_the_body_format_needs_a_new_value,
    one_of_sixteen_concurrent_edits_of_a_version_succeeds,
    a_body_can_be_read_in_any_format_and_written_back_unchanged,
    each_body_format_has_its_own_etag_and_each_is_valid_for_a_write,
    dangerous_markup_is_removed_from_the_body,
    reporters_can_read_and_change_only_their_own_drafts,
    a_refused_article_leaves_no_data,
    lists_that_are_too_long_are_refused,
    a_saved_article_can_be_sent_back_unchanged,
    a_generated_slug_never_conflicts,
    concurrent_edits_never_cause_a_server_error,
];

const ARTICLES: &str = "/v1/editorial/articles";

async fn an_article_needs_only_a_headline(news: Newsroom) {
    let response = news.reporter().post(ARTICLES, json!({"headline": "Ferry delayed"})).await;
    let article = response.created();
    assert_eq!(response.header("location"), article_path(id(&article)));
    assert_eq!(response.etag(), r#""1""#);
    assert_eq!(article["status"], "draft");
    assert_eq!(article["slug"], "ferry-delayed");
    assert_eq!(article["language"], "en");
    assert_eq!(article["comments"], json!({"policy": null, "closes_at": null}));
    assert_eq!(article["created_by"]["name"], "Rae Reporter");
    assert_eq!(article["has_unpublished_changes"], false);
    assert_eq!(article["body"], Value::Null);
    let read = news.reporter().get(&article_path(id(&article))).await;
    assert_eq!(read.ok(), article);
    assert_eq!(read.etag(), r#""1""#);
}

async fn every_written_member_is_read_back(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let other = news.publish(&taxonomy, "Tide tables").await;
    let written = json!({
        "headline": "Ferry delayed", "kicker": "Harbour", "lead": "One sentence.\nAnother.", "summary": "Short.",
        "slug": "the-ferry", "type": "analysis", "language": "fa-IR",
        "body": {"format": "html", "value": "<p>Text <strong>here</strong>.</p>"},
        "section_id": taxonomy.section, "authors": [{"id": taxonomy.author, "role": "photographer"}], "byline": "Our staff",
        "tag_ids": [taxonomy.tag], "related_ids": [other], "source": "Harbour Wire", "dateline": "VESSING",
        "is_breaking": true, "is_featured": true, "published_at": "2023-12-05T06:02:00Z",
        "lead_image": {"url": "https://images.example.org/ferry.jpg", "alt": "A ferry", "caption": "The *Gannet*",
            "credit": "A. Marlow", "width": 1600, "height": 900},
        "comments": {"policy": "closed", "closes_at": "2026-06-01T00:00:00Z"},
        "seo": {"title": "Ferry", "description": "About it", "canonical_url": "https://wire.example.org/1"},
    });
    let article = news.editor().post(ARTICLES, written.clone()).await.created();
    let mut expected = written;
    expected["authors"][0]["name"] = json!("Ada Marlow");
    expected["authors"][0]["slug"] = json!("ada-marlow");
    for (member, value) in expected.as_object().unwrap() {
        assert_eq!(&article[member], value, "{member}");
    }
}

async fn every_fault_of_an_article_is_reported_together(news: Newsroom) {
    let response = news
        .editor()
        .post(
            ARTICLES,
            json!({
                "headline": "", "kicker": "two\nlines", "slug": "84451", "type": "poem", "language": "english!",
                "body": {"format": "rtf"}, "section_id": "one", "authors": [{"role": "x"}, {"id": 1, "nme": 1}],
                "tag_ids": [1, 1], "published_at": "yesterday", "lead_image": {"url": "javascript:alert(1)", "width": 0},
                "comments": {"policy": "open all hours"}, "seo": {"title": "t".repeat(201)}, "lead": "a\u{0}b",
                "headlin": "x", "is_breaking": "yes",
            }),
        )
        .await;
    assert_eq!(
        response.error_sources(422, "invalid-body"),
        [
            "/authors/0/id",
            "/authors/1/id",
            "/authors/1/nme",
            "/body/format",
            "/body/value",
            "/comments/policy",
            "/headlin",
            "/headline",
            "/is_breaking",
            "/kicker",
            "/language",
            "/lead",
            "/lead_image/url",
            "/lead_image/width",
            "/published_at",
            "/section_id",
            "/seo/title",
            "/slug",
            "/tag_ids/0",
            "/tag_ids/1",
            "/type",
        ]
    );
}

async fn references_of_an_article_must_exist(news: Newsroom) {
    let article = json!({
        "headline": "Ferry", "section_id": 99, "authors": [{"id": 98}], "tag_ids": [97], "related_ids": [96],
    });
    let response = news.editor().post(ARTICLES, article).await;
    let sources = response.error_sources(422, "invalid-body");
    assert_eq!(sources, ["/authors/0/id", "/related_ids/0", "/section_id", "/tag_ids/0"]);
}

async fn a_generated_slug_follows_the_headline_and_is_unique(news: Newsroom) {
    let first = news.editor().post(ARTICLES, json!({"headline": "Storm warning"})).await.created();
    let second = news.editor().post(ARTICLES, json!({"headline": "Storm warning"})).await.created();
    assert_eq!(first["slug"], "storm-warning");
    assert_eq!(second["slug"], format!("storm-warning-{}", id(&second)));
    let renamed =
        news.editor().patch(&article_path(id(&first)), r#""1""#, json!({"headline": "All clear"})).await.ok();
    assert_eq!(renamed["slug"], "all-clear");
}

async fn a_taken_slug_is_refused(news: Newsroom) {
    let first = news.editor().post(ARTICLES, json!({"headline": "One", "slug": "storm"})).await.created();
    let other = news.editor().post(ARTICLES, json!({"headline": "Two", "slug": "storm"})).await;
    assert_eq!(other.error_sources(409, "slug-taken"), ["/slug"]);
    let problem = other.json();
    assert!(problem["detail"].as_str().unwrap().contains("`storm`"));
    assert_eq!((&problem["existing_id"], &problem["suggested_slug"]), (&first["id"], &json!("storm-2")));
    // A reporter does not learn which article it is before it is published.
    let hidden = news.reporter().post(ARTICLES, json!({"headline": "Two", "slug": "storm"})).await;
    assert_eq!(hidden.problem(409, "slug-taken")["existing_id"], Value::Null);
    let third = news.editor().post(ARTICLES, json!({"headline": "Three"})).await.created();
    let patch = news.editor().patch(&article_path(id(&third)), r#""1""#, json!({"slug": "storm"})).await;
    assert_eq!(patch.error_sources(409, "slug-taken"), ["/slug"]);
}

async fn a_headline_without_letters_gets_a_slug_from_the_news_id(news: Newsroom) {
    let article = news.editor().post(ARTICLES, json!({"headline": "2024?"})).await.created();
    assert_eq!(article["slug"], format!("news-{}", id(&article)));
}

async fn an_editor_can_choose_a_news_id_and_later_ids_follow_it(news: Newsroom) {
    let article = news.editor().post(ARTICLES, json!({"headline": "Old piece", "id": 84451})).await.created();
    assert_eq!(id(&article), 84451);
    let next = news.editor().post(ARTICLES, json!({"headline": "New piece"})).await.created();
    assert_eq!(id(&next), 84452);
    // A large ID of another system is accepted, but later IDs do not follow it.
    let large_id = json!({"headline": "Coded piece", "id": 9_007_199_254_740_991_i64});
    news.editor().post(ARTICLES, large_id).await.created();
    let after_large_id = news.editor().post(ARTICLES, json!({"headline": "Newer piece"})).await.created();
    assert_eq!(id(&after_large_id), 84453);
    news.reporter().post(ARTICLES, json!({"headline": "Mine", "id": 7})).await.problem(403, "forbidden");
}

async fn a_taken_or_invalid_news_id_is_refused(news: Newsroom) {
    let taken = id(&news.editor().post(ARTICLES, json!({"headline": "One"})).await.created());
    let response = news.editor().post(ARTICLES, json!({"headline": "Two", "id": taken})).await;
    assert_eq!(response.error_sources(409, "id-taken"), ["/id"]);
    for impossible in [json!(0), json!(-1), json!(9_007_199_254_740_992_i64), json!("7"), json!(1.5)] {
        let response = news.editor().post(ARTICLES, json!({"headline": "Two", "id": impossible})).await;
        assert_eq!(response.error_sources(422, "invalid-body"), ["/id"]);
    }
    let response = news.editor().patch(&article_path(taken), r#""1""#, json!({"id": 5})).await;
    assert_eq!(response.error_sources(422, "invalid-body"), ["/id"]);
}

async fn a_patch_changes_only_the_members_it_contains(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.editor().post(ARTICLES, taxonomy.article("Ferry")).await.created();
    news.advance_clock(60);
    let response = news
        .admin()
        .patch(&article_path(id(&article)), r#""1""#, json!({"kicker": "New", "tag_ids": null}))
        .await;
    let patched = response.ok();
    assert_eq!(response.etag(), r#""2""#);
    let mut expected = article.clone();
    expected["kicker"] = json!("New");
    expected["tag_ids"] = json!([]);
    expected["tags"] = json!([]);
    expected["version"] = json!(2);
    expected["updated_at"] = json!("2026-05-02T12:01:00Z");
    expected["updated_by"] = patched["updated_by"].clone();
    assert_eq!(patched, expected);
    assert_eq!(patched["updated_by"]["name"], "Ada Admin");
}

async fn a_patch_without_a_change_keeps_the_version(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let before = news.editor().get(&article_path(article)).await;
    news.advance_clock(60);
    for patch in [json!({}), json!({"headline": "Ferry"}), json!({"headline": " Ferry ", "kicker": null})] {
        let unchanged_response = news.editor().patch(&article_path(article), &before.etag(), patch).await;
        assert_eq!((unchanged_response.etag(), unchanged_response.ok()), (before.etag(), before.ok()));
    }
    let stale = news.editor().patch(&article_path(article), r#""1""#, json!({})).await;
    stale.problem(412, "version-mismatch");
}

async fn a_patch_needs_the_current_version(news: Newsroom) {
    let article = id(&news.editor().post(ARTICLES, json!({"headline": "Ferry"})).await.created());
    let patch = json!({"headline": "Boat"});
    let without_version =
        news.editor().request(Method::PATCH, &article_path(article)).json(patch.clone()).send().await;
    without_version.problem(428, "precondition-required");
    news.editor().patch(&article_path(article), r#""1""#, patch.clone()).await.ok();
    let stale = news.editor().patch(&article_path(article), r#""1""#, json!({"headline": "Ship"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["current_version"], 2);
    news.editor().patch(&article_path(article), "2", patch).await.problem(400, "bad-request");
    assert_eq!(news.editor().get(&article_path(article)).await.ok()["headline"], "Boat");
}

async fn a_patch_of_the_body_format_needs_a_new_value(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = id(&news.editor().post(ARTICLES, taxonomy.article("Ferry")).await.created());
    let format_alone =
        news.editor().patch(&article_path(article), r#""1""#, json!({"body": {"format": "html"}})).await;
    assert_eq!(format_alone.error_sources(422, "invalid-body"), ["/body/value"]);
    let text_alone = news
        .editor()
        .patch(&article_path(article), r#""1""#, json!({"body": {"value": "*New* text."}}))
        .await;
    assert_eq!(text_alone.ok()["body"], json!({"format": "markdown", "value": "*New* text."}));
    let removed = news.editor().patch(&article_path(article), r#""2""#, json!({"body": null})).await;
    assert_eq!(removed.ok()["body"], Value::Null);
}

async fn one_of_sixteen_concurrent_edits_of_a_version_succeeds(news: Newsroom) {
    let article = id(&news.editor().post(ARTICLES, json!({"headline": "Ferry"})).await.created());
    let editor = news.editor();
    let path = article_path(article);
    let changes =
        (0..16).map(|number| editor.patch(&path, r#""1""#, json!({"headline": format!("Version {number}")})));
    let responses = futures_util::future::join_all(changes).await;
    let successes: Vec<_> = responses.iter().filter(|response| response.status.as_u16() == 200).collect();
    assert_eq!(successes.len(), 1);
    for failure in responses.iter().filter(|response| response.status.as_u16() != 200) {
        failure.problem(412, "version-mismatch");
    }
    assert_eq!(news.editor().get(&path).await.ok()["headline"], successes[0].json()["headline"]);
}

async fn a_body_can_be_read_in_any_format_and_written_back_unchanged(news: Newsroom) {
    let markdown = "## Times\n\n* **Every** hour\n* [By phone](https://example.org/call)\n\n> Quiet sea.\n\n| From | To |\n|---|---|\n| Quay | Isle |";
    let draft = json!({"headline": "Ferry", "body": {"format": "markdown", "value": markdown}});
    let article = id(&news.editor().post(ARTICLES, draft).await.created());
    for format in ["markdown", "html"] {
        let response = news.editor().get(&format!("{}?body={format}", article_path(article))).await;
        let read = response.ok();
        assert_eq!(read["body"]["format"], format);
        let written = news
            .editor()
            .patch(&article_path(article), &response.etag(), json!({"body": read["body"]}))
            .await
            .ok();
        assert_eq!(written["body"], read["body"]);
    }
    let refused = news.editor().get(&format!("{}?body=rtf", article_path(article))).await;
    assert_eq!(refused.error_sources(400, "invalid-query"), ["body"]);
}

async fn each_body_format_has_its_own_etag_and_each_is_valid_for_a_write(news: Newsroom) {
    let draft = json!({"headline": "Ferry", "body": {"format": "html", "value": "<p>It sails.</p>"}});
    let article = id(&news.editor().post(ARTICLES, draft).await.created());
    for (version, form, tag) in [
        (1, "", r#""1""#),
        (2, "?body=html", r#""2-html""#),
        (3, "?body=markdown", r#""3-markdown""#),
        (4, "?body=blocks", r#""4-blocks""#),
    ] {
        let etag = news.editor().get(&format!("{}{form}", article_path(article))).await.etag();
        assert_eq!(etag, tag);
        let patch = json!({"kicker": format!("Ferry {version}")});
        let saved = news.editor().patch(&article_path(article), &etag, patch.clone()).await;
        assert_eq!(
            (saved.etag(), saved.ok()["version"].clone()),
            (format!("\"{}\"", version + 1), json!(version + 1))
        );
        let repeated = news.editor().patch(&article_path(article), &etag, patch).await;
        assert_eq!(repeated.problem(412, "version-mismatch")["changed"], json!(["kicker"]));
    }
}

async fn dangerous_markup_is_removed_from_the_body(news: Newsroom) {
    let dangerous = concat!(
        "<p onclick=\"x()\">Hello <script>alert(1)</script><a href=\"javascript:alert(1)\">you</a></p>",
        "<img src=x onerror=alert(1)><iframe src=\"https://evil.example\"></iframe><style>p{}</style>",
        "<svg><script>alert(1)</script></svg><math><mtext><img src=x onerror=alert(1)></mtext></math>",
    );
    for format in ["html", "markdown"] {
        let draft = json!({"headline": format, "body": {"format": format, "value": dangerous}});
        let article = news.editor().post(ARTICLES, draft).await.created();
        let html = news.editor().get(&format!("{}?body=html", article_path(id(&article)))).await.ok();
        let html = html["body"]["value"].as_str().unwrap();
        assert!(html.contains("Hello"), "{html}");
        for forbidden in
            ["script", "onclick", "onerror", "javascript", "iframe", "style", "svg", "math", "alert(1)<"]
        {
            assert!(!html.contains(forbidden), "{forbidden} in {html}");
        }
    }
}

async fn reporters_can_read_and_change_only_their_own_drafts(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let own = news.reporter().post(ARTICLES, taxonomy.article("Own")).await.created();
    let others_draft =
        news.client_for("Rob Reporter").post(ARTICLES, taxonomy.article("Theirs")).await.created();
    news.reporter().patch(&article_path(id(&own)), r#""1""#, json!({"kicker": "Mine"})).await.ok();
    news.reporter().get(&article_path(id(&others_draft))).await.problem(404, "not-found");
    news.reporter()
        .patch(&article_path(id(&others_draft)), r#""1""#, json!({"kicker": "Mine"}))
        .await
        .problem(404, "not-found");
    assert_eq!(headlines(&news.reporter().get(ARTICLES).await.ok()), ["Own"]);
    assert_eq!(headlines(&news.editor().get(ARTICLES).await.ok()), ["Theirs", "Own"]);
    news.editor().transition(id(&own), r#""2""#, "publish").await.ok();
    assert_eq!(news.reporter().get(&article_path(id(&own))).await.ok()["status"], "published");
    news.reporter()
        .patch(&article_path(id(&own)), r#""3""#, json!({"kicker": "Late"}))
        .await
        .problem(403, "forbidden");
    news.moderator().get(ARTICLES).await.problem(403, "forbidden");
}

async fn a_refused_article_leaves_no_data(news: Newsroom) {
    news.editor().post(ARTICLES, json!({"headline": "Ferry", "tag_ids": [1]})).await.expect(422);
    news.editor().post(ARTICLES, json!({"headline": "Ferry", "slug": "a b"})).await.expect(422);
    assert_eq!(headlines(&news.editor().get(ARTICLES).await.ok()), [""; 0]);
    // The refused articles used no News ID.
    assert_eq!(id(&news.editor().post(ARTICLES, json!({"headline": "Ferry"})).await.created()), 1);
}

async fn lists_that_are_too_long_are_refused(news: Newsroom) {
    let tag_ids: Vec<i64> = (1..=70_000).collect();
    let credits = vec![json!({}); 16_000];
    let article =
        json!({"headline": "Ferry", "tag_ids": tag_ids, "authors": credits, "language": "a".repeat(40)});
    let sources = news.editor().post(ARTICLES, article).await.error_sources(422, "invalid-body");
    assert_eq!(sources.len(), 100, "at most 100 errors are reported");
    for list in ["/authors", "/tag_ids", "/language"] {
        assert!(sources.iter().any(|source| source == list), "{list}");
    }
}

async fn a_saved_article_can_be_sent_back_unchanged(news: Newsroom) {
    let long = format!("https://e.example/{}", "é".repeat(1000));
    let too_long = json!({"headline": "Ferry", "lead_image": {"url": long}});
    assert_eq!(
        news.editor().post(ARTICLES, too_long).await.error_sources(422, "invalid-body"),
        ["/lead_image/url"]
    );
    let draft = json!({"headline": "Ferry", "lead_image": {"url": "https://e.example/é|b"}, "body": {"format": "html", "value": "<p>a"}});
    let draft = news.editor().post(ARTICLES, draft).await;
    let article = draft.created();
    // A generated slug that is sent back unchanged still follows the headline.
    let unchanged =
        json!({"lead_image": article["lead_image"], "slug": article["slug"], "body": {"format": "html"}});
    let unchanged_response = news.editor().patch(&article_path(id(&article)), &draft.etag(), unchanged).await;
    assert_eq!(unchanged_response.ok()["body"], article["body"]);
    let renamed = news
        .editor()
        .patch(
            &article_path(id(&article)),
            &unchanged_response.etag(),
            json!({"headline": "Boat", "body": {}}),
        )
        .await;
    assert_eq!((&renamed.ok()["slug"], &renamed.ok()["body"]), (&json!("boat"), &article["body"]));
}

async fn a_generated_slug_never_conflicts(news: Newsroom) {
    for (headline, slug) in
        [("A", "news-3"), ("B", "storm"), ("2024", "news-3-2"), ("C", "storm-5"), ("Storm", "storm-5-2")]
    {
        let has_slug = headline.len() == 1;
        let article = if has_slug {
            json!({"headline": headline, "slug": slug})
        } else {
            json!({"headline": headline})
        };
        assert_eq!(news.editor().post(ARTICLES, article).await.created()["slug"], slug);
    }
}

async fn concurrent_edits_never_cause_a_server_error(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post(ARTICLES, taxonomy.article("Ferry")).await;
    let (editor, path) = (news.editor(), article_path(id(&draft.created())));
    let author = format!("/v1/editorial/authors/{}", taxonomy.author);
    let tag = format!("/v1/editorial/tags/{}", taxonomy.tag);
    let saves = async {
        let mut accepted = 0;
        for number in 0..10 {
            let authors = if number % 2 == 0 { json!([]) } else { json!([{"id": taxonomy.author}]) };
            let patch = json!({"authors": authors, "headline": format!("Ferry {number}")});
            accepted += i64::from(editor.patch(&path, "*", patch).await.status.is_success());
        }
        accepted
    };
    let transitions = async {
        let mut accepted = 0;
        for to in ["publish", "withdraw"].repeat(5) {
            accepted += i64::from(editor.transition(id(&draft.created()), "*", to).await.status.is_success());
        }
        accepted
    };
    let creations = async {
        for _ in 0..10 {
            editor.post(ARTICLES, taxonomy.article("Ferry")).await;
        }
    };
    let deletions = async {
        for _ in 0..10 {
            editor.delete(&author, "*").await;
            editor.delete(&tag, "*").await;
        }
    };
    // The harness fails on status 500, so no request caused a server error.
    let (saved, transitioned, (), ()) =
        futures_util::future::join4(saves, transitions, creations, deletions).await;
    assert_eq!(editor.get(&path).await.ok()["version"], 1 + saved + transitioned);
}
