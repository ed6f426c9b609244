//! Working through the queue: filters, many at once, taking back, notes, history, and privacy requests.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    the_queue_is_filtered_by_section_age_and_reason,
    a_batch_decision_has_a_result_for_each_comment,
    a_decision_can_be_undone_and_redone,
    a_dismissal_of_reports_is_not_a_decision_to_undo,
    every_decision_and_note_is_in_the_history,
    the_comments_of_a_reader_can_be_exported,
    a_thousand_comments_of_a_reader_can_be_exported_and_erased,
    erased_comments_stay_in_the_thread_without_their_content,
    a_single_comment_can_be_erased,
    concurrent_comments_and_decisions_keep_the_count_correct,
    only_admins_can_export_and_erase_comments,
    a_moderator_can_read_only_comments,
    a_killed_article_hides_its_comments,
];

const QUEUE: &str = "/v1/editorial/comments";

async fn send(news: &Newsroom, article: i64, comment: Value) -> i64 {
    let answer = news.reader().post(&format!("/v1/articles/{article}/comments"), comment).await;
    answer.json()["id"].as_i64().unwrap()
}

fn comment(body: &str) -> Value {
    json!({"author_name": "Jo", "author_email": "Jo@Reader.example", "body": body})
}

async fn shown(news: &Newsroom, article: i64) -> Value {
    news.reader().get(&format!("/v1/articles/{article}/comments")).await.ok()["data"].clone()
}

fn bodies(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|comment| comment["body"].as_str().unwrap()).collect()
}

async fn post(news: &Newsroom, path: &str, etag: &str) -> crate::harness::Answer {
    news.moderator().request(Method::POST, path).header("if-match", etag).send().await
}

async fn the_queue_is_filtered_by_section_age_and_reason(news: Newsroom) {
    let desk = news.desk().await;
    let below = news.make("sections", json!({"name": "Ferries", "parent_id": desk.section})).await;
    let port = news.make("sections", json!({"name": "Harbour lights"})).await;
    for (section, body) in [(desk.section, "Above."), (below, "Below."), (port, "Elsewhere.")] {
        let article = json!({"headline": body, "section_id": section});
        let article = news.publish_with(&desk, article).await;
        send(&news, article, comment(body)).await;
        news.pass(60);
    }
    for (filter, expected) in [
        ("", vec!["Elsewhere.", "Below.", "Above."]),
        ("sort=oldest", vec!["Above.", "Below.", "Elsewhere."]),
        ("section=harbour", vec!["Below.", "Above."]),
        ("section=harbour/ferries", vec!["Below."]),
        ("section=nowhere", vec![]),
        ("created_after=2026-05-02T12:01:00Z", vec!["Elsewhere.", "Below."]),
        ("created_before=2026-05-02T12:01:00Z", vec!["Above."]),
        ("reason=links", vec![]),
        ("status=pending,spam", vec!["Elsewhere.", "Below.", "Above."]),
        ("status=spam,approved", vec![]),
        ("status=pending&section=harbour&created_after=2026-05-02T12:01:00Z", vec!["Below."]),
    ] {
        assert_eq!(
            bodies(&news.moderator().get(&format!("{QUEUE}?{filter}")).await.ok()),
            expected,
            "{filter}"
        );
    }
    let list = format!("{QUEUE}?sort=oldest&limit=2");
    let first = news.moderator().get(&list).await.ok();
    let next = first["page"]["next_cursor"].as_str().unwrap();
    assert_eq!(bodies(&news.moderator().get(&format!("{list}&cursor={next}")).await.ok()), ["Elsewhere."]);
    let counted = format!("{QUEUE}?count=exact&limit=1&status=pending,spam&section=harbour");
    assert_eq!(news.moderator().get(&counted).await.ok()["page"]["total"], 2);
    for nonsense in [
        "status=pending,loved",
        "count=all",
        "reason=ugly",
        "reported=perhaps",
        "created_after=soon",
        "sort=best",
    ] {
        news.moderator().get(&format!("{QUEUE}?{nonsense}")).await.problem(400, "invalid-query");
    }
}

async fn a_batch_decision_has_a_result_for_each_comment(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.publish(&desk, "Ferry").await;
    let mut ids = Vec::new();
    for number in 1..=3 {
        ids.push(send(&news, article, comment(&format!("Number {number}."))).await);
    }
    let stamp = async || news.reader().get("/v1/site").await.ok()["content_updated_at"].clone();
    news.pass(60);
    let batch = json!({"ids": ids, "status": "approved", "reason": "Fine"});
    let done = news.moderator().post(&format!("{QUEUE}/batch"), batch).await.ok();
    let expected: Vec<Value> = ids.iter().map(|id| json!({"id": id, "status": "approved"})).collect();
    assert_eq!(done["data"], json!(expected));
    assert_eq!(shown(&news, article).await.as_array().unwrap().len(), 3);
    assert_eq!(stamp().await, "2026-05-02T12:01:00Z", "one edition for all");
    let some = json!({"ids": [ids[0], 999, ids[1]], "status": "rejected"});
    let done = news.moderator().post(&format!("{QUEUE}/batch"), some).await.ok();
    let results = done["data"].as_array().unwrap();
    assert_eq!(results[0], json!({"id": ids[0], "status": "rejected"}));
    assert_eq!(results[2], json!({"id": ids[1], "status": "rejected"}));
    assert_eq!((&results[1]["id"], &results[1]["status"]), (&json!(999), &json!(null)));
    assert_eq!(
        (&results[1]["problem"]["code"], &results[1]["problem"]["status"]),
        (&json!("not-found"), &json!(404))
    );
    assert_eq!(shown(&news, article).await.as_array().unwrap().len(), 1, "what can be done is done");
    let erased = json!({"id": ids[2]});
    news.admin().post(&format!("{QUEUE}/erasures"), erased).await.ok();
    let batch = json!({"ids": [ids[2], ids[0]], "status": "approved"});
    let done = news.moderator().post(&format!("{QUEUE}/batch"), batch).await.ok();
    assert_eq!(done["data"][0]["problem"]["code"], "conflict");
    assert_eq!(done["data"][1], json!({"id": ids[0], "status": "approved"}));
    for (nonsense, culprits) in [
        (json!({}), vec!["/ids", "/status"]),
        (json!({"ids": [], "status": "spam"}), vec!["/ids"]),
        (json!({"ids": vec![1; 101], "status": "spam"}), vec!["/ids"]),
        (json!({"ids": ["1"], "status": "loved"}), vec!["/ids", "/ids/0", "/status"]),
    ] {
        let refused = news.moderator().post(&format!("{QUEUE}/batch"), nonsense).await;
        assert_eq!(refused.culprits(422, "invalid-body"), culprits);
    }
}

async fn a_decision_can_be_undone_and_redone(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.publish(&desk, "Ferry").await;
    let at = format!("{QUEUE}/{}", send(&news, article, comment("Good news.")).await);
    post(&news, &format!("{at}/undo"), "\"1\"").await.problem(409, "conflict");
    let spam = json!({"status": "spam", "reason": "Advertising"});
    news.moderator().patch(&at, "\"1\"", json!({"status": "approved"})).await.ok();
    news.moderator().patch(&at, "\"2\"", spam).await.ok();
    assert_eq!(shown(&news, article).await, json!([]));
    post(&news, &format!("{at}/undo"), "\"2\"").await.problem(412, "version-mismatch");
    let back = post(&news, &format!("{at}/undo"), "\"3\"").await.ok();
    assert_eq!(
        (&back["status"], &back["reason"], &back["version"]),
        (&json!("approved"), &json!(null), &json!(4))
    );
    assert_eq!(shown(&news, article).await[0]["body"], "Good news.");
    let again = post(&news, &format!("{at}/undo"), "\"4\"").await.ok();
    assert_eq!((&again["status"], &again["reason"]), (&json!("spam"), &json!("Advertising")));
    assert_eq!(shown(&news, article).await, json!([]));
}

async fn a_dismissal_of_reports_is_not_a_decision_to_undo(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.publish(&desk, "Ferry").await;
    let id = send(&news, article, comment("Good news.")).await;
    let at = format!("{QUEUE}/{id}");
    news.moderator().patch(&at, "\"1\"", json!({"status": "approved"})).await.ok();
    news.reader()
        .post(&format!("/v1/articles/{article}/comments/{id}/reports"), json!({"reason": "spam"}))
        .await
        .expect(204);
    let settled = news.moderator().patch(&at, "\"2\"", json!({"status": "approved"})).await;
    assert_eq!((settled.etag(), &settled.ok()["reasons"]), ("\"3\"".to_owned(), &json!([])));
    assert_eq!(post(&news, &format!("{at}/undo"), "\"3\"").await.ok()["status"], "pending");
}

async fn every_decision_and_note_is_in_the_history(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.publish(&desk, "Ferry").await;
    let at = format!("{QUEUE}/{}", send(&news, article, comment("Good news.")).await);
    assert_eq!(news.moderator().get(&format!("{at}/history")).await.ok()["data"], json!([]));
    news.moderator().patch(&at, "\"1\"", json!({"status": "rejected", "reason": "Rude"})).await.ok();
    news.editor().post(&format!("{at}/notes"), json!({"text": " Called the reader. "})).await.created();
    let history = news.moderator().get(&format!("{at}/history")).await.ok();
    let (note, decision) = (&history["data"][0], &history["data"][1]);
    assert_eq!((&note["action"], &note["actor"]["name"]), (&json!("comment.note"), &json!("Edda Editor")));
    assert_eq!(note["changes"], json!([{"member": "note", "before": null, "after": "Called the reader."}]));
    assert_eq!(
        (&decision["action"], &decision["actor"]["name"]),
        (&json!("comment.moderate"), &json!("Mo Moderator"))
    );
    let changes = json!([
        {"member": "reason", "before": null, "after": "Rude"},
        {"member": "status", "before": "pending", "after": "rejected"},
    ]);
    assert_eq!(decision["changes"], changes);
    let first = news.moderator().get(&format!("{at}/history?limit=1")).await.ok();
    let next = first["page"]["next_cursor"].as_str().unwrap();
    let second = news.moderator().get(&format!("{at}/history?limit=1&cursor={next}")).await.ok();
    assert_eq!(second["data"], json!([decision]));
    for _ in 0..2 {
        news.moderator()
            .post_once(&format!("{at}/notes"), "a-note", json!({"text": "Twice."}))
            .await
            .created();
    }
    let history = news.moderator().get(&format!("{at}/history")).await.ok();
    assert_eq!(history["data"].as_array().unwrap().len(), 3, "the same note again is not left again");
    let empty = news.moderator().post(&format!("{at}/notes"), json!({"text": " "})).await;
    assert_eq!(empty.culprits(422, "invalid-body"), ["/text"]);
    news.moderator().get(&format!("{QUEUE}/999/history")).await.problem(404, "not-found");
    news.moderator()
        .post(&format!("{QUEUE}/999/notes"), json!({"text": "x"}))
        .await
        .problem(404, "not-found");
}

async fn the_comments_of_a_reader_can_be_exported(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.publish(&desk, "Ferry").await;
    send(&news, article, comment("One.")).await;
    send(&news, article, json!({"author_name": "Al", "body": "Another's."})).await;
    send(&news, article, comment("Two.")).await;
    let export = news.admin().get(&format!("{QUEUE}/export?email=JO@reader.example")).await.ok();
    assert_eq!(bodies(&export), ["One.", "Two."]);
    assert_eq!(export["data"][0]["author_email"], "jo@reader.example");
    let nobody = news.admin().get(&format!("{QUEUE}/export?email=nobody@reader.example")).await.ok();
    assert_eq!(nobody["data"], json!([]));
    news.admin().get(&format!("{QUEUE}/export")).await.problem(400, "invalid-query");
}

async fn erased_comments_stay_in_the_thread_without_their_content(news: Newsroom) {
    let desk = news.desk().await;
    let article =
        news.publish_with(&desk, json!({"headline": "Ferry", "comments": {"policy": "open"}})).await;
    let first = send(&news, article, comment("A secret of mine.")).await;
    let answer = json!({"author_name": "Al", "body": "I see.", "parent_id": first});
    send(&news, article, answer).await;
    let second = send(&news, article, comment("And another secret.")).await;
    let erasure = json!({"email": "jo@READER.example"});
    let erased = news.admin().post(&format!("{QUEUE}/erasures"), erasure.clone()).await.ok();
    assert_eq!(erased["data"], json!([first, second]));
    let threads = shown(&news, article).await;
    assert_eq!(threads.as_array().unwrap().len(), 1);
    assert_eq!((&threads[0]["id"], &threads[0]["body"]), (&json!(first), &json!(null)));
    assert_eq!(threads[0]["replies"][0]["body"], "I see.");
    let at = format!("{QUEUE}/{first}");
    let kept = news.moderator().get(&at).await.ok();
    assert_eq!(
        (&kept["author_name"], &kept["author_email"], &kept["body"]),
        (&json!(""), &json!(null), &json!(""))
    );
    assert_eq!((&kept["erased_at"], &kept["status"]), (&json!("2026-05-02T12:00:00Z"), &json!("rejected")));
    let revived = news.moderator().patch(&at, "\"2\"", json!({"status": "approved"})).await;
    revived.problem(409, "conflict");
    post(&news, &format!("{at}/undo"), "\"2\"").await.problem(409, "conflict");
    let log = news.admin().get("/v1/editorial/audit-log").await.text();
    assert!(log.contains("comment.erase") && !log.contains("secret") && !log.contains("reader.example"));
    assert_eq!(news.admin().post(&format!("{QUEUE}/erasures"), erasure).await.ok()["data"], json!([]));
}

async fn a_thousand_comments_of_a_reader_can_be_exported_and_erased(news: Newsroom) {
    let desk = news.desk().await;
    let article =
        news.publish_with(&desk, json!({"headline": "Ferry", "comments": {"policy": "open"}})).await;
    let first = send(&news, article, comment("A secret of mine.")).await;
    news.write(move |c| {
        diesel::RunQueryDsl::execute(
            diesel::sql_query(format!(
                "INSERT INTO comments (article_id, author_name, author_email, body, status, version, created_at, updated_at) \
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999) \
                 SELECT article_id, author_name, author_email, 'Secret ' || i, status, version, created_at, updated_at \
                 FROM comments, n WHERE id = {first} ORDER BY i"
            )),
            c,
        )
    })
    .await;
    let export = news.admin().get(&format!("{QUEUE}/export?email=jo@reader.example")).await.ok();
    let (exported, all) = (bodies(&export), export["data"].as_array().unwrap().len());
    assert_eq!((all, exported[0], exported[999]), (1000, "A secret of mine.", "Secret 999"));
    let erasure = json!({"email": "jo@reader.example"});
    let erased = news.admin().post(&format!("{QUEUE}/erasures"), erasure).await.ok();
    let ids = |list: &Value| list["data"].as_array().unwrap().len();
    assert_eq!((ids(&erased), &erased["data"][0]), (1000, &json!(first)));
    let export = news.admin().get(&format!("{QUEUE}/export?email=jo@reader.example")).await.ok();
    assert_eq!((ids(&export), shown(&news, article).await), (0, json!([])));
}

async fn concurrent_comments_and_decisions_keep_the_count_correct(news: Newsroom) {
    let desk = news.desk().await;
    let article =
        news.publish_with(&desk, json!({"headline": "Ferry", "comments": {"policy": "open"}})).await;
    let path = format!("/v1/articles/{article}/comments");
    let first = send(&news, article, comment("One.")).await;
    let news = &news;
    // Each is decided on while others are sent, as answers to the first one.
    let one = async |number: i64| {
        let from = format!("198.51.100.{number}");
        let request = news.reader().request(actix_web::http::Method::POST, &path).from(&from);
        let body = json!({"author_name": "Al", "body": format!("Answer {number}."), "parent_id": first});
        let id = request.json(body).send().await.expect(201).json()["id"].clone();
        if number % 2 == 0 {
            let decision = json!({"ids": [id], "status": "rejected"});
            news.moderator().post(&format!("{QUEUE}/batch"), decision).await.ok();
        }
    };
    futures_util::future::join_all((1..=40).map(one)).await;
    let seen = news.reader().get(&format!("/v1/articles/{article}")).await.ok();
    assert_eq!(seen["comments"]["count"], 21);
    let threads = shown(news, article).await;
    assert_eq!(threads[0]["reply_count"], 20, "{threads}");
}

async fn a_single_comment_can_be_erased(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.publish(&desk, "Ferry").await;
    let (one, two) =
        (send(&news, article, comment("One.")).await, send(&news, article, comment("Two.")).await);
    let erased = news.admin().post(&format!("{QUEUE}/erasures"), json!({"id": one})).await.ok();
    assert_eq!(erased["data"], json!([one]));
    assert_eq!(news.moderator().get(&format!("{QUEUE}/{two}")).await.ok()["body"], "Two.");
    for (nonsense, culprit) in
        [(json!({}), ""), (json!({"id": two, "email": "jo@reader.example"}), ""), (json!({"id": 999}), "/id")]
    {
        let refused = news.admin().post(&format!("{QUEUE}/erasures"), nonsense).await;
        assert_eq!(refused.culprits(422, "invalid-body"), [culprit]);
    }
}

async fn only_admins_can_export_and_erase_comments(news: Newsroom) {
    for who in [news.editor(), news.moderator(), news.reporter()] {
        who.get(&format!("{QUEUE}/export?email=a@b.example")).await.problem(403, "forbidden");
        who.post(&format!("{QUEUE}/erasures"), json!({"id": 1})).await.problem(403, "forbidden");
    }
}

async fn a_moderator_can_read_only_comments(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.publish(&desk, "Ferry").await;
    for path in [
        "/v1/editorial/articles".to_owned(),
        format!("/v1/editorial/articles/{article}"),
        format!("/v1/editorial/articles/{article}/revisions"),
        "/v1/editorial/calendar".to_owned(),
        "/v1/editorial/audit-log".to_owned(),
        "/v1/editorial/users".to_owned(),
        "/v1/editorial/redirects".to_owned(),
    ] {
        news.moderator().get(&path).await.problem(403, "forbidden");
    }
    news.moderator().get(QUEUE).await.ok();
    news.moderator().get(&format!("/v1/articles/{article}")).await.ok();
}

async fn a_killed_article_hides_its_comments(news: Newsroom) {
    let desk = news.desk().await;
    let article =
        news.publish_with(&desk, json!({"headline": "Ferry", "comments": {"policy": "open"}})).await;
    let id = send(&news, article, comment("Good news.")).await;
    let path = format!("/v1/articles/{article}/comments");
    news.kill(article).await;
    news.reader().get(&path).await.problem(410, "killed");
    news.reader().get(&format!("{path}?parent={id}")).await.problem(410, "killed");
    news.reader().post(&path, comment("Late.")).await.problem(410, "killed");
    news.step(article, json!({"to": "restore"})).await;
    news.reader().get(&path).await.problem(404, "not-found");
    news.step(article, json!({"to": "publish"})).await;
    assert_eq!(shown(&news, article).await[0]["body"], "Good news.");
}
