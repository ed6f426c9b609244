//! The moderation queue: filters, batches, undo, notes, history, export and erasure.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    the_queue_is_filtered_by_section_age_and_reason,
    the_queue_shows_the_headline_that_readers_see,
    the_queue_shows_no_text_of_an_article_that_readers_do_not_see,
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
    let response = news.reader().post(&format!("/v1/articles/{article}/comments"), comment).await;
    response.json()["id"].as_i64().unwrap()
}

fn comment(body: &str) -> Value {
    json!({"author_name": "Jo", "author_email": "Jo@Reader.example", "body": body})
}

async fn public_threads(news: &Newsroom, article: i64) -> Value {
    news.reader().get(&format!("/v1/articles/{article}/comments")).await.ok()["data"].clone()
}

fn bodies(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|comment| comment["body"].as_str().unwrap()).collect()
}

async fn post_if_match(news: &Newsroom, path: &str, etag: &str) -> crate::harness::Response {
    news.moderator().request(Method::POST, path).header("if-match", etag).send().await
}

async fn the_queue_is_filtered_by_section_age_and_reason(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection = news.create("sections", json!({"name": "Ferries", "parent_id": taxonomy.section})).await;
    let port = news.create("sections", json!({"name": "Harbour lights"})).await;
    for (section, body) in [(taxonomy.section, "Above."), (subsection, "Below."), (port, "Elsewhere.")] {
        let article = json!({"headline": body, "section_id": section});
        let article = news.publish_with(&taxonomy, article).await;
        send(&news, article, comment(body)).await;
        news.advance_clock(60);
    }
    for (filter, expected) in [
        ("", vec!["Elsewhere.", "Below.", "Above."]),
        ("sort=oldest", vec!["Above.", "Below.", "Elsewhere."]),
        ("section=harbour", vec!["Below.", "Above."]),
        ("section=harbour/ferries", vec!["Below."]),
        ("section=harbour/ferries,nowhere", vec!["Below."]),
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
    for invalid in [
        "status=pending,loved",
        "count=all",
        "reason=ugly",
        "reported=perhaps",
        "created_after=soon",
        "sort=best",
    ] {
        news.moderator().get(&format!("{QUEUE}?{invalid}")).await.problem(400, "invalid-query");
    }
}

async fn the_queue_shows_the_headline_that_readers_see(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let sent = send(&news, article, comment("Hello.")).await;
    news.change(&format!("/v1/editorial/articles/{article}"), json!({"headline": "Secret"})).await;
    let shown = json!({"id": article, "headline": "Ferry", "slug": "ferry", "is_published": true});
    let path = format!("{QUEUE}/{sent}");
    let approve = news.moderator().patch(&path, "\"1\"", json!({"status": "approved"})).await.ok();
    let read = news.moderator().get(&path).await.ok();
    let listed = news.moderator().get(QUEUE).await.ok()["data"][0].clone();
    for comment in [approve, read, listed] {
        assert_eq!((&comment["article_id"], &comment["article"]), (&json!(article), &shown));
    }
}

async fn the_queue_shows_no_text_of_an_article_that_readers_do_not_see(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let sent = send(&news, article, comment("Hello.")).await;
    let path = format!("{QUEUE}/{sent}");
    let hidden = json!({"id": article, "headline": null, "slug": null, "is_published": false});
    news.transition(article, json!({"to": "withdraw"})).await;
    news.change(&format!("/v1/editorial/articles/{article}"), json!({"headline": "Secret"})).await;
    assert_eq!(news.moderator().get(QUEUE).await.ok()["data"][0]["article"], hidden);
    assert_eq!(news.moderator().get(&path).await.ok()["article"], hidden);
    news.transition(article, json!({"to": "publish"})).await;
    assert_eq!(news.moderator().get(&path).await.ok()["article"]["headline"], "Secret");
    news.kill(article).await;
    assert_eq!(news.moderator().get(&path).await.ok()["article"], hidden);
    let export = format!("{QUEUE}/export?email=jo@reader.example");
    let exported = news.admin().get(&export).await.ok()["data"][0].clone();
    assert_eq!((&exported["id"], &exported["article_id"]), (&json!(sent), &json!(article)));
    assert_eq!(exported.get("article"), None);
}

async fn a_batch_decision_has_a_result_for_each_comment(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let mut ids = Vec::new();
    for number in 1..=3 {
        ids.push(send(&news, article, comment(&format!("Number {number}."))).await);
    }
    let content_time = async || news.reader().get("/v1/site").await.ok()["content_updated_at"].clone();
    news.advance_clock(60);
    let batch = json!({"ids": ids, "status": "approved", "reason": "Fine"});
    let results_page = news.moderator().post(&format!("{QUEUE}/batch"), batch).await.ok();
    let expected: Vec<Value> = ids.iter().map(|id| json!({"id": id, "status": "approved"})).collect();
    assert_eq!(results_page["data"], json!(expected));
    assert_eq!(public_threads(&news, article).await.as_array().unwrap().len(), 3);
    assert_eq!(content_time().await, "2026-05-02T12:01:00Z", "the batch is one change");
    let partly_valid = json!({"ids": [ids[0], 999, ids[1]], "status": "rejected"});
    let results_page = news.moderator().post(&format!("{QUEUE}/batch"), partly_valid).await.ok();
    let results = results_page["data"].as_array().unwrap();
    assert_eq!(results[0], json!({"id": ids[0], "status": "rejected"}));
    assert_eq!(results[2], json!({"id": ids[1], "status": "rejected"}));
    assert_eq!((&results[1]["id"], &results[1]["status"]), (&json!(999), &json!(null)));
    assert_eq!(
        (&results[1]["problem"]["code"], &results[1]["problem"]["status"]),
        (&json!("not-found"), &json!(404))
    );
    assert_eq!(
        public_threads(&news, article).await.as_array().unwrap().len(),
        1,
        "the valid decisions are applied"
    );
    let erased = json!({"id": ids[2]});
    news.admin().post(&format!("{QUEUE}/erasures"), erased).await.ok();
    let batch = json!({"ids": [ids[2], ids[0]], "status": "approved"});
    let results_page = news.moderator().post(&format!("{QUEUE}/batch"), batch).await.ok();
    assert_eq!(results_page["data"][0]["problem"]["code"], "conflict");
    assert_eq!(results_page["data"][1], json!({"id": ids[0], "status": "approved"}));
    for (invalid, sources) in [
        (json!({}), vec!["/ids", "/status"]),
        (json!({"ids": [], "status": "spam"}), vec!["/ids"]),
        (json!({"ids": vec![1; 101], "status": "spam"}), vec!["/ids"]),
        (json!({"ids": ["1"], "status": "loved"}), vec!["/ids", "/ids/0", "/status"]),
    ] {
        let refused = news.moderator().post(&format!("{QUEUE}/batch"), invalid).await;
        assert_eq!(refused.error_sources(422, "invalid-body"), sources);
    }
}

async fn a_decision_can_be_undone_and_redone(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let comment_path = format!("{QUEUE}/{}", send(&news, article, comment("Good news.")).await);
    post_if_match(&news, &format!("{comment_path}/undo"), "\"1\"").await.problem(409, "conflict");
    let spam = json!({"status": "spam", "reason": "Advertising"});
    news.moderator().patch(&comment_path, "\"1\"", json!({"status": "approved"})).await.ok();
    news.moderator().patch(&comment_path, "\"2\"", spam).await.ok();
    assert_eq!(public_threads(&news, article).await, json!([]));
    post_if_match(&news, &format!("{comment_path}/undo"), "\"2\"").await.problem(412, "version-mismatch");
    let undone = post_if_match(&news, &format!("{comment_path}/undo"), "\"3\"").await.ok();
    assert_eq!(
        (&undone["status"], &undone["reason"], &undone["version"]),
        (&json!("approved"), &json!(null), &json!(4))
    );
    assert_eq!(public_threads(&news, article).await[0]["body"], "Good news.");
    let redone = post_if_match(&news, &format!("{comment_path}/undo"), "\"4\"").await.ok();
    assert_eq!((&redone["status"], &redone["reason"]), (&json!("spam"), &json!("Advertising")));
    assert_eq!(public_threads(&news, article).await, json!([]));
}

async fn a_dismissal_of_reports_is_not_a_decision_to_undo(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let id = send(&news, article, comment("Good news.")).await;
    let comment_path = format!("{QUEUE}/{id}");
    news.moderator().patch(&comment_path, "\"1\"", json!({"status": "approved"})).await.ok();
    news.reader()
        .post(&format!("/v1/articles/{article}/comments/{id}/reports"), json!({"reason": "spam"}))
        .await
        .expect(204);
    let settled = news.moderator().patch(&comment_path, "\"2\"", json!({"status": "approved"})).await;
    assert_eq!((settled.etag(), &settled.ok()["reasons"]), ("\"3\"".to_owned(), &json!([])));
    assert_eq!(
        post_if_match(&news, &format!("{comment_path}/undo"), "\"3\"").await.ok()["status"],
        "pending"
    );
}

async fn every_decision_and_note_is_in_the_history(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let comment_path = format!("{QUEUE}/{}", send(&news, article, comment("Good news.")).await);
    assert_eq!(news.moderator().get(&format!("{comment_path}/history")).await.ok()["data"], json!([]));
    news.moderator()
        .patch(&comment_path, "\"1\"", json!({"status": "rejected", "reason": "Rude"}))
        .await
        .ok();
    news.editor()
        .post(&format!("{comment_path}/notes"), json!({"text": " Called the reader. "}))
        .await
        .created();
    let history = news.moderator().get(&format!("{comment_path}/history")).await.ok();
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
    let first = news.moderator().get(&format!("{comment_path}/history?limit=1")).await.ok();
    let next = first["page"]["next_cursor"].as_str().unwrap();
    let second = news.moderator().get(&format!("{comment_path}/history?limit=1&cursor={next}")).await.ok();
    assert_eq!(second["data"], json!([decision]));
    for _ in 0..2 {
        news.moderator()
            .post_with_key(&format!("{comment_path}/notes"), "a-note", json!({"text": "Twice."}))
            .await
            .created();
    }
    let history = news.moderator().get(&format!("{comment_path}/history")).await.ok();
    assert_eq!(history["data"].as_array().unwrap().len(), 3, "the repeated request creates no second note");
    let empty = news.moderator().post(&format!("{comment_path}/notes"), json!({"text": " "})).await;
    assert_eq!(empty.error_sources(422, "invalid-body"), ["/text"]);
    news.moderator().get(&format!("{QUEUE}/999/history")).await.problem(404, "not-found");
    news.moderator()
        .post(&format!("{QUEUE}/999/notes"), json!({"text": "x"}))
        .await
        .problem(404, "not-found");
}

async fn the_comments_of_a_reader_can_be_exported(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    send(&news, article, comment("One.")).await;
    send(&news, article, json!({"author_name": "Al", "body": "Another's."})).await;
    send(&news, article, comment("Two.")).await;
    let export = news.admin().get(&format!("{QUEUE}/export?email=JO@reader.example")).await.ok();
    assert_eq!(bodies(&export), ["One.", "Two."]);
    assert_eq!(export["data"][0]["author_email"], "jo@reader.example");
    let unknown = news.admin().get(&format!("{QUEUE}/export?email=nobody@reader.example")).await.ok();
    assert_eq!(unknown["data"], json!([]));
    news.admin().get(&format!("{QUEUE}/export")).await.problem(400, "invalid-query");
}

async fn erased_comments_stay_in_the_thread_without_their_content(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article =
        news.publish_with(&taxonomy, json!({"headline": "Ferry", "comments": {"policy": "open"}})).await;
    let first = send(&news, article, comment("A secret of mine.")).await;
    let reply = json!({"author_name": "Al", "body": "I see.", "parent_id": first});
    send(&news, article, reply).await;
    let second = send(&news, article, comment("And another secret.")).await;
    let erasure = json!({"email": "jo@READER.example"});
    let erased = news.admin().post(&format!("{QUEUE}/erasures"), erasure.clone()).await.ok();
    assert_eq!(erased["data"], json!([first, second]));
    let threads = public_threads(&news, article).await;
    assert_eq!(threads.as_array().unwrap().len(), 1);
    assert_eq!((&threads[0]["id"], &threads[0]["body"]), (&json!(first), &json!(null)));
    assert_eq!(threads[0]["replies"][0]["body"], "I see.");
    let comment_path = format!("{QUEUE}/{first}");
    let erased_comment = news.moderator().get(&comment_path).await.ok();
    assert_eq!(
        (&erased_comment["author_name"], &erased_comment["author_email"], &erased_comment["body"]),
        (&json!(""), &json!(null), &json!(""))
    );
    assert_eq!(
        (&erased_comment["erased_at"], &erased_comment["status"]),
        (&json!("2026-05-02T12:00:00Z"), &json!("rejected"))
    );
    let approved = news.moderator().patch(&comment_path, "\"2\"", json!({"status": "approved"})).await;
    approved.problem(409, "conflict");
    post_if_match(&news, &format!("{comment_path}/undo"), "\"2\"").await.problem(409, "conflict");
    let log = news.admin().get("/v1/editorial/audit-log").await.text();
    assert!(log.contains("comment.erase") && !log.contains("secret") && !log.contains("reader.example"));
    assert_eq!(news.admin().post(&format!("{QUEUE}/erasures"), erasure).await.ok()["data"], json!([]));
}

async fn a_thousand_comments_of_a_reader_can_be_exported_and_erased(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article =
        news.publish_with(&taxonomy, json!({"headline": "Ferry", "comments": {"policy": "open"}})).await;
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
    let (exported, count) = (bodies(&export), export["data"].as_array().unwrap().len());
    assert_eq!((count, exported[0], exported[999]), (1000, "A secret of mine.", "Secret 999"));
    let erasure = json!({"email": "jo@reader.example"});
    let erased = news.admin().post(&format!("{QUEUE}/erasures"), erasure).await.ok();
    let length = |list: &Value| list["data"].as_array().unwrap().len();
    assert_eq!((length(&erased), &erased["data"][0]), (1000, &json!(first)));
    let export = news.admin().get(&format!("{QUEUE}/export?email=jo@reader.example")).await.ok();
    assert_eq!((length(&export), public_threads(&news, article).await), (0, json!([])));
}

async fn concurrent_comments_and_decisions_keep_the_count_correct(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article =
        news.publish_with(&taxonomy, json!({"headline": "Ferry", "comments": {"policy": "open"}})).await;
    let path = format!("/v1/articles/{article}/comments");
    let first = send(&news, article, comment("One.")).await;
    let news = &news;
    // Moderators reject replies to the first comment while readers send others.
    let send_reply = async |number: i64| {
        let from = format!("198.51.100.{number}");
        let request = news.reader().request(actix_web::http::Method::POST, &path).from(&from);
        let body = json!({"author_name": "Al", "body": format!("Answer {number}."), "parent_id": first});
        let id = request.json(body).send().await.expect(201).json()["id"].clone();
        if number % 2 == 0 {
            let decision = json!({"ids": [id], "status": "rejected"});
            news.moderator().post(&format!("{QUEUE}/batch"), decision).await.ok();
        }
    };
    futures_util::future::join_all((1..=40).map(send_reply)).await;
    let public_article = news.reader().get(&format!("/v1/articles/{article}")).await.ok();
    assert_eq!(public_article["comments"]["count"], 21);
    let threads = public_threads(news, article).await;
    assert_eq!(threads[0]["reply_count"], 20, "{threads}");
}

async fn a_single_comment_can_be_erased(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let (one, two) =
        (send(&news, article, comment("One.")).await, send(&news, article, comment("Two.")).await);
    let erased = news.admin().post(&format!("{QUEUE}/erasures"), json!({"id": one})).await.ok();
    assert_eq!(erased["data"], json!([one]));
    assert_eq!(news.moderator().get(&format!("{QUEUE}/{two}")).await.ok()["body"], "Two.");
    for (invalid, source) in [
        (json!({}), ""),
        (json!({"id": two, "email": "jo@reader.example"}), ""),
        (json!({"id": 999}), "/id"),
        (json!({"id": two, "email": null}), "/email"),
    ] {
        let refused = news.admin().post(&format!("{QUEUE}/erasures"), invalid).await;
        assert_eq!(refused.error_sources(422, "invalid-body"), [source]);
    }
}

async fn only_admins_can_export_and_erase_comments(news: Newsroom) {
    for client in [news.editor(), news.moderator(), news.reporter()] {
        client.get(&format!("{QUEUE}/export?email=a@b.example")).await.problem(403, "forbidden");
        client.post(&format!("{QUEUE}/erasures"), json!({"id": 1})).await.problem(403, "forbidden");
    }
}

async fn a_moderator_can_read_only_comments(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
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
    let taxonomy = news.taxonomy().await;
    let article =
        news.publish_with(&taxonomy, json!({"headline": "Ferry", "comments": {"policy": "open"}})).await;
    let id = send(&news, article, comment("Good news.")).await;
    let path = format!("/v1/articles/{article}/comments");
    news.kill(article).await;
    news.reader().get(&path).await.problem(410, "killed");
    news.reader().get(&format!("{path}?parent={id}")).await.problem(410, "killed");
    news.reader().post(&path, comment("Late.")).await.problem(410, "killed");
    news.transition(article, json!({"to": "restore"})).await;
    news.reader().get(&path).await.problem(404, "not-found");
    news.transition(article, json!({"to": "publish"})).await;
    assert_eq!(public_threads(&news, article).await[0]["body"], "Good news.");
}
