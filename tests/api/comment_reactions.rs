//! Likes and reports of comments.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_reader_can_like_a_comment_once_a_day,
    readers_see_new_likes_after_a_few_seconds,
    the_best_order_puts_the_most_liked_comments_first,
    moderators_see_a_reported_comment_with_the_reasons,
    a_decision_resolves_the_reports,
    only_visible_comments_can_be_liked_and_reported,
    a_report_needs_a_reason,
    the_address_of_a_reader_is_not_stored,
];

const QUEUE: &str = "/v1/editorial/comments";

/// Publishes an article with these comments. Returns the path and the IDs of the comments.
async fn thread(news: &Newsroom, bodies: &[&str]) -> (String, Vec<i64>) {
    let taxonomy = news.taxonomy().await;
    let article =
        news.publish_with(&taxonomy, json!({"headline": "Ferry", "comments": {"policy": "open"}})).await;
    let path = format!("/v1/articles/{article}/comments");
    let mut ids = Vec::new();
    for (body, number) in bodies.iter().zip(1..) {
        let request = news.reader().request(Method::POST, &path).from(&format!("198.18.0.{number}"));
        let sent = request.json(json!({"author_name": "Jo", "body": body})).send().await;
        ids.push(sent.expect(201).json()["id"].as_i64().unwrap());
        news.advance_clock(1);
    }
    (path, ids)
}

async fn like(news: &Newsroom, path: &str, id: i64, from: &str) {
    let like = news.reader().request(Method::POST, &format!("{path}/{id}/likes")).from(from);
    like.send().await.expect(204);
}

async fn report(news: &Newsroom, path: &str, id: i64, from: &str, reason: &str) {
    let report = news.reader().request(Method::POST, &format!("{path}/{id}/reports")).from(from);
    report.json(json!({"reason": reason})).send().await.expect(204);
}

async fn moderated(news: &Newsroom, id: i64) -> Value {
    news.moderator().get(&format!("{QUEUE}/{id}")).await.ok()
}

async fn a_reader_can_like_a_comment_once_a_day(news: Newsroom) {
    let (path, ids) = thread(&news, &["Good news.", "Bad news."]).await;
    for from in ["192.0.2.1", "192.0.2.1", "2001:db8::1", "2001:db8::2", "192.0.2.2"] {
        like(&news, &path, ids[0], from).await;
    }
    like(&news, &path, ids[1], "192.0.2.1").await;
    assert_eq!(
        (&moderated(&news, ids[0]).await["likes"], &moderated(&news, ids[1]).await["likes"]),
        (&json!(3), &json!(1))
    );
    news.advance_clock(24 * 60 * 60);
    like(&news, &path, ids[0], "192.0.2.1").await;
    assert_eq!(moderated(&news, ids[0]).await["likes"], 4);
}

async fn readers_see_new_likes_after_a_few_seconds(news: Newsroom) {
    let (path, ids) = thread(&news, &["Good news."]).await;
    let likes = async || news.reader().get(&path).await.ok()["data"][0]["likes"].clone();
    let content_version = async || news.reader().get("/v1/site").await.etag();
    assert_eq!(likes().await, 0);
    let before = content_version().await;
    for number in 1..=9 {
        like(&news, &path, ids[0], &format!("192.0.2.{number}")).await;
    }
    news.run_background_work().await;
    assert_eq!(content_version().await, before, "likes are published together");
    news.advance_clock(5);
    news.run_background_work().await;
    assert_eq!(likes().await, 9);
    let after = content_version().await;
    assert_ne!(after, before);
    news.advance_clock(5);
    news.run_background_work().await;
    assert_eq!(content_version().await, after);
}

async fn the_best_order_puts_the_most_liked_comments_first(news: Newsroom) {
    let (path, ids) = thread(&news, &["One.", "Two.", "Three.", "Four."]).await;
    for (id, likes) in [(ids[1], 2), (ids[3], 1)] {
        for number in 1..=likes {
            like(&news, &path, id, &format!("192.0.2.{number}")).await;
        }
    }
    let list = format!("{path}?sort=best&limit=3");
    let first = news.reader().get(&list).await.ok();
    let bodies = |page: &Value| -> Vec<String> {
        page["data"].as_array().unwrap().iter().map(|c| c["body"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(bodies(&first), ["Two.", "Four.", "Three."]);
    let next = first["page"]["next_cursor"].as_str().unwrap();
    let second = news.reader().get(&format!("{list}&cursor={next}")).await.ok();
    assert_eq!(bodies(&second), ["One."]);
    let previous = second["page"]["prev_cursor"].as_str().unwrap();
    assert_eq!(news.reader().get(&format!("{list}&cursor={previous}")).await.ok()["data"], first["data"]);
}

async fn moderators_see_a_reported_comment_with_the_reasons(news: Newsroom) {
    let (path, ids) = thread(&news, &["Good news.", "Buy this."]).await;
    report(&news, &path, ids[1], "192.0.2.1", "spam").await;
    report(&news, &path, ids[1], "192.0.2.1", "abuse").await;
    report(&news, &path, ids[1], "192.0.2.2", "personal-data").await;
    let reported = moderated(&news, ids[1]).await;
    assert_eq!((&reported["reports"], &reported["status"]), (&json!(2), &json!("approved")));
    assert_eq!(reported["reasons"], json!(["reported-spam", "reported-personal-data"]));
    let queue = news.moderator().get(&format!("{QUEUE}?reported=true")).await.ok();
    assert_eq!(queue["data"], json!([reported]));
    let unreported = news.moderator().get(&format!("{QUEUE}?reported=false")).await.ok();
    assert_eq!(unreported["data"][0]["id"], ids[0]);
    let spam = news.moderator().get(&format!("{QUEUE}?reason=reported-spam")).await.ok();
    assert_eq!(spam["data"].as_array().unwrap().len(), 1);
    assert!(!news.reader().get(&path).await.text().contains("report"), "readers do not see reports");
}

async fn a_decision_resolves_the_reports(news: Newsroom) {
    let (path, ids) = thread(&news, &["A comment."]).await;
    report(&news, &path, ids[0], "192.0.2.1", "off-topic").await;
    let comment_path = format!("{QUEUE}/{}", ids[0]);
    let decided = news.moderator().patch(&comment_path, "\"1\"", json!({"status": "approved"})).await.ok();
    assert_eq!(
        (&decided["reports"], &decided["reasons"], &decided["version"]),
        (&json!(0), &json!([]), &json!(2))
    );
    assert_eq!(news.moderator().get(&format!("{QUEUE}?reported=true")).await.ok()["data"], json!([]));
}

async fn only_visible_comments_can_be_liked_and_reported(news: Newsroom) {
    let (path, ids) = thread(&news, &["A comment.", "Another one."]).await;
    let hidden = format!("{QUEUE}/{}", ids[0]);
    news.moderator().patch(&hidden, "\"1\"", json!({"status": "rejected"})).await.ok();
    let editor = news.client_for("Edda Editor");
    let other_article_path = path.replace("/comments", "0/comments");
    for comment_path in [
        format!("{path}/{}", ids[0]),
        format!("{path}/999"),
        format!("{path}/x"),
        format!("{other_article_path}/{}", ids[1]),
    ] {
        editor.post(&format!("{comment_path}/likes"), json!({})).await.problem(404, "not-found");
        editor
            .post(&format!("{comment_path}/reports"), json!({"reason": "spam"}))
            .await
            .problem(404, "not-found");
    }
    let article: i64 = path.split('/').nth(3).unwrap().parse().unwrap();
    news.transition(article, json!({"to": "withdraw"})).await;
    news.reader().post(&format!("{path}/{}/likes", ids[1]), json!({})).await.problem(404, "not-found");
    news.kill(article).await;
    news.reader().post(&format!("{path}/{}/likes", ids[1]), json!({})).await.problem(410, "killed");
    assert_eq!(moderated(&news, ids[1]).await["likes"], 0);
}

async fn a_report_needs_a_reason(news: Newsroom) {
    let (path, ids) = thread(&news, &["A comment."]).await;
    let reports_path = format!("{path}/{}/reports", ids[0]);
    for report in [json!({}), json!({"reason": "boring"}), json!({"reason": null})] {
        assert_eq!(
            news.reader().post(&reports_path, report).await.error_sources(422, "invalid-body"),
            ["/reason"]
        );
    }
    let with_text = json!({"reason": "spam", "text": "x"});
    assert_eq!(
        news.reader().post(&reports_path, with_text).await.error_sources(422, "invalid-body"),
        ["/text"]
    );
    assert_eq!(moderated(&news, ids[0]).await["reports"], 0);
}

async fn the_address_of_a_reader_is_not_stored(news: Newsroom) {
    use broadsheet::audience;
    use broadsheet::db::schema::{comment_reactions, comments, pseudonym_secrets};
    use diesel::prelude::*;
    let (path, ids) = thread(&news, &["A comment."]).await;
    like(&news, &path, ids[0], "198.18.77.99").await;
    let stored = async || {
        news.write(|c| {
            let reactions: Vec<String> =
                comment_reactions::table.select(comment_reactions::reader).load(c)?;
            let senders: Vec<Option<String>> = comments::table.select(comments::reader).load(c)?;
            let secrets: Vec<String> = pseudonym_secrets::table.select(pseudonym_secrets::secret).load(c)?;
            Ok((reactions, senders.into_iter().flatten().collect::<Vec<_>>(), secrets))
        })
        .await
    };
    let (reactions, senders, secrets) = stored().await;
    assert_eq!((reactions.len(), senders.len(), secrets.len()), (1, 1, 1));
    assert!(reactions.iter().chain(&senders).all(|digest| digest.len() == 43 && !digest.contains("198")));
    // A request that began before midnight, or on a server with a slow clock, uses the pseudonym of the same day.
    news.advance_clock(-24 * 60 * 60);
    like(&news, &path, ids[0], "198.18.77.99").await;
    assert_eq!(stored().await, (reactions, senders, secrets));
    news.advance_clock(2 * 24 * 60 * 60);
    audience::delete_expired_pseudonyms(news.db(), news.now()).await.unwrap();
    assert_eq!(stored().await, (Vec::new(), Vec::new(), Vec::new()), "all pseudonyms have expired");
}
