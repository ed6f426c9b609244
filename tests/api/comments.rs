//! Comments of readers: sending, approval and threads.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_comment_is_held_until_a_moderator_approves_it,
    a_comment_that_loses_its_approval_is_no_longer_counted,
    a_reply_is_shown_below_its_parent,
    a_hidden_comment_with_replies_is_shown_without_its_text,
    a_thread_shows_its_first_replies_and_can_list_all,
    comments_are_hidden_and_shown_with_their_article,
    a_closed_article_accepts_no_comments,
    every_fault_of_a_comment_is_reported_together,
    comments_are_plain_text_and_are_returned_as_written,
    threads_are_paged_in_both_orders,
    the_moderation_queue_can_be_filtered,
    a_decision_needs_the_current_version,
    an_invisible_decision_keeps_the_content_time,
    a_comment_with_the_honeypot_field_is_marked_as_spam,
];

const QUEUE: &str = "/v1/editorial/comments";

fn comment(body: &str) -> Value {
    json!({"author_name": "Jo", "body": body})
}

/// Sends a comment, and returns its ID.
async fn send(news: &Newsroom, article: i64, comment: Value) -> i64 {
    let response = news.reader().post(&format!("/v1/articles/{article}/comments"), comment).await;
    response.expect(202).json()["id"].as_i64().unwrap()
}

async fn moderate(news: &Newsroom, id: i64, status: &str) -> Value {
    let path = format!("{QUEUE}/{id}");
    news.moderator()
        .patch(&path, &news.moderator().etag_of(&path).await, json!({"status": status}))
        .await
        .ok()
}

async fn count(news: &Newsroom, article: i64) -> Value {
    news.reader().get(&format!("/v1/articles/{article}")).await.ok()["comments"]["count"].clone()
}

fn bodies(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|comment| comment["body"].as_str().unwrap()).collect()
}

async fn a_comment_is_held_until_a_moderator_approves_it(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let threads = format!("/v1/articles/{article}/comments");
    let id = send(&news, article, comment("Good news.")).await;
    assert_eq!(news.reader().get(&threads).await.ok()["data"], json!([]));
    assert_eq!(count(&news, article).await, 0);
    let approved = moderate(&news, id, "approved").await;
    assert_eq!((&approved["status"], &approved["version"]), (&json!("approved"), &json!(2)));
    assert_eq!(
        news.reader().get(&threads).await.ok()["data"],
        json!([{"id": id, "parent_id": null, "author_name": "Jo", "body": "Good news.",
            "created_at": "2026-05-02T12:00:00Z", "likes": 0, "reply_count": 0, "replies": []}])
    );
    assert_eq!(count(&news, article).await, 1);
    assert_eq!(
        news.reader().get("/v1/articles/ferry/comments").await.ok(),
        news.reader().get(&threads).await.ok()
    );
}

async fn a_comment_that_loses_its_approval_is_no_longer_counted(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let before = news.reader().get(&format!("/v1/articles/{article}")).await.etag();
    let id = send(&news, article, comment("Hm.")).await;
    moderate(&news, id, "approved").await;
    assert_ne!(news.reader().get(&format!("/v1/articles/{article}")).await.etag(), before);
    for status in ["rejected", "spam", "pending"] {
        moderate(&news, id, status).await;
        assert_eq!(count(&news, article).await, 0);
        assert_eq!(
            news.reader().get(&format!("/v1/articles/{article}/comments")).await.ok()["data"],
            json!([])
        );
    }
}

async fn a_reply_is_shown_below_its_parent(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let other = news.publish(&taxonomy, "Other").await;
    let threads = format!("/v1/articles/{article}/comments");
    let first = send(&news, article, comment("First.")).await;
    let reply = json!({"author_name": "Mo", "body": "Second.", "parent_id": first});
    let reply_to_pending = news.reader().post(&threads, reply.clone()).await;
    assert_eq!(
        reply_to_pending.error_sources(422, "invalid-body"),
        ["/parent_id"],
        "the parent is not public yet"
    );
    moderate(&news, first, "approved").await;
    let reply_on_other_article =
        news.reader().post(&format!("/v1/articles/{other}/comments"), reply.clone()).await;
    assert_eq!(reply_on_other_article.error_sources(422, "invalid-body"), ["/parent_id"]);
    let second = send(&news, article, reply).await;
    moderate(&news, second, "approved").await;
    let reply_to_reply = json!({"author_name": "Al", "body": "Third.", "parent_id": second});
    assert_eq!(
        news.reader().post(&threads, reply_to_reply).await.error_sources(422, "invalid-body"),
        ["/parent_id"]
    );
    let page = news.reader().get(&threads).await.ok();
    assert_eq!(bodies(&page), ["First."]);
    assert_eq!(page["data"][0]["replies"][0]["body"], "Second.");
    assert_eq!(count(&news, article).await, 2);
    assert_eq!(
        (&page["data"][0]["reply_count"], &page["data"][0]["replies"][0]["reply_count"]),
        (&json!(1), &json!(0))
    );
}

async fn a_hidden_comment_with_replies_is_shown_without_its_text(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let threads = format!("/v1/articles/{article}/comments");
    let first = send(&news, article, comment("First.")).await;
    moderate(&news, first, "approved").await;
    let second =
        send(&news, article, json!({"author_name": "Mo", "body": "Second.", "parent_id": first})).await;
    moderate(&news, second, "approved").await;
    moderate(&news, first, "rejected").await;
    let hidden = news.reader().get(&threads).await.ok()["data"][0].clone();
    assert_eq!(
        (&hidden["id"], &hidden["author_name"], &hidden["body"]),
        (&json!(first), &json!(null), &json!(null))
    );
    assert_eq!(hidden["replies"][0]["body"], "Second.");
    assert_eq!(count(&news, article).await, 1);
    let reply = json!({"author_name": "Al", "body": "Third.", "parent_id": first});
    assert_eq!(news.reader().post(&threads, reply).await.error_sources(422, "invalid-body"), ["/parent_id"]);
    moderate(&news, second, "rejected").await;
    assert_eq!(
        news.reader().get(&threads).await.ok()["data"],
        json!([]),
        "a hidden comment without replies is not listed"
    );
    moderate(&news, first, "approved").await;
    assert_eq!(bodies(&news.reader().get(&threads).await.ok()), ["First."]);
}

async fn a_thread_shows_its_first_replies_and_can_list_all(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article =
        news.publish_with(&taxonomy, json!({"headline": "Ferry", "comments": {"policy": "open"}})).await;
    let path = format!("/v1/articles/{article}/comments");
    let mut roots = Vec::new();
    for root in ["One.", "Two."] {
        roots.push(news.reader().post(&path, comment(root)).await.expect(201).json()["id"].clone());
        news.advance_clock(1);
    }
    for number in 1..=12 {
        for root in &roots[..1 + usize::from(number < 3)] {
            let body = format!("No. {number} to {root}");
            let reply = json!({"author_name": "Mo", "body": body, "parent_id": root});
            let request = news.reader().request(Method::POST, &path).from(&format!("198.18.{number}.{root}"));
            request.json(reply).send().await.expect(201);
        }
        news.advance_clock(1);
    }
    let page = news.reader().get(&path).await.ok();
    assert_eq!(bodies(&page), ["Two.", "One."]);
    let (two, one) = (&page["data"][0], &page["data"][1]);
    assert_eq!((&two["reply_count"], &one["reply_count"]), (&json!(2), &json!(12)));
    assert_eq!(two["replies"].as_array().unwrap().len(), 2);
    let shown: Vec<&Value> = one["replies"].as_array().unwrap().iter().map(|reply| &reply["body"]).collect();
    let first = roots[0].clone();
    assert_eq!(
        shown,
        (1..=10)
            .map(|number| json!(format!("No. {number} to {first}")))
            .collect::<Vec<_>>()
            .iter()
            .collect::<Vec<_>>()
    );
    let list = format!("{path}?parent={first}&sort=oldest&limit=7");
    let first_page = news.reader().get(&list).await.ok();
    let next = first_page["page"]["next_cursor"].as_str().unwrap();
    let second_page = news.reader().get(&format!("{list}&cursor={next}")).await.ok();
    assert_eq!((bodies(&first_page).len(), bodies(&second_page).len()), (7, 5));
    assert_eq!(bodies(&second_page)[4], format!("No. 12 to {first}"));
    assert_eq!(news.reader().get(&format!("{path}?parent=999")).await.ok()["data"], json!([]));
    assert_eq!(count(&news, article).await, 16);
}

async fn comments_are_hidden_and_shown_with_their_article(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let id = send(&news, article, comment("Good.")).await;
    moderate(&news, id, "approved").await;
    let working = format!("/v1/editorial/articles/{article}");
    let etag = news.editor().etag_of(&working).await;
    let withdrawn = news.editor().transition(article, &etag, "withdraw").await;
    news.reader().get(&format!("/v1/articles/{article}/comments")).await.problem(404, "not-found");
    let late_comment =
        news.reader().post(&format!("/v1/articles/{article}/comments"), comment("Late.")).await;
    late_comment.problem(404, "not-found");
    news.editor().transition(article, &withdrawn.etag(), "publish").await.ok();
    assert_eq!(count(&news, article).await, 1);
    assert_eq!(bodies(&news.reader().get(&format!("/v1/articles/{article}/comments")).await.ok()), ["Good."]);
}

async fn a_closed_article_accepts_no_comments(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let closed =
        news.publish_with(&taxonomy, json!({"headline": "A", "comments": {"policy": "closed"}})).await;
    let response = news.reader().post(&format!("/v1/articles/{closed}/comments"), comment("Hm.")).await;
    response.problem(409, "comments-closed");
    let closing = json!({"headline": "B", "comments": {"closes_at": "2026-05-02T12:00:10Z"}});
    let closing = news.publish_with(&taxonomy, closing).await;
    send(&news, closing, comment("In time.")).await;
    news.advance_clock(10);
    let response = news.reader().post(&format!("/v1/articles/{closing}/comments"), comment("Late.")).await;
    response.problem(409, "comments-closed");
    assert_eq!(bodies(&news.moderator().get(QUEUE).await.ok()), ["In time."]);
}

async fn every_fault_of_a_comment_is_reported_together(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let path = format!("/v1/articles/{article}/comments");
    let invalid = json!({"author_name": "a\u{7}b", "author_email": "jo", "body": "b".repeat(5001), "parent_id": "1", "status": "approved"});
    let response = news.reader().post(&path, invalid).await;
    assert_eq!(
        response.error_sources(422, "invalid-body"),
        ["/author_email", "/author_name", "/body", "/parent_id", "/status"]
    );
    let empty = news.reader().post(&path, json!({"author_name": " ", "body": "\n"})).await;
    assert_eq!(empty.error_sources(422, "invalid-body"), ["/author_name", "/body"]);
    let unknown = json!({"author_name": "Jo", "body": "x", "parent_id": 99});
    assert_eq!(news.reader().post(&path, unknown).await.error_sources(422, "invalid-body"), ["/parent_id"]);
    assert_eq!(news.moderator().get(QUEUE).await.ok()["data"], json!([]));
}

async fn comments_are_plain_text_and_are_returned_as_written(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let body = "1 < 2 && \"2\" > 'b' &lt;b&gt; I <3 it\n\nسلام 👋";
    let id = send(&news, article, json!({"author_name": "Jo & < Co", "body": format!(" {body}\r\n")})).await;
    moderate(&news, id, "approved").await;
    let page = news.reader().get(&format!("/v1/articles/{article}/comments")).await.ok();
    assert_eq!(
        (&page["data"][0]["body"], &page["data"][0]["author_name"]),
        (&json!(body), &json!("Jo & < Co"))
    );
}

async fn threads_are_paged_in_both_orders(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    for number in 1..=3 {
        let id = send(&news, article, comment(&format!("No. {number}"))).await;
        moderate(&news, id, "approved").await;
        news.advance_clock(1);
    }
    for (sort, ordered) in [("newest", ["No. 3", "No. 2", "No. 1"]), ("oldest", ["No. 1", "No. 2", "No. 3"])]
    {
        let list = format!("/v1/articles/{article}/comments?limit=2&sort={sort}");
        let first = news.reader().get(&list).await.ok();
        let next = first["page"]["next_cursor"].as_str().unwrap();
        let second = news.reader().get(&format!("{list}&cursor={next}")).await.ok();
        assert_eq!([bodies(&first), bodies(&second)].concat(), ordered);
        let previous = second["page"]["prev_cursor"].as_str().unwrap();
        assert_eq!(news.reader().get(&format!("{list}&cursor={previous}")).await.ok()["data"], first["data"]);
    }
    let newest = news.reader().get(&format!("/v1/articles/{article}/comments?limit=1")).await.ok();
    let cursor = newest["page"]["next_cursor"].as_str().unwrap();
    let other =
        news.reader().get(&format!("/v1/articles/{article}/comments?sort=oldest&cursor={cursor}")).await;
    other.problem(400, "invalid-cursor");
}

async fn the_moderation_queue_can_be_filtered(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let one = news.publish(&taxonomy, "One").await;
    let two = news.publish(&taxonomy, "Two").await;
    let with_email = json!({"author_name": "Jo", "author_email": "jo@reader.example", "body": "A."});
    let first = send(&news, one, with_email).await;
    news.advance_clock(1);
    send(&news, two, comment("B.")).await;
    assert_eq!(bodies(&news.moderator().get(QUEUE).await.ok()), ["B.", "A."]);
    let path = format!("{QUEUE}/{first}");
    let reason = json!({"status": "rejected", "reason": "Off the subject"});
    let decided = news.moderator().patch(&path, r#""1""#, reason).await.ok();
    assert_eq!(
        (&decided["author_email"], &decided["reason"]),
        (&json!("jo@reader.example"), &json!("Off the subject"))
    );
    assert_eq!(bodies(&news.editor().get(&format!("{QUEUE}?status=pending")).await.ok()), ["B."]);
    assert_eq!(bodies(&news.editor().get(&format!("{QUEUE}?article_id={one}")).await.ok()), ["A."]);
    assert_eq!(
        bodies(&news.editor().get(&format!("{QUEUE}?article_id={one}&status=pending")).await.ok()),
        [""; 0]
    );
    let page = news.admin().get(&format!("{QUEUE}?limit=1")).await.ok();
    let next = page["page"]["next_cursor"].as_str().unwrap();
    let second = news.admin().get(&format!("{QUEUE}?limit=1&cursor={next}")).await.ok();
    assert_eq!(bodies(&second), ["A."]);
    let previous = second["page"]["prev_cursor"].as_str().unwrap();
    assert_eq!(
        news.admin().get(&format!("{QUEUE}?limit=1&cursor={previous}")).await.ok()["data"],
        page["data"]
    );
}

async fn a_decision_needs_the_current_version(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let path = format!("{QUEUE}/{}", send(&news, article, comment("Hm.")).await);
    news.moderator().patch(&path, r#""1""#, json!({"status": "rejected"})).await.ok();
    news.editor()
        .patch(&path, r#""1""#, json!({"status": "approved"}))
        .await
        .problem(412, "version-mismatch");
    let invalid = news.editor().patch(&path, r#""2""#, json!({"status": "loved", "body": "x"})).await;
    assert_eq!(invalid.error_sources(422, "invalid-body"), ["/body", "/status"]);
    let without_status = news.editor().patch(&path, r#""2""#, json!({"status": null})).await;
    assert_eq!(without_status.error_sources(422, "invalid-body"), ["/status"]);
    assert_eq!(count(&news, article).await, 0);
    news.editor()
        .patch(&format!("{QUEUE}/99"), r#""1""#, json!({"status": "spam"}))
        .await
        .problem(404, "not-found");
    let without_version =
        news.editor().request(Method::PATCH, &path).json(json!({"status": "spam"})).send().await;
    without_version.problem(428, "precondition-required");
}

async fn an_invisible_decision_keeps_the_content_time(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let id = send(&news, article, comment("Hm.")).await;
    let content_time = async || news.reader().get("/v1/site").await.ok()["content_updated_at"].clone();
    let before = content_time().await;
    news.advance_clock(60);
    moderate(&news, id, "rejected").await;
    assert_eq!(content_time().await, before);
    moderate(&news, id, "approved").await;
    assert_eq!(content_time().await, "2026-05-02T12:01:00Z");
}

async fn a_comment_with_the_honeypot_field_is_marked_as_spam(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    let with_honeypot = json!({"author_name": "Bot", "body": "Buy.", "website": "https://spam.example"});
    let response = news.reader().post(&format!("/v1/articles/{article}/comments"), with_honeypot).await;
    assert_eq!(response.expect(202).json()["status"], "pending", "the sender does not learn that it is spam");
    assert_eq!(bodies(&news.moderator().get(&format!("{QUEUE}?status=spam")).await.ok()), ["Buy."]);
    assert_eq!(bodies(&news.moderator().get(&format!("{QUEUE}?status=pending")).await.ok()), [""; 0]);
}
