//! Working copies: creating, reading, changing.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    an_article_needs_nothing_but_a_headline,
    every_member_that_is_written_is_read_back,
    every_fault_of_an_article_is_named_at_once,
    what_an_article_refers_to_must_exist,
    a_slug_is_made_from_the_headline_and_kept_distinct,
    a_slug_that_is_taken_is_refused_by_its_name,
    a_headline_without_letters_gets_its_news_id_as_slug,
    an_editor_may_bring_a_news_id_along_and_the_next_ones_follow_it,
    a_news_id_that_is_taken_or_impossible_is_refused,
    a_patch_changes_only_what_it_names,
    a_patch_that_changes_nothing_raises_nothing,
    a_patch_needs_the_version_it_was_made_for,
    a_patch_of_the_body_needs_a_text_in_the_new_format,
    of_sixteen_editors_who_change_one_version_one_wins,
    a_body_is_handed_back_in_any_format_and_writing_it_back_changes_nothing,
    each_format_of_the_body_has_its_own_etag_and_any_is_good_for_a_write,
    lists_and_the_calendar_read_no_bodies,
    hostile_markup_never_reaches_the_body,
    reporters_see_and_change_their_own_drafts_only,
    the_list_shows_any_state_and_filters,
    the_list_is_paged_both_ways,
    a_broken_article_leaves_nothing_behind,
    lists_that_are_too_long_are_refused_at_once,
    whatever_was_taken_once_is_taken_again,
    a_slug_made_by_the_system_never_stands_in_the_way,
    editors_who_meet_never_see_a_fault_of_ours,
];

const ARTICLES: &str = "/v1/editorial/articles";
const CALENDAR: &str = "/v1/editorial/calendar";

fn id(article: &Value) -> i64 {
    article["id"].as_i64().unwrap()
}

fn at(id: i64) -> String {
    format!("{ARTICLES}/{id}")
}

fn headlines(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|article| article["headline"].as_str().unwrap()).collect()
}

async fn an_article_needs_nothing_but_a_headline(news: Newsroom) {
    let answer = news.reporter().post(ARTICLES, json!({"headline": "Ferry delayed"})).await;
    let article = answer.created();
    assert_eq!(answer.header("location"), at(id(&article)));
    assert_eq!(answer.etag(), r#""1""#);
    assert_eq!(article["status"], "draft");
    assert_eq!(article["slug"], "ferry-delayed");
    assert_eq!(article["language"], "en");
    assert_eq!(article["comments"], json!({"policy": null, "closes_at": null}));
    assert_eq!(article["created_by"]["name"], "Rae Reporter");
    assert_eq!(article["has_unpublished_changes"], false);
    assert_eq!(article["body"], Value::Null);
    let read = news.reporter().get(&at(id(&article))).await;
    assert_eq!(read.ok(), article);
    assert_eq!(read.etag(), r#""1""#);
}

async fn every_member_that_is_written_is_read_back(news: Newsroom) {
    let desk = news.desk().await;
    let other = news.publish(&desk, "Tide tables").await;
    let written = json!({
        "headline": "Ferry delayed", "kicker": "Harbour", "lead": "One sentence.\nAnother.", "summary": "Short.",
        "slug": "the-ferry", "type": "analysis", "language": "fa-IR",
        "body": {"format": "html", "value": "<p>Text <strong>here</strong>.</p>"},
        "section_id": desk.section, "authors": [{"id": desk.author, "role": "photographer"}], "byline": "Our staff",
        "tag_ids": [desk.tag], "related_ids": [other], "source": "Harbour Wire", "dateline": "VESSING",
        "is_breaking": true, "is_featured": true, "published_at": "2023-12-05T06:02:00Z",
        "lead_image": {"url": "https://images.example.org/ferry.jpg", "alt": "A ferry", "caption": "The *Gannet*",
            "credit": "A. Marlow", "width": 1600, "height": 900},
        "comments": {"policy": "closed", "closes_at": "2026-06-01T00:00:00Z"},
        "seo": {"title": "Ferry", "description": "About it", "canonical_url": "https://wire.example.org/1"},
    });
    let article = news.editor().post(ARTICLES, written.clone()).await.created();
    for (member, value) in written.as_object().unwrap() {
        assert_eq!(&article[member], value, "{member}");
    }
}

async fn every_fault_of_an_article_is_named_at_once(news: Newsroom) {
    let answer = news
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
        answer.culprits(422, "invalid-body"),
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

async fn what_an_article_refers_to_must_exist(news: Newsroom) {
    let article = json!({
        "headline": "Ferry", "section_id": 99, "authors": [{"id": 98}], "tag_ids": [97], "related_ids": [96],
    });
    let answer = news.editor().post(ARTICLES, article).await;
    let culprits = answer.culprits(422, "invalid-body");
    assert_eq!(culprits, ["/authors/0/id", "/related_ids/0", "/section_id", "/tag_ids/0"]);
}

async fn a_slug_is_made_from_the_headline_and_kept_distinct(news: Newsroom) {
    let first = news.editor().post(ARTICLES, json!({"headline": "Storm warning"})).await.created();
    let second = news.editor().post(ARTICLES, json!({"headline": "Storm warning"})).await.created();
    assert_eq!(first["slug"], "storm-warning");
    assert_eq!(second["slug"], format!("storm-warning-{}", id(&second)));
    let renamed = news.editor().patch(&at(id(&first)), r#""1""#, json!({"headline": "All clear"})).await.ok();
    assert_eq!(renamed["slug"], "all-clear");
}

async fn a_slug_that_is_taken_is_refused_by_its_name(news: Newsroom) {
    news.editor().post(ARTICLES, json!({"headline": "One", "slug": "storm"})).await.created();
    let other = news.editor().post(ARTICLES, json!({"headline": "Two", "slug": "storm"})).await;
    assert_eq!(other.culprits(409, "slug-taken"), ["/slug"]);
    assert!(other.json()["detail"].as_str().unwrap().contains("`storm`"));
    assert_eq!(other.json()["suggested_slug"], "storm-2");
    let third = news.editor().post(ARTICLES, json!({"headline": "Three"})).await.created();
    let patch = news.editor().patch(&at(id(&third)), r#""1""#, json!({"slug": "storm"})).await;
    assert_eq!(patch.culprits(409, "slug-taken"), ["/slug"]);
}

async fn a_headline_without_letters_gets_its_news_id_as_slug(news: Newsroom) {
    let article = news.editor().post(ARTICLES, json!({"headline": "2024?"})).await.created();
    assert_eq!(article["slug"], format!("news-{}", id(&article)));
}

async fn an_editor_may_bring_a_news_id_along_and_the_next_ones_follow_it(news: Newsroom) {
    let article = news.editor().post(ARTICLES, json!({"headline": "Old piece", "id": 84451})).await.created();
    assert_eq!(id(&article), 84451);
    let next = news.editor().post(ARTICLES, json!({"headline": "New piece"})).await.created();
    assert_eq!(id(&next), 84452);
    // A code of another system is taken as it is, but not counted on from.
    let code = json!({"headline": "Coded piece", "id": 9_007_199_254_740_991_i64});
    news.editor().post(ARTICLES, code).await.created();
    let after = news.editor().post(ARTICLES, json!({"headline": "Newer piece"})).await.created();
    assert_eq!(id(&after), 84453);
    news.reporter().post(ARTICLES, json!({"headline": "Mine", "id": 7})).await.problem(403, "forbidden");
}

async fn a_news_id_that_is_taken_or_impossible_is_refused(news: Newsroom) {
    let taken = id(&news.editor().post(ARTICLES, json!({"headline": "One"})).await.created());
    let answer = news.editor().post(ARTICLES, json!({"headline": "Two", "id": taken})).await;
    assert_eq!(answer.culprits(409, "id-taken"), ["/id"]);
    for impossible in [json!(0), json!(-1), json!(9_007_199_254_740_992_i64), json!("7"), json!(1.5)] {
        let answer = news.editor().post(ARTICLES, json!({"headline": "Two", "id": impossible})).await;
        assert_eq!(answer.culprits(422, "invalid-body"), ["/id"]);
    }
    let answer = news.editor().patch(&at(taken), r#""1""#, json!({"id": 5})).await;
    assert_eq!(answer.culprits(422, "invalid-body"), ["/id"]);
}

async fn a_patch_changes_only_what_it_names(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.editor().post(ARTICLES, desk.article("Ferry")).await.created();
    news.pass(60);
    let answer =
        news.admin().patch(&at(id(&article)), r#""1""#, json!({"kicker": "New", "tag_ids": null})).await;
    let patched = answer.ok();
    assert_eq!(answer.etag(), r#""2""#);
    let mut expected = article.clone();
    expected["kicker"] = json!("New");
    expected["tag_ids"] = json!([]);
    expected["version"] = json!(2);
    expected["updated_at"] = json!("2026-05-02T12:01:00Z");
    expected["updated_by"] = patched["updated_by"].clone();
    assert_eq!(patched, expected);
    assert_eq!(patched["updated_by"]["name"], "Ada Admin");
}

async fn a_patch_that_changes_nothing_raises_nothing(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.publish(&desk, "Ferry").await;
    let before = news.editor().get(&at(article)).await;
    news.pass(60);
    for patch in [json!({}), json!({"headline": "Ferry"}), json!({"headline": " Ferry ", "kicker": null})] {
        let same = news.editor().patch(&at(article), &before.etag(), patch).await;
        assert_eq!((same.etag(), same.ok()), (before.etag(), before.ok()));
    }
    let stale = news.editor().patch(&at(article), r#""1""#, json!({})).await;
    stale.problem(412, "version-mismatch");
}

async fn a_patch_needs_the_version_it_was_made_for(news: Newsroom) {
    let article = id(&news.editor().post(ARTICLES, json!({"headline": "Ferry"})).await.created());
    let patch = json!({"headline": "Boat"});
    let without = news.editor().request(Method::PATCH, &at(article)).json(patch.clone()).send().await;
    without.problem(428, "precondition-required");
    news.editor().patch(&at(article), r#""1""#, patch.clone()).await.ok();
    let stale = news.editor().patch(&at(article), r#""1""#, json!({"headline": "Ship"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["current_version"], 2);
    news.editor().patch(&at(article), "2", patch).await.problem(400, "bad-request");
    assert_eq!(news.editor().get(&at(article)).await.ok()["headline"], "Boat");
}

async fn a_patch_of_the_body_needs_a_text_in_the_new_format(news: Newsroom) {
    let desk = news.desk().await;
    let article = id(&news.editor().post(ARTICLES, desk.article("Ferry")).await.created());
    let format_alone = news.editor().patch(&at(article), r#""1""#, json!({"body": {"format": "html"}})).await;
    assert_eq!(format_alone.culprits(422, "invalid-body"), ["/body/value"]);
    let text_alone =
        news.editor().patch(&at(article), r#""1""#, json!({"body": {"value": "*New* text."}})).await;
    assert_eq!(text_alone.ok()["body"], json!({"format": "markdown", "value": "*New* text."}));
    let gone = news.editor().patch(&at(article), r#""2""#, json!({"body": null})).await;
    assert_eq!(gone.ok()["body"], Value::Null);
}

async fn of_sixteen_editors_who_change_one_version_one_wins(news: Newsroom) {
    let article = id(&news.editor().post(ARTICLES, json!({"headline": "Ferry"})).await.created());
    let editor = news.editor();
    let path = at(article);
    let changes =
        (0..16).map(|number| editor.patch(&path, r#""1""#, json!({"headline": format!("Version {number}")})));
    let answers = futures_util::future::join_all(changes).await;
    let winners: Vec<_> = answers.iter().filter(|answer| answer.status.as_u16() == 200).collect();
    assert_eq!(winners.len(), 1);
    for loser in answers.iter().filter(|answer| answer.status.as_u16() != 200) {
        loser.problem(412, "version-mismatch");
    }
    assert_eq!(news.editor().get(&path).await.ok()["headline"], winners[0].json()["headline"]);
}

async fn a_body_is_handed_back_in_any_format_and_writing_it_back_changes_nothing(news: Newsroom) {
    let markdown = "## Times\n\n* **Every** hour\n* [By phone](https://example.org/call)\n\n> Quiet sea.\n\n| From | To |\n|---|---|\n| Quay | Isle |";
    let draft = json!({"headline": "Ferry", "body": {"format": "markdown", "value": markdown}});
    let article = id(&news.editor().post(ARTICLES, draft).await.created());
    for format in ["markdown", "html"] {
        let answer = news.editor().get(&format!("{}?body={format}", at(article))).await;
        let read = answer.ok();
        assert_eq!(read["body"]["format"], format);
        let written =
            news.editor().patch(&at(article), &answer.etag(), json!({"body": read["body"]})).await.ok();
        assert_eq!(written["body"], read["body"]);
    }
    let refused = news.editor().get(&format!("{}?body=rtf", at(article))).await;
    assert_eq!(refused.culprits(400, "invalid-query"), ["body"]);
}

async fn each_format_of_the_body_has_its_own_etag_and_any_is_good_for_a_write(news: Newsroom) {
    let draft = json!({"headline": "Ferry", "body": {"format": "html", "value": "<p>It sails.</p>"}});
    let article = id(&news.editor().post(ARTICLES, draft).await.created());
    for (version, form, tag) in [
        (1, "", r#""1""#),
        (2, "?body=html", r#""2-html""#),
        (3, "?body=markdown", r#""3-markdown""#),
        (4, "?body=blocks", r#""4-blocks""#),
    ] {
        let etag = news.editor().get(&format!("{}{form}", at(article))).await.etag();
        assert_eq!(etag, tag);
        let patch = json!({"kicker": format!("Ferry {version}")});
        let saved = news.editor().patch(&at(article), &etag, patch.clone()).await;
        assert_eq!(
            (saved.etag(), saved.ok()["version"].clone()),
            (format!("\"{}\"", version + 1), json!(version + 1))
        );
        let again = news.editor().patch(&at(article), &etag, patch).await;
        assert_eq!(again.problem(412, "version-mismatch")["changed"], json!(["kicker"]));
    }
}

async fn lists_and_the_calendar_read_no_bodies(news: Newsroom) {
    let desk = news.desk().await;
    let article = id(&news.editor().post(ARTICLES, desk.article("Ferry")).await.created());
    let schedule = json!({"to": "schedule", "publish_at": "2027-01-01T00:00:00Z"});
    news.step(article, schedule).await;
    let (list, calendar) = (news.editor().get(ARTICLES).await.ok(), news.editor().get(CALENDAR).await.ok());
    assert_eq!((&list["data"][0]["headline"], &list["data"][0]["body"]), (&json!("Ferry"), &Value::Null));
    assert_eq!(calendar["data"][0]["headline"], "Ferry");
    // Bodies that nobody could read.
    news.write(|c| {
        diesel::RunQueryDsl::execute(diesel::sql_query("UPDATE article_revisions SET body = '?'"), c)
    })
    .await;
    assert_eq!(news.editor().get(ARTICLES).await.ok(), list);
    assert_eq!(news.editor().get(CALENDAR).await.ok(), calendar);
}

async fn hostile_markup_never_reaches_the_body(news: Newsroom) {
    let hostile = concat!(
        "<p onclick=\"x()\">Hello <script>alert(1)</script><a href=\"javascript:alert(1)\">you</a></p>",
        "<img src=x onerror=alert(1)><iframe src=\"https://evil.example\"></iframe><style>p{}</style>",
        "<svg><script>alert(1)</script></svg><math><mtext><img src=x onerror=alert(1)></mtext></math>",
    );
    for format in ["html", "markdown"] {
        let draft = json!({"headline": format, "body": {"format": format, "value": hostile}});
        let article = news.editor().post(ARTICLES, draft).await.created();
        let html = news.editor().get(&format!("{}?body=html", at(id(&article)))).await.ok();
        let html = html["body"]["value"].as_str().unwrap();
        assert!(html.contains("Hello"), "{html}");
        for trace in
            ["script", "onclick", "onerror", "javascript", "iframe", "style", "svg", "math", "alert(1)<"]
        {
            assert!(!html.contains(trace), "{trace} in {html}");
        }
    }
}

async fn reporters_see_and_change_their_own_drafts_only(news: Newsroom) {
    let desk = news.desk().await;
    let own = news.reporter().post(ARTICLES, desk.article("Own")).await.created();
    let theirs = news.colleague("Rob Reporter").post(ARTICLES, desk.article("Theirs")).await.created();
    news.reporter().patch(&at(id(&own)), r#""1""#, json!({"kicker": "Mine"})).await.ok();
    news.reporter().get(&at(id(&theirs))).await.problem(404, "not-found");
    news.reporter()
        .patch(&at(id(&theirs)), r#""1""#, json!({"kicker": "Mine"}))
        .await
        .problem(404, "not-found");
    assert_eq!(headlines(&news.reporter().get(ARTICLES).await.ok()), ["Own"]);
    assert_eq!(headlines(&news.editor().get(ARTICLES).await.ok()), ["Theirs", "Own"]);
    news.editor().transition(id(&own), r#""2""#, "publish").await.ok();
    assert_eq!(news.reporter().get(&at(id(&own))).await.ok()["status"], "published");
    news.reporter().patch(&at(id(&own)), r#""3""#, json!({"kicker": "Late"})).await.problem(403, "forbidden");
    news.moderator().get(ARTICLES).await.problem(403, "forbidden");
}

async fn the_list_shows_any_state_and_filters(news: Newsroom) {
    let desk = news.desk().await;
    let below = json!({"name": "Ferries", "parent_id": desk.section});
    let below = id(&news.editor().post("/v1/editorial/sections", below).await.created());
    let published = news.publish(&desk, "Published").await;
    news.pass(60);
    let mut deep = desk.article("Deep");
    deep["section_id"] = json!(below);
    deep["authors"] = json!([]);
    news.reporter().post(ARTICLES, deep).await.created();
    let withdrawn = news.publish(&desk, "Withdrawn").await;
    news.editor().transition(withdrawn, &news.editor().etag_of(&at(withdrawn)).await, "withdraw").await.ok();
    let list = async |query: &str| {
        let page = news.editor().get(&format!("{ARTICLES}?{query}")).await.ok();
        headlines(&page).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(list("status=published").await, ["Published"]);
    assert_eq!(list("status=withdrawn").await, ["Withdrawn"]);
    assert_eq!(list("status=draft").await, ["Deep"]);
    assert_eq!(list("status=published,draft").await.len(), 2);
    let all = format!("{ARTICLES}?count=exact&limit=1&status=published,withdrawn,draft");
    assert_eq!(news.editor().get(&all).await.ok()["page"]["total"], 3);
    let own = news.reporter().get(&format!("{ARTICLES}?count=exact&status=published")).await.ok();
    assert_eq!(
        own["page"]["total"],
        own["data"].as_array().unwrap().len(),
        "only what one may see is counted"
    );
    assert_eq!(list("section=harbour").await, ["Withdrawn", "Deep", "Published"]);
    assert_eq!(list("section=harbour/ferries").await, ["Deep"]);
    assert_eq!(list("section=HARBOUR").await, [""; 0]);
    assert_eq!(list("author=ada-marlow").await, ["Withdrawn", "Published"]);
    assert_eq!(list("author=nobody").await, [""; 0]);
    assert_eq!(list("updated_after=2026-05-02T12:00:30Z").await, ["Withdrawn", "Deep"]);
    let reporter = news.account("Rae Reporter").id;
    assert_eq!(list(&format!("created_by={reporter}")).await, ["Deep"]);
    assert_eq!(news.editor().get(&at(published)).await.ok()["live_version"], 2);
    let bad = news.editor().get(&format!("{ARTICLES}?status=lost&updated_after=soon&sort=x")).await;
    assert_eq!(bad.culprits(400, "invalid-query"), ["sort", "status", "updated_after"]);
}

async fn the_list_is_paged_both_ways(news: Newsroom) {
    for number in 1..=5 {
        news.editor().post(ARTICLES, json!({"headline": format!("Piece {number}")})).await.created();
    }
    let first = news.editor().get(&format!("{ARTICLES}?limit=2")).await.ok();
    assert_eq!(headlines(&first), ["Piece 5", "Piece 4"]);
    let next = first["page"]["next_cursor"].as_str().unwrap();
    let second = news.editor().get(&format!("{ARTICLES}?limit=2&cursor={next}")).await.ok();
    assert_eq!(headlines(&second), ["Piece 3", "Piece 2"]);
    let back = second["page"]["prev_cursor"].as_str().unwrap();
    assert_eq!(
        news.editor().get(&format!("{ARTICLES}?limit=2&cursor={back}")).await.ok()["data"],
        first["data"]
    );
    let other = news.editor().get(&format!("{ARTICLES}?status=draft&cursor={next}")).await;
    assert_eq!(other.culprits(400, "invalid-cursor"), ["cursor"]);
}

async fn a_broken_article_leaves_nothing_behind(news: Newsroom) {
    news.editor().post(ARTICLES, json!({"headline": "Ferry", "tag_ids": [1]})).await.expect(422);
    news.editor().post(ARTICLES, json!({"headline": "Ferry", "slug": "a b"})).await.expect(422);
    assert_eq!(headlines(&news.editor().get(ARTICLES).await.ok()), [""; 0]);
    // Not even a News ID was used up.
    assert_eq!(id(&news.editor().post(ARTICLES, json!({"headline": "Ferry"})).await.created()), 1);
}

async fn lists_that_are_too_long_are_refused_at_once(news: Newsroom) {
    let many: Vec<i64> = (1..=70_000).collect();
    let credits = vec![json!({}); 16_000];
    let article =
        json!({"headline": "Ferry", "tag_ids": many, "authors": credits, "language": "a".repeat(40)});
    let culprits = news.editor().post(ARTICLES, article).await.culprits(422, "invalid-body");
    assert_eq!(culprits.len(), 100, "and no more is told");
    for list in ["/authors", "/tag_ids", "/language"] {
        assert!(culprits.iter().any(|culprit| culprit == list), "{list}");
    }
}

async fn whatever_was_taken_once_is_taken_again(news: Newsroom) {
    let long = format!("https://e.example/{}", "é".repeat(1000));
    let grown = json!({"headline": "Ferry", "lead_image": {"url": long}});
    assert_eq!(news.editor().post(ARTICLES, grown).await.culprits(422, "invalid-body"), ["/lead_image/url"]);
    let draft = json!({"headline": "Ferry", "lead_image": {"url": "https://e.example/é|b"}, "body": {"format": "html", "value": "<p>a"}});
    let draft = news.editor().post(ARTICLES, draft).await;
    let article = draft.created();
    // The slug that follows the headline, handed back as it was read, goes on following it.
    let back =
        json!({"lead_image": article["lead_image"], "slug": article["slug"], "body": {"format": "html"}});
    let same = news.editor().patch(&at(id(&article)), &draft.etag(), back).await;
    assert_eq!(same.ok()["body"], article["body"]);
    let renamed =
        news.editor().patch(&at(id(&article)), &same.etag(), json!({"headline": "Boat", "body": {}})).await;
    assert_eq!((&renamed.ok()["slug"], &renamed.ok()["body"]), (&json!("boat"), &article["body"]));
}

async fn a_slug_made_by_the_system_never_stands_in_the_way(news: Newsroom) {
    for (headline, slug) in
        [("A", "news-3"), ("B", "storm"), ("2024", "news-3-2"), ("C", "storm-5"), ("Storm", "storm-5-2")]
    {
        let given = headline.len() == 1;
        let article =
            if given { json!({"headline": headline, "slug": slug}) } else { json!({"headline": headline}) };
        assert_eq!(news.editor().post(ARTICLES, article).await.created()["slug"], slug);
    }
}

async fn editors_who_meet_never_see_a_fault_of_ours(news: Newsroom) {
    let desk = news.desk().await;
    let draft = news.editor().post(ARTICLES, desk.article("Ferry")).await;
    let (editor, path) = (news.editor(), at(id(&draft.created())));
    let author = format!("/v1/editorial/authors/{}", desk.author);
    let tag = format!("/v1/editorial/tags/{}", desk.tag);
    let saves = async {
        let mut taken = 0;
        for number in 0..10 {
            let authors = if number % 2 == 0 { json!([]) } else { json!([{"id": desk.author}]) };
            let patch = json!({"authors": authors, "headline": format!("Ferry {number}")});
            taken += i64::from(editor.patch(&path, "*", patch).await.status.is_success());
        }
        taken
    };
    let steps = async {
        let mut taken = 0;
        for to in ["publish", "withdraw"].repeat(5) {
            taken += i64::from(editor.transition(id(&draft.created()), "*", to).await.status.is_success());
        }
        taken
    };
    let creations = async {
        for _ in 0..10 {
            editor.post(ARTICLES, desk.article("Ferry")).await;
        }
    };
    let deletions = async {
        for _ in 0..10 {
            editor.delete(&author, "*").await;
            editor.delete(&tag, "*").await;
        }
    };
    // Every answer is held against the document, so none of them was a fault of ours.
    let (saved, stepped, (), ()) = futures_util::future::join4(saves, steps, creations, deletions).await;
    assert_eq!(editor.get(&path).await.ok()["version"], 1 + saved + stepped);
}
