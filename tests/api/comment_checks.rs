//! Automatic checks of comments: what is shown, held, rejected or refused.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, Taxonomy, scenarios};

scenarios![
    an_open_article_shows_a_comment_immediately,
    many_comments_in_one_second_never_move_the_content_time_into_the_future,
    an_article_without_a_comment_policy_follows_the_site,
    a_suspect_comment_is_held_with_its_reasons,
    a_banned_comment_is_rejected_but_looks_pending_to_its_sender,
    a_rule_expires_at_its_time,
    a_rule_can_be_created_changed_and_deleted,
    an_invalid_rule_is_refused,
    a_repeated_text_is_held,
    the_same_text_by_another_reader_on_another_article_is_shown,
    the_number_of_rules_is_limited,
    rules_are_read_again_only_after_a_change,
    too_many_comments_by_one_reader_are_held,
    a_comment_with_markup_or_deceptive_characters_is_refused,
    balanced_direction_marks_are_accepted,
    harmless_text_with_angle_brackets_is_accepted_unchanged,
    an_expired_rule_is_refused_and_does_not_block_a_new_one,
    a_refused_comment_leaves_no_data,
];

const QUEUE: &str = "/v1/editorial/comments";
const RULES: &str = "/v1/editorial/comment-rules";

/// Publishes an article with open comments, and returns the path of its comments.
async fn open_comments(news: &Newsroom) -> String {
    publish_open_article(news, &news.taxonomy().await).await
}

async fn publish_open_article(news: &Newsroom, taxonomy: &Taxonomy) -> String {
    let article = json!({"headline": "Ferry", "comments": {"policy": "open"}});
    format!("/v1/articles/{}/comments", news.publish_with(taxonomy, article).await)
}

async fn create_rule(news: &Newsroom, kind: &str, value: &str, action: &str) -> Value {
    let rule = json!({"kind": kind, "value": value, "action": action});
    news.moderator().post(RULES, rule).await.created()
}

/// A comment as moderators see it.
async fn moderated(news: &Newsroom, receipt: &Value) -> Value {
    news.moderator().get(&format!("{QUEUE}/{}", receipt["id"])).await.ok()
}

async fn an_open_article_shows_a_comment_immediately(news: Newsroom) {
    let path = open_comments(&news).await;
    let response = news.reader().post(&path, json!({"author_name": "Jo", "body": "Good news."})).await;
    let receipt = response.expect(201).json();
    assert_eq!(receipt["status"], "approved");
    assert_eq!(news.reader().get(&path).await.ok()["data"][0]["body"], "Good news.");
    let article = news.reader().get(path.trim_end_matches("/comments")).await.ok();
    assert_eq!((&article["comments"]["policy"], &article["comments"]["count"]), (&json!("open"), &json!(1)));
    assert_eq!(moderated(&news, &receipt).await["reasons"], json!([]));
}

async fn many_comments_in_one_second_never_move_the_content_time_into_the_future(news: Newsroom) {
    let path = open_comments(&news).await;
    news.advance_clock(60);
    let content_time = async || news.reader().get("/v1/site").await.ok()["content_updated_at"].clone();
    let shown = async || news.reader().get(&path).await.ok()["data"].as_array().unwrap().len();
    for number in 1..=9 {
        let comment = json!({"author_name": "Jo", "body": format!("Thought number {number}.")});
        let sent = news.reader().request(Method::POST, &path).from(&format!("192.0.2.{number}"));
        sent.json(comment).send().await.expect(201);
        assert_eq!(shown().await, number);
    }
    assert_eq!((shown().await, content_time().await), (9, json!("2026-05-02T12:01:00Z")));
}

async fn an_article_without_a_comment_policy_follows_the_site(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let without_policy = news.publish(&taxonomy, "Follows").await;
    let with_policy = json!({"headline": "Own", "comments": {"policy": "moderated"}});
    let with_policy = news.publish_with(&taxonomy, with_policy).await;
    let set_policy = async |policy: &str| {
        let etag = news.editor().etag_of("/v1/editorial/site").await;
        let changed =
            news.editor().patch("/v1/editorial/site", &etag, json!({"comments_policy": policy})).await;
        assert_eq!(changed.ok()["comments_policy"], policy);
    };
    let policy = async |article: i64| {
        news.reader().get(&format!("/v1/articles/{article}")).await.ok()["comments"]["policy"].clone()
    };
    let send = async |article: i64, body: &str| {
        let comment = json!({"author_name": "Jo", "body": body});
        news.reader().post(&format!("/v1/articles/{article}/comments"), comment).await.status.as_u16()
    };
    assert_eq!((policy(without_policy).await, send(without_policy, "One.").await), (json!("moderated"), 202));
    set_policy("open").await;
    assert_eq!((policy(without_policy).await, send(without_policy, "Two.").await), (json!("open"), 201));
    assert_eq!((policy(with_policy).await, send(with_policy, "Three.").await), (json!("moderated"), 202));
    set_policy("closed").await;
    assert_eq!((policy(without_policy).await, send(without_policy, "Four.").await), (json!("closed"), 409));
    let later = news.publish(&taxonomy, "Later").await;
    assert_eq!(policy(later).await, "closed");
    let working = news.editor().get(&format!("/v1/editorial/articles/{later}")).await.ok();
    assert_eq!(working["comments"]["policy"], json!(null), "the article itself still has no policy");
    // An API key for taxonomy cannot change the setting.
    let key = json!({"name": "tags", "scopes": ["taxonomy:write"]});
    let key = news.admin().post("/v1/editorial/api-keys", key).await.created();
    let program = news.client_with_token(key["key"].as_str().unwrap());
    let etag = program.etag_of("/v1/editorial/site").await;
    let opened = program.patch("/v1/editorial/site", &etag, json!({"comments_policy": "open"})).await;
    opened.problem(403, "forbidden");
    // Moderators cannot change the setting.
    let etag = news.moderator().etag_of("/v1/editorial/site").await;
    let change = json!({"comments_policy": "open"});
    news.moderator().patch("/v1/editorial/site", &etag, change.clone()).await.problem(403, "forbidden");
    news.editor().patch("/v1/editorial/site", "\"1\"", change).await.problem(412, "version-mismatch");
    for invalid in [json!({"comments_policy": null}), json!({"comments_policy": "loud"})] {
        let refused = news.editor().patch("/v1/editorial/site", &etag, invalid).await;
        assert_eq!(refused.error_sources(422, "invalid-body"), ["/comments_policy"]);
    }
}

async fn a_suspect_comment_is_held_with_its_reasons(news: Newsroom) {
    let path = open_comments(&news).await;
    create_rule(&news, "word", "Cheap pills", "suspect").await;
    create_rule(&news, "email", "@Spam.example", "suspect").await;
    create_rule(&news, "address", "198.18.0.0/15", "suspect").await;
    for (number, (comment, from, reasons)) in [
        (json!({"body": "See http://a.example and http://b.example"}), "192.0.2.1", json!(["links"])),
        (json!({"body": "THIS IS A SCANDAL!!!"}), "192.0.2.2", json!(["capitals"])),
        (json!({"body": "!"}), "192.0.2.3", json!(["length"])),
        (json!({"body": "Get CHÉAP   pills!"}), "192.0.2.4", json!(["suspect-word"])),
        (
            json!({"body": "Fine words.", "author_email": "Jo@spam.example"}),
            "192.0.2.5",
            json!(["suspect-email"]),
        ),
        (json!({"body": "Fine words indeed."}), "198.19.2.3", json!(["suspect-address"])),
        (
            json!({"body": "CHEAP PILLS AT HTTP://A.EXAMPLE HTTP://B.EXAMPLE"}),
            "192.0.2.6",
            json!(["suspect-word", "links", "capitals"]),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let mut comment = comment;
        comment["author_name"] = json!("Jo");
        let response = news.reader().request(Method::POST, &path).from(from).json(comment).send().await;
        let receipt = response.expect(202).json();
        let comment = moderated(&news, &receipt).await;
        assert_eq!((&comment["status"], &comment["reasons"]), (&json!("pending"), &reasons), "no. {number}");
    }
    let held = news.moderator().get(&format!("{QUEUE}?reason=suspect-word")).await.ok();
    assert_eq!(held["data"].as_array().unwrap().len(), 2);
    assert_eq!(news.reader().get(&path).await.ok()["data"], json!([]));
}

async fn a_banned_comment_is_rejected_but_looks_pending_to_its_sender(news: Newsroom) {
    let path = open_comments(&news).await;
    create_rule(&news, "word", "casino", "ban").await;
    create_rule(&news, "email", "bad@reader.example", "ban").await;
    create_rule(&news, "address", "2001:db8:1::/48", "ban").await;
    create_rule(&news, "address", "2001:db8:9::7", "ban").await;
    for (comment, from, reason) in [
        (json!({"author_name": "Casino King", "body": "Come and play."}), "192.0.2.1", "banned-word"),
        (
            json!({"author_name": "Jo", "author_email": "BAD@reader.example", "body": "Hello there."}),
            "192.0.2.2",
            "banned-email",
        ),
        (json!({"author_name": "Jo", "body": "Hello there, all."}), "2001:db8:1:2::3", "banned-address"),
        (json!({"author_name": "Jo", "body": "Hello again, all."}), "2001:db8:9::7", "banned-address"),
    ] {
        let response = news.reader().request(Method::POST, &path).from(from).json(comment).send().await;
        let receipt = response.expect(202).json();
        assert_eq!(receipt["status"], "pending");
        let comment = moderated(&news, &receipt).await;
        assert_eq!((&comment["status"], &comment["reasons"]), (&json!("rejected"), &json!([reason])));
        assert!(!comment.to_string().contains(from), "the address is not shown");
    }
}

async fn a_rule_expires_at_its_time(news: Newsroom) {
    let path = open_comments(&news).await;
    let created =
        json!({"kind": "word", "value": "casino", "action": "ban", "expires_at": "2026-05-02T12:01:00Z"});
    news.moderator().post(RULES, created).await.created();
    let comment = |body: &str| json!({"author_name": "Jo", "body": body});
    news.reader().post(&path, comment("A casino opens.")).await.expect(202);
    news.advance_clock(60);
    news.reader().post(&path, comment("The casino is open.")).await.expect(201);
}

async fn a_rule_can_be_created_changed_and_deleted(news: Newsroom) {
    let path = open_comments(&news).await;
    let created = create_rule(&news, "word", " Casino ", "ban").await;
    assert_eq!((&created["value"], &created["expires_at"]), (&json!("casino"), &json!(null)));
    let rule_path = format!("{RULES}/{}", created["id"]);
    assert_eq!(news.editor().get(&rule_path).await.ok(), created);
    let duplicate = json!({"kind": "word", "value": "CASINO", "action": "suspect"});
    let duplicate = news.moderator().post(RULES, duplicate).await.problem(409, "rule-exists");
    assert_eq!(duplicate["errors"][0]["pointer"], "/value");
    let changed = news.moderator().patch(&rule_path, "\"1\"", json!({"action": "suspect"})).await.ok();
    assert_eq!((&changed["action"], &changed["version"]), (&json!("suspect"), &json!(2)));
    news.moderator()
        .patch(&rule_path, "\"1\"", json!({"action": "ban"}))
        .await
        .problem(412, "version-mismatch");
    create_rule(&news, "email", "jo@reader.example", "ban").await;
    let words = news.moderator().get(&format!("{RULES}?kind=word")).await.ok();
    assert_eq!(words["data"], json!([changed]));
    assert_eq!(news.moderator().get(&format!("{RULES}?limit=1")).await.ok()["data"][0]["kind"], "email");
    assert_eq!(news.moderator().delete(&rule_path, "\"2\"").await.status, 204);
    news.moderator().get(&rule_path).await.problem(404, "not-found");
    news.reader().post(&path, json!({"author_name": "Jo", "body": "A casino opens."})).await.expect(201);
    let log = news.admin().get("/v1/editorial/audit-log?target_kind=comment_rule").await.ok();
    let actions: Vec<&Value> = log["data"].as_array().unwrap().iter().map(|entry| &entry["action"]).collect();
    let expected =
        ["comment_rule.delete", "comment_rule.create", "comment_rule.update", "comment_rule.create"];
    assert_eq!(actions, expected.map(Value::from).iter().collect::<Vec<_>>());
    news.reporter().get(RULES).await.problem(403, "forbidden");
}

async fn an_invalid_rule_is_refused(news: Newsroom) {
    for (rule, sources) in [
        (json!({}), vec!["/action", "/kind", "/value"]),
        (json!({"kind": "word", "value": "!!", "action": "ban"}), vec!["/value"]),
        (json!({"kind": "word", "value": "a".repeat(201), "action": "ban"}), vec!["/value"]),
        (json!({"kind": "email", "value": "spam", "action": "ban"}), vec!["/value"]),
        (json!({"kind": "address", "value": "192.0.2.0/33", "action": "ban"}), vec!["/value"]),
        (json!({"kind": "colour", "value": "red", "action": "hide"}), vec!["/action", "/kind"]),
        (json!({"kind": "word", "value": "a", "action": "ban", "expires_at": "soon"}), vec!["/expires_at"]),
    ] {
        let refused = news.moderator().post(RULES, rule.clone()).await;
        assert_eq!(refused.error_sources(422, "invalid-body"), sources, "{rule}");
    }
    assert_eq!(news.moderator().get(RULES).await.ok()["data"], json!([]));
}

async fn a_repeated_text_is_held(news: Newsroom) {
    let path = open_comments(&news).await;
    let send = async |body: &str, from: &str| {
        let comment = json!({"author_name": "Jo", "body": body});
        news.reader().request(Method::POST, &path).from(from).json(comment).send().await.status.as_u16()
    };
    assert_eq!(send("The ferry is late.", "192.0.2.1").await, 201);
    assert_eq!(send("the FERRY is  late!", "192.0.2.2").await, 202, "the same text by another reader");
    let held = news.moderator().get(&format!("{QUEUE}?reason=repeat")).await.ok();
    assert_eq!(held["data"][0]["reasons"], json!(["repeat"]));
    news.advance_clock(24 * 60 * 60 + 1);
    assert_eq!(
        send("The ferry is late.", "192.0.2.1").await,
        201,
        "after a day the text is not a repetition"
    );
}

async fn the_same_text_by_another_reader_on_another_article_is_shown(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let (first, second) =
        (publish_open_article(&news, &taxonomy).await, publish_open_article(&news, &taxonomy).await);
    let thanks = json!({"author_name": "Jo", "body": "Thanks!"});
    let send = async |path: &str, from: &str| {
        let request = news.reader().request(Method::POST, path).from(from);
        request.json(thanks.clone()).send().await.status.as_u16()
    };
    assert_eq!(send(&first, "192.0.2.1").await, 201);
    assert_eq!(send(&second, "198.51.100.2").await, 201);
    // A repetition is the same text on one article, or by one reader on any article.
    assert_eq!(send(&first, "203.0.113.3").await, 202);
    assert_eq!(send(&second, "192.0.2.1").await, 202);
}

async fn the_number_of_rules_is_limited(news: Newsroom) {
    news.write(|c| {
        diesel::RunQueryDsl::execute(
            diesel::sql_query(
                "INSERT INTO comment_rules (kind, value, action, version, created_at, updated_at) \
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) \
                 SELECT 'word', 'word' || i, 'ban', 1, 0, 0 FROM n",
            ),
            c,
        )
    })
    .await;
    let one_more = json!({"kind": "word", "value": "more", "action": "ban"});
    let refused = news.moderator().post(RULES, one_more.clone()).await.problem(409, "conflict");
    assert!(refused["detail"].as_str().unwrap().contains("5000"), "{refused}");
    // Every rule applies to a comment.
    let path = open_comments(&news).await;
    let banned = json!({"author_name": "Jo", "body": "It has word4999 in it."});
    let receipt = news.reader().post(&path, banned).await.expect(202).json();
    assert_eq!(moderated(&news, &receipt).await["reasons"], json!(["banned-word"]));
    let rule = news.moderator().get(RULES).await.ok()["data"][0].clone();
    let rule_path = format!("{RULES}/{}", rule["id"]);
    news.moderator().delete(&rule_path, &format!("\"{}\"", rule["version"])).await.expect(204);
    news.moderator().post(RULES, one_more).await.created();
}

async fn rules_are_read_again_only_after_a_change(news: Newsroom) {
    let path = open_comments(&news).await;
    let mut number = 0;
    let mut status = async |word: &str| {
        number += 1;
        let comment = json!({"author_name": "Jo", "body": format!("{word} number {number}, please.")});
        let request = news.reader().request(Method::POST, &path).from(&format!("198.51.100.{number}"));
        request.json(comment).send().await.status.as_u16()
    };
    assert_eq!(status("Casino").await, 201);
    create_rule(&news, "word", "casino", "ban").await;
    assert_eq!((status("Casino").await, status("Roulette").await), (202, 201));
    // The deletion is not announced, so only a read of the rows would notice it.
    news.write(|c| diesel::RunQueryDsl::execute(diesel::sql_query("DELETE FROM comment_rules"), c)).await;
    assert_eq!(status("Casino").await, 202);
    create_rule(&news, "word", "roulette", "ban").await;
    assert_eq!((status("Casino").await, status("Roulette").await), (201, 202));
}

async fn too_many_comments_by_one_reader_are_held(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let path = publish_open_article(&news, &taxonomy).await;
    let send = async |path: &str, number: i32, from: &str| {
        let comment = json!({"author_name": "Jo", "body": format!("Thought number {number}.")});
        news.reader().request(Method::POST, path).from(from).json(comment).send().await.status.as_u16()
    };
    for number in 1..=5 {
        assert_eq!(send(&path, number, "2001:db8::1").await, 201);
    }
    assert_eq!(send(&path, 6, "2001:db8::2").await, 202, "an IPv6 network counts as one reader");
    assert_eq!(send(&path, 7, "2001:db8:0:1::1").await, 201);
    let held = news.moderator().get(&format!("{QUEUE}?reason=rate")).await.ok();
    assert_eq!(held["data"][0]["body"], "Thought number 6.");
    assert_eq!(send(&publish_open_article(&news, &taxonomy).await, 8, "2001:db8::1").await, 201);
    news.advance_clock(601);
    assert_eq!(send(&path, 9, "2001:db8::1").await, 201);
}

async fn a_comment_with_markup_or_deceptive_characters_is_refused(news: Newsroom) {
    let path = open_comments(&news).await;
    for (text, code) in [
        ("<b>Bold</b>", "markup"),
        ("<b onclick=alert(1)>", "markup"),
        ("<a@b onclick=alert(1)>", "markup"),
        ("<https://x.example onmouseover=alert(1)>", "markup"),
        ("<svg/onload=alert(1)", "markup"),
        ("Hi <img src=x onerror=alert(1)>", "markup"),
        ("<!-- a -->", "markup"),
        ("evil\u{202e}txt.exe", "direction-override"),
        ("evil\u{202e}txt.exe\u{202c}", "direction-override"),
        ("a\u{2067}b", "direction-override"),
        ("a\u{200b}\u{200b}\u{200b}\u{200b}b", "invisible-characters"),
        ("\u{200b}", "required"),
        ("\u{2800} \u{3164}", "required"),
        ("z\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "stacked-marks"),
        ("a\u{7}b", "control-character"),
        ("a\u{0}b", "nul-character"),
    ] {
        for (member, comment) in [
            ("/author_name", json!({"author_name": text, "body": "Good news."})),
            ("/body", json!({"author_name": "Jo", "body": text})),
        ] {
            let problem = news.reader().post(&path, comment).await.problem(422, "invalid-body");
            let error = &problem["errors"][0];
            assert_eq!((&error["pointer"], &error["code"]), (&json!(member), &json!(code)), "{text:?}");
        }
    }
    for (name, body) in [("a<b", "onclick=alert(1) x"), ("autofocus onfocus=alert(1)>", "nice <a@b")] {
        let together = json!({"author_name": name, "body": body});
        assert_eq!(news.reader().post(&path, together).await.error_sources(422, "invalid-body"), ["/body"]);
    }
    let name = "a".repeat(1 << 20);
    news.reader().post(&path, json!({"author_name": name, "body": "b"})).await.problem(413, "too-large");
    let long = news.reader().post(&path, json!({"author_name": "a".repeat(81), "body": "Good."})).await;
    assert_eq!(long.error_sources(422, "invalid-body"), ["/author_name"]);
    assert_eq!(news.moderator().get(QUEUE).await.ok()["data"], json!([]));
}

async fn balanced_direction_marks_are_accepted(news: Newsroom) {
    let path = open_comments(&news).await;
    for text in ["The \u{2067}سلام\u{2069} of \u{202a}2024\u{202c}", "\u{2068}\u{202b}א\u{202c}\u{2069} Jo"]
    {
        news.reader().post(&path, json!({"author_name": text, "body": text})).await.created();
        let comments = news.reader().get(&path).await.ok();
        let newest = &comments["data"][0];
        assert_eq!((&newest["author_name"], &newest["body"]), (&json!(text), &json!(text)));
        news.advance_clock(60);
    }
}

async fn harmless_text_with_angle_brackets_is_accepted_unchanged(news: Newsroom) {
    let path = open_comments(&news).await;
    for text in
        ["a<b", "Anna <a@b.example>", "<https://x.example/a?b=c>", "if x<y, y>z", "I <3 it", "Vec<String>"]
    {
        for comment in [
            json!({"author_name": text, "body": format!("By {text}")}),
            json!({"author_name": "Jo", "body": text}),
        ] {
            let response = news.reader().post(&path, comment.clone()).await;
            assert!([201, 202].contains(&response.status.as_u16()), "{}", response.text());
            let id = response.json()["id"].as_i64().unwrap();
            let shown = news.moderator().get(&format!("{QUEUE}/{id}")).await.ok();
            assert_eq!((&shown["body"], &shown["author_name"]), (&comment["body"], &comment["author_name"]));
        }
        news.advance_clock(601);
    }
}

async fn an_expired_rule_is_refused_and_does_not_block_a_new_one(news: Newsroom) {
    let rule = |end: &str| json!({"kind": "word", "value": "casino", "action": "ban", "expires_at": end});
    for past in ["2026-05-02T11:59:59Z", "2026-05-02T12:00:00Z", "1999-01-01T00:00:00Z"] {
        let refused = news.moderator().post(RULES, rule(past)).await;
        assert_eq!(refused.error_sources(422, "invalid-body"), ["/expires_at"]);
        assert_eq!(refused.json()["errors"][0]["code"], "in-the-past");
    }
    let first = news.moderator().post(RULES, rule("2026-05-02T12:01:00Z")).await.created();
    let rule_path = format!("{RULES}/{}", first["id"]);
    let duplicate = news.moderator().post(RULES, rule("2026-05-02T12:05:00Z")).await;
    let duplicate = duplicate.problem(409, "rule-exists");
    assert_eq!(duplicate["title"], "There is a comment rule on this value");
    news.moderator()
        .patch(&rule_path, "\"1\"", json!({"expires_at": "2026-05-02T11:00:00Z"}))
        .await
        .expect(422);
    news.advance_clock(60);
    // Other members of an expired rule can be changed.
    news.moderator().patch(&rule_path, "\"1\"", json!({"action": "suspect"})).await.ok();
    let second = news.moderator().post(RULES, rule("2026-05-02T12:05:00Z")).await.created();
    assert_eq!(news.moderator().get(RULES).await.ok()["data"], json!([second]));
    news.moderator().get(&rule_path).await.problem(404, "not-found");
}

async fn a_refused_comment_leaves_no_data(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("Draft")).await.created();
    let comment = json!({"author_name": "Jo", "body": "Good news."});
    for path in [format!("/v1/articles/{}/comments", draft["id"]), "/v1/articles/nowhere/comments".to_owned()]
    {
        news.reader().post(&path, comment.clone()).await.problem(404, "not-found");
    }
    let path = publish_open_article(&news, &taxonomy).await;
    let key = "one-comment";
    news.reader().post_with_key(&path, key, comment.clone()).await.expect(201);
    let same = news.reader().post_with_key(&path, key, comment).await;
    assert_eq!(
        same.expect(201).json()["status"],
        "approved",
        "the repeated request creates no second comment"
    );
    let other = json!({"author_name": "Jo", "body": "Bad news."});
    news.reader().post_with_key(&path, key, other).await.problem(422, "idempotency-key-reused");
    assert_eq!(news.moderator().get(QUEUE).await.ok()["data"].as_array().unwrap().len(), 1);
}
