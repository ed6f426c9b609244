//! What speaks against showing a comment, and what is not taken at all.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Desk, Newsroom, scenarios};

scenarios![
    an_open_article_shows_a_comment_at_once,
    many_comments_at_once_do_not_run_ahead_of_time,
    the_site_decides_where_the_article_does_not,
    what_is_suspect_is_held_with_its_reasons,
    what_is_banned_is_rejected_and_its_sender_learns_nothing,
    a_rule_ends_at_its_time,
    a_rule_is_made_changed_and_lifted,
    a_rule_of_no_sense_is_refused,
    the_same_text_twice_is_held,
    the_same_words_of_another_reader_on_another_article_are_shown,
    rules_are_so_many_at_most,
    rules_are_read_when_they_have_changed_and_not_for_each_comment,
    many_comments_of_one_reader_are_held,
    what_harms_where_it_is_shown_is_not_taken,
    balanced_direction_marks_are_taken,
    honest_words_with_angle_brackets_are_taken_as_they_are,
    a_rule_that_is_over_is_not_made_and_stands_in_nobodys_way,
    a_comment_that_is_refused_leaves_nothing,
];

const QUEUE: &str = "/v1/editorial/comments";
const RULES: &str = "/v1/editorial/comment-rules";

/// The comments of an article that shows them at once.
async fn open(news: &Newsroom) -> String {
    open_at(news, &news.desk().await).await
}

async fn open_at(news: &Newsroom, desk: &Desk) -> String {
    let article = json!({"headline": "Ferry", "comments": {"policy": "open"}});
    format!("/v1/articles/{}/comments", news.publish_with(desk, article).await)
}

async fn rule(news: &Newsroom, kind: &str, value: &str, action: &str) -> Value {
    let rule = json!({"kind": kind, "value": value, "action": action});
    news.moderator().post(RULES, rule).await.created()
}

/// What moderators see of a comment that was sent.
async fn seen(news: &Newsroom, receipt: &Value) -> Value {
    news.moderator().get(&format!("{QUEUE}/{}", receipt["id"])).await.ok()
}

async fn an_open_article_shows_a_comment_at_once(news: Newsroom) {
    let path = open(&news).await;
    let answer = news.reader().post(&path, json!({"author_name": "Jo", "body": "Good news."})).await;
    let receipt = answer.expect(201).json();
    assert_eq!(receipt["status"], "approved");
    assert_eq!(news.reader().get(&path).await.ok()["data"][0]["body"], "Good news.");
    let article = news.reader().get(path.trim_end_matches("/comments")).await.ok();
    assert_eq!((&article["comments"]["policy"], &article["comments"]["count"]), (&json!("open"), &json!(1)));
    assert_eq!(seen(&news, &receipt).await["reasons"], json!([]));
}

async fn many_comments_at_once_do_not_run_ahead_of_time(news: Newsroom) {
    let path = open(&news).await;
    news.pass(60);
    let stamp = async || news.reader().get("/v1/site").await.ok()["content_updated_at"].clone();
    let shown = async || news.reader().get(&path).await.ok()["data"].as_array().unwrap().len();
    for number in 1..=9 {
        let comment = json!({"author_name": "Jo", "body": format!("Thought number {number}.")});
        let sent = news.reader().request(Method::POST, &path).from(&format!("192.0.2.{number}"));
        sent.json(comment).send().await.expect(201);
        assert_eq!(shown().await, number);
    }
    assert_eq!((shown().await, stamp().await), (9, json!("2026-05-02T12:01:00Z")));
}

async fn the_site_decides_where_the_article_does_not(news: Newsroom) {
    let desk = news.desk().await;
    let follows = news.publish(&desk, "Follows").await;
    let own = json!({"headline": "Own", "comments": {"policy": "moderated"}});
    let own = news.publish_with(&desk, own).await;
    let set = async |policy: &str| {
        let etag = news.editor().etag_of("/v1/editorial/site").await;
        let set = news.editor().patch("/v1/editorial/site", &etag, json!({"comments_policy": policy})).await;
        assert_eq!(set.ok()["comments_policy"], policy);
    };
    let policy = async |article: i64| {
        news.reader().get(&format!("/v1/articles/{article}")).await.ok()["comments"]["policy"].clone()
    };
    let send = async |article: i64, body: &str| {
        let comment = json!({"author_name": "Jo", "body": body});
        news.reader().post(&format!("/v1/articles/{article}/comments"), comment).await.status.as_u16()
    };
    assert_eq!((policy(follows).await, send(follows, "One.").await), (json!("moderated"), 202));
    set("open").await;
    assert_eq!((policy(follows).await, send(follows, "Two.").await), (json!("open"), 201));
    assert_eq!((policy(own).await, send(own, "Three.").await), (json!("moderated"), 202));
    set("closed").await;
    assert_eq!((policy(follows).await, send(follows, "Four.").await), (json!("closed"), 409));
    let later = news.publish(&desk, "Later").await;
    assert_eq!(policy(later).await, "closed");
    let working = news.editor().get(&format!("/v1/editorial/articles/{later}")).await.ok();
    assert_eq!(working["comments"]["policy"], json!(null), "what was left open stays open");
    // A program for sections and tags has no say in it.
    let key = json!({"name": "tags", "scopes": ["taxonomy:write"]});
    let key = news.admin().post("/v1/editorial/api-keys", key).await.created();
    let program = news.stranger_with(key["key"].as_str().unwrap());
    let etag = program.etag_of("/v1/editorial/site").await;
    let opened = program.patch("/v1/editorial/site", &etag, json!({"comments_policy": "open"})).await;
    opened.problem(403, "forbidden");
    // Only those who work on the whole site.
    let etag = news.moderator().etag_of("/v1/editorial/site").await;
    let change = json!({"comments_policy": "open"});
    news.moderator().patch("/v1/editorial/site", &etag, change.clone()).await.problem(403, "forbidden");
    news.editor().patch("/v1/editorial/site", "\"1\"", change).await.problem(412, "version-mismatch");
    for nonsense in [json!({"comments_policy": null}), json!({"comments_policy": "loud"})] {
        let refused = news.editor().patch("/v1/editorial/site", &etag, nonsense).await;
        assert_eq!(refused.culprits(422, "invalid-body"), ["/comments_policy"]);
    }
}

async fn what_is_suspect_is_held_with_its_reasons(news: Newsroom) {
    let path = open(&news).await;
    rule(&news, "word", "Cheap pills", "suspect").await;
    rule(&news, "email", "@Spam.example", "suspect").await;
    rule(&news, "address", "198.18.0.0/15", "suspect").await;
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
        let answer = news.reader().request(Method::POST, &path).from(from).json(comment).send().await;
        let receipt = answer.expect(202).json();
        let seen = seen(&news, &receipt).await;
        assert_eq!((&seen["status"], &seen["reasons"]), (&json!("pending"), &reasons), "no. {number}");
    }
    let held = news.moderator().get(&format!("{QUEUE}?reason=suspect-word")).await.ok();
    assert_eq!(held["data"].as_array().unwrap().len(), 2);
    assert_eq!(news.reader().get(&path).await.ok()["data"], json!([]));
}

async fn what_is_banned_is_rejected_and_its_sender_learns_nothing(news: Newsroom) {
    let path = open(&news).await;
    rule(&news, "word", "casino", "ban").await;
    rule(&news, "email", "bad@reader.example", "ban").await;
    rule(&news, "address", "2001:db8:1::/48", "ban").await;
    rule(&news, "address", "2001:db8:9::7", "ban").await;
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
        let answer = news.reader().request(Method::POST, &path).from(from).json(comment).send().await;
        let receipt = answer.expect(202).json();
        assert_eq!(receipt["status"], "pending");
        let seen = seen(&news, &receipt).await;
        assert_eq!((&seen["status"], &seen["reasons"]), (&json!("rejected"), &json!([reason])));
        assert!(!seen.to_string().contains(from), "nothing tells where it came from");
    }
}

async fn a_rule_ends_at_its_time(news: Newsroom) {
    let path = open(&news).await;
    let made =
        json!({"kind": "word", "value": "casino", "action": "ban", "expires_at": "2026-05-02T12:01:00Z"});
    news.moderator().post(RULES, made).await.created();
    let comment = |body: &str| json!({"author_name": "Jo", "body": body});
    news.reader().post(&path, comment("A casino opens.")).await.expect(202);
    news.pass(60);
    news.reader().post(&path, comment("The casino is open.")).await.expect(201);
}

async fn a_rule_is_made_changed_and_lifted(news: Newsroom) {
    let path = open(&news).await;
    let made = rule(&news, "word", " Casino ", "ban").await;
    assert_eq!((&made["value"], &made["expires_at"]), (&json!("casino"), &json!(null)));
    let at = format!("{RULES}/{}", made["id"]);
    assert_eq!(news.editor().get(&at).await.ok(), made);
    let again = json!({"kind": "word", "value": "CASINO", "action": "suspect"});
    let again = news.moderator().post(RULES, again).await.problem(409, "rule-exists");
    assert_eq!(again["errors"][0]["pointer"], "/value");
    let changed = news.moderator().patch(&at, "\"1\"", json!({"action": "suspect"})).await.ok();
    assert_eq!((&changed["action"], &changed["version"]), (&json!("suspect"), &json!(2)));
    news.moderator().patch(&at, "\"1\"", json!({"action": "ban"})).await.problem(412, "version-mismatch");
    rule(&news, "email", "jo@reader.example", "ban").await;
    let words = news.moderator().get(&format!("{RULES}?kind=word")).await.ok();
    assert_eq!(words["data"], json!([changed]));
    assert_eq!(news.moderator().get(&format!("{RULES}?limit=1")).await.ok()["data"][0]["kind"], "email");
    assert_eq!(news.moderator().delete(&at, "\"2\"").await.status, 204);
    news.moderator().get(&at).await.problem(404, "not-found");
    news.reader().post(&path, json!({"author_name": "Jo", "body": "A casino opens."})).await.expect(201);
    let log = news.admin().get("/v1/editorial/audit-log?target_kind=comment_rule").await.ok();
    let actions: Vec<&Value> = log["data"].as_array().unwrap().iter().map(|entry| &entry["action"]).collect();
    let did = ["comment_rule.delete", "comment_rule.create", "comment_rule.update", "comment_rule.create"];
    assert_eq!(actions, did.map(Value::from).iter().collect::<Vec<_>>());
    news.reporter().get(RULES).await.problem(403, "forbidden");
}

async fn a_rule_of_no_sense_is_refused(news: Newsroom) {
    for (rule, culprits) in [
        (json!({}), vec!["/action", "/kind", "/value"]),
        (json!({"kind": "word", "value": "!!", "action": "ban"}), vec!["/value"]),
        (json!({"kind": "word", "value": "a".repeat(201), "action": "ban"}), vec!["/value"]),
        (json!({"kind": "email", "value": "spam", "action": "ban"}), vec!["/value"]),
        (json!({"kind": "address", "value": "192.0.2.0/33", "action": "ban"}), vec!["/value"]),
        (json!({"kind": "colour", "value": "red", "action": "hide"}), vec!["/action", "/kind"]),
        (json!({"kind": "word", "value": "a", "action": "ban", "expires_at": "soon"}), vec!["/expires_at"]),
    ] {
        let refused = news.moderator().post(RULES, rule.clone()).await;
        assert_eq!(refused.culprits(422, "invalid-body"), culprits, "{rule}");
    }
    assert_eq!(news.moderator().get(RULES).await.ok()["data"], json!([]));
}

async fn the_same_text_twice_is_held(news: Newsroom) {
    let path = open(&news).await;
    let send = async |body: &str, from: &str| {
        let comment = json!({"author_name": "Jo", "body": body});
        news.reader().request(Method::POST, &path).from(from).json(comment).send().await.status.as_u16()
    };
    assert_eq!(send("The ferry is late.", "192.0.2.1").await, 201);
    assert_eq!(send("the FERRY is  late!", "192.0.2.2").await, 202, "the same words from somebody else");
    let held = news.moderator().get(&format!("{QUEUE}?reason=repeat")).await.ok();
    assert_eq!(held["data"][0]["reasons"], json!(["repeat"]));
    news.pass(24 * 60 * 60 + 1);
    assert_eq!(send("The ferry is late.", "192.0.2.1").await, 201, "a day later it is news again");
}

async fn the_same_words_of_another_reader_on_another_article_are_shown(news: Newsroom) {
    let desk = news.desk().await;
    let (here, there) = (open_at(&news, &desk).await, open_at(&news, &desk).await);
    let thanks = json!({"author_name": "Jo", "body": "Thanks!"});
    let sent = async |path: &str, from: &str| {
        let request = news.reader().request(Method::POST, path).from(from);
        request.json(thanks.clone()).send().await.status.as_u16()
    };
    assert_eq!(sent(&here, "192.0.2.1").await, 201);
    assert_eq!(sent(&there, "198.51.100.2").await, 201);
    // The same words on one article, whoever sends them, and by one reader, wherever.
    assert_eq!(sent(&here, "203.0.113.3").await, 202);
    assert_eq!(sent(&there, "192.0.2.1").await, 202);
}

async fn rules_are_so_many_at_most(news: Newsroom) {
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
    // A comment is held against all of them.
    let path = open(&news).await;
    let banned = json!({"author_name": "Jo", "body": "It has word4999 in it."});
    let receipt = news.reader().post(&path, banned).await.expect(202).json();
    assert_eq!(seen(&news, &receipt).await["reasons"], json!(["banned-word"]));
    let rule = news.moderator().get(RULES).await.ok()["data"][0].clone();
    let lifted = format!("{RULES}/{}", rule["id"]);
    news.moderator().delete(&lifted, &format!("\"{}\"", rule["version"])).await.expect(204);
    news.moderator().post(RULES, one_more).await.created();
}

async fn rules_are_read_when_they_have_changed_and_not_for_each_comment(news: Newsroom) {
    let path = open(&news).await;
    let mut number = 0;
    let mut status = async |word: &str| {
        number += 1;
        let comment = json!({"author_name": "Jo", "body": format!("{word} number {number}, please.")});
        let request = news.reader().request(Method::POST, &path).from(&format!("198.51.100.{number}"));
        request.json(comment).send().await.status.as_u16()
    };
    assert_eq!(status("Casino").await, 201);
    rule(&news, "word", "casino", "ban").await;
    assert_eq!((status("Casino").await, status("Roulette").await), (202, 201));
    // Gone without a word: who reads the rows for each comment misses them.
    news.write(|c| diesel::RunQueryDsl::execute(diesel::sql_query("DELETE FROM comment_rules"), c)).await;
    assert_eq!(status("Casino").await, 202);
    rule(&news, "word", "roulette", "ban").await;
    assert_eq!((status("Casino").await, status("Roulette").await), (201, 202));
}

async fn many_comments_of_one_reader_are_held(news: Newsroom) {
    let desk = news.desk().await;
    let path = open_at(&news, &desk).await;
    let send = async |path: &str, number: i32, from: &str| {
        let comment = json!({"author_name": "Jo", "body": format!("Thought number {number}.")});
        news.reader().request(Method::POST, path).from(from).json(comment).send().await.status.as_u16()
    };
    for number in 1..=5 {
        assert_eq!(send(&path, number, "2001:db8::1").await, 201);
    }
    assert_eq!(send(&path, 6, "2001:db8::2").await, 202, "a household is one reader");
    assert_eq!(send(&path, 7, "2001:db8:0:1::1").await, 201);
    let held = news.moderator().get(&format!("{QUEUE}?reason=rate")).await.ok();
    assert_eq!(held["data"][0]["body"], "Thought number 6.");
    assert_eq!(send(&open_at(&news, &desk).await, 8, "2001:db8::1").await, 201);
    news.pass(601);
    assert_eq!(send(&path, 9, "2001:db8::1").await, 201);
}

async fn balanced_direction_marks_are_taken(news: Newsroom) {
    let path = open(&news).await;
    for text in ["The \u{2067}سلام\u{2069} of \u{202a}2024\u{202c}", "\u{2068}\u{202b}א\u{202c}\u{2069} Jo"]
    {
        news.reader().post(&path, json!({"author_name": text, "body": text})).await.created();
        let comments = news.reader().get(&path).await.ok();
        assert_eq!(
            (&comments["data"][0]["author_name"], &comments["data"][0]["body"]),
            (&json!(text), &json!(text))
        );
        news.pass(60);
    }
}

async fn what_harms_where_it_is_shown_is_not_taken(news: Newsroom) {
    let path = open(&news).await;
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
            let fault = &problem["errors"][0];
            assert_eq!((&fault["pointer"], &fault["code"]), (&json!(member), &json!(code)), "{text:?}");
        }
    }
    for (name, body) in [("a<b", "onclick=alert(1) x"), ("autofocus onfocus=alert(1)>", "nice <a@b")] {
        let together = json!({"author_name": name, "body": body});
        assert_eq!(news.reader().post(&path, together).await.culprits(422, "invalid-body"), ["/body"]);
    }
    let name = "a".repeat(1 << 20);
    news.reader().post(&path, json!({"author_name": name, "body": "b"})).await.problem(413, "too-large");
    let long = news.reader().post(&path, json!({"author_name": "a".repeat(81), "body": "Good."})).await;
    assert_eq!(long.culprits(422, "invalid-body"), ["/author_name"]);
    assert_eq!(news.moderator().get(QUEUE).await.ok()["data"], json!([]));
}

async fn honest_words_with_angle_brackets_are_taken_as_they_are(news: Newsroom) {
    let path = open(&news).await;
    for text in
        ["a<b", "Anna <a@b.example>", "<https://x.example/a?b=c>", "if x<y, y>z", "I <3 it", "Vec<String>"]
    {
        for comment in [
            json!({"author_name": text, "body": format!("By {text}")}),
            json!({"author_name": "Jo", "body": text}),
        ] {
            let answer = news.reader().post(&path, comment.clone()).await;
            assert!([201, 202].contains(&answer.status.as_u16()), "{}", answer.text());
            let id = answer.json()["id"].as_i64().unwrap();
            let seen = news.moderator().get(&format!("{QUEUE}/{id}")).await.ok();
            assert_eq!((&seen["body"], &seen["author_name"]), (&comment["body"], &comment["author_name"]));
        }
        news.pass(601);
    }
}

async fn a_rule_that_is_over_is_not_made_and_stands_in_nobodys_way(news: Newsroom) {
    let rule = |end: &str| json!({"kind": "word", "value": "casino", "action": "ban", "expires_at": end});
    for over in ["2026-05-02T11:59:59Z", "2026-05-02T12:00:00Z", "1999-01-01T00:00:00Z"] {
        let refused = news.moderator().post(RULES, rule(over)).await;
        assert_eq!(refused.culprits(422, "invalid-body"), ["/expires_at"]);
        assert_eq!(refused.json()["errors"][0]["code"], "in-the-past");
    }
    let first = news.moderator().post(RULES, rule("2026-05-02T12:01:00Z")).await.created();
    let at = format!("{RULES}/{}", first["id"]);
    let twin = news.moderator().post(RULES, rule("2026-05-02T12:05:00Z")).await;
    let twin = twin.problem(409, "rule-exists");
    assert_eq!(twin["title"], "There is a comment rule on this value");
    news.moderator().patch(&at, "\"1\"", json!({"expires_at": "2026-05-02T11:00:00Z"})).await.expect(422);
    news.pass(60);
    // One that has run out may be changed in other members.
    news.moderator().patch(&at, "\"1\"", json!({"action": "suspect"})).await.ok();
    let second = news.moderator().post(RULES, rule("2026-05-02T12:05:00Z")).await.created();
    assert_eq!(news.moderator().get(RULES).await.ok()["data"], json!([second]));
    news.moderator().get(&at).await.problem(404, "not-found");
}

async fn a_comment_that_is_refused_leaves_nothing(news: Newsroom) {
    let desk = news.desk().await;
    let draft = news.editor().post("/v1/editorial/articles", desk.article("Draft")).await.created();
    let comment = json!({"author_name": "Jo", "body": "Good news."});
    for nowhere in
        [format!("/v1/articles/{}/comments", draft["id"]), "/v1/articles/nowhere/comments".to_owned()]
    {
        news.reader().post(&nowhere, comment.clone()).await.problem(404, "not-found");
    }
    let path = open_at(&news, &desk).await;
    let key = "one-comment";
    news.reader().post_once(&path, key, comment.clone()).await.expect(201);
    let same = news.reader().post_once(&path, key, comment).await;
    assert_eq!(same.expect(201).json()["status"], "approved", "the same one again is not sent again");
    let other = json!({"author_name": "Jo", "body": "Bad news."});
    news.reader().post_once(&path, key, other).await.problem(422, "idempotency-key-reused");
    assert_eq!(news.moderator().get(QUEUE).await.ok()["data"].as_array().unwrap().len(), 1);
}
