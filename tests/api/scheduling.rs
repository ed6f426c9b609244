//! Schedules, embargoes and expiry times.

use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, scenarios};

scenarios![
    a_scheduled_article_is_published_once_at_its_time,
    several_servers_run_each_scheduled_change_once,
    an_overdue_article_is_published_at_the_next_run,
    an_article_that_expired_before_publication_is_not_published,
    an_article_cannot_be_scheduled_for_the_past_or_while_incomplete,
    a_scheduled_article_must_stay_publishable,
    a_scheduled_article_can_be_unscheduled_or_published_early,
    a_scheduled_article_that_cannot_be_published_returns_to_draft_with_the_reason,
    unpublishable_articles_do_not_block_others,
    only_an_admin_can_override_an_embargo,
    an_embargo_override_is_logged_only_under_an_active_embargo,
    an_embargo_cannot_be_avoided_by_changing_it,
    an_expired_article_is_withdrawn_and_can_be_published_again,
    an_expiry_before_publication_is_refused,
    the_calendar_lists_upcoming_events,
];

const ARTICLES: &str = "/v1/editorial/articles";

async fn create_draft(news: &Newsroom) -> (i64, String) {
    let taxonomy = news.taxonomy().await;
    let draft = news.reporter().post(ARTICLES, taxonomy.article("Ferry")).await;
    (draft.created()["id"].as_i64().unwrap(), draft.etag())
}

async fn is_public(news: &Newsroom, id: i64) -> bool {
    news.reader().get(&format!("/v1/articles/{id}")).await.status.is_success()
}

async fn a_scheduled_article_is_published_once_at_its_time(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    let schedule =
        json!({"to": "schedule", "publish_at": "2026-05-02T15:30:00+03:00", "note": "With the tide."});
    let scheduled = news.editor().transition_with(id, &etag, schedule).await;
    let article = scheduled.ok();
    assert_eq!(
        (&article["status"], &article["publish_at"]),
        (&json!("scheduled"), &json!("2026-05-02T12:30:00Z"))
    );
    news.advance_clock(30 * 60 - 1);
    assert_eq!(news.run_background_work().await, 0);
    assert!(!is_public(&news, id).await);
    news.advance_clock(2);
    assert_eq!(news.run_background_work().await, 1);
    assert_eq!(news.run_background_work().await, 0);
    let public = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
    for time in ["first_published_at", "published_at", "updated_at"] {
        assert_eq!(public[time], "2026-05-02T12:30:00Z", "{time} is the scheduled time");
    }
    let article = news.editor().get(&article_path(id)).await.ok();
    assert_eq!((&article["status"], &article["publish_at"]), (&json!("published"), &Value::Null));
    assert_eq!(article["version"], 3);
    // The article names the editor who scheduled it. The log names the scheduler.
    assert_eq!(article["updated_by"]["name"], "Edda Editor");
    let log = news.admin().get("/v1/editorial/audit-log?action=article.publish").await.ok();
    assert_eq!(log["data"].as_array().unwrap().len(), 1);
    assert_eq!(log["data"][0]["actor"], json!({"kind": "system", "id": null, "name": "scheduler"}));
}

async fn several_servers_run_each_scheduled_change_once(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for number in 0..5 {
        let draft = news.editor().post(ARTICLES, taxonomy.article(&format!("Ferry {number}"))).await;
        let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T12:00:01Z", "expires_at": "2026-05-02T13:00:00Z"});
        news.editor()
            .transition_with(draft.created()["id"].as_i64().unwrap(), &draft.etag(), schedule)
            .await
            .ok();
    }
    let servers: Vec<_> = (0..4).map(|_| news.db_of_another_server()).collect();
    for (action, seconds) in [("article.publish", 60), ("article.withdraw", 3600)] {
        news.advance_clock(seconds);
        let servers = servers.iter().map(|db| news.run_background_work_on(db));
        let change_count: usize = futures_util::future::join_all(servers).await.into_iter().sum();
        assert_eq!(change_count, 5);
        let log = news.admin().get(&format!("/v1/editorial/audit-log?action={action}")).await.ok();
        assert_eq!(log["data"].as_array().unwrap().len(), 5, "{action}");
    }
}

async fn an_overdue_article_is_published_at_the_next_run(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T12:01:00Z"});
    news.editor().transition_with(id, &etag, schedule).await.ok();
    news.advance_clock(7 * 24 * 3600);
    assert_eq!(news.run_background_work().await, 1);
    let article = news.editor().get(&article_path(id)).await.ok();
    assert_eq!(article["status"], "published");
    assert_eq!(article["first_published_at"], "2026-05-02T12:01:00Z");
}

async fn an_article_that_expired_before_publication_is_not_published(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    let schedule =
        json!({"to": "schedule", "publish_at": "2026-05-02T12:01:00Z", "expires_at": "2026-05-02T12:02:00Z"});
    news.editor().transition_with(id, &etag, schedule).await.ok();
    news.advance_clock(3600);
    assert_eq!(news.run_background_work().await, 1);
    let article = news.editor().get(&article_path(id)).await.ok();
    assert_eq!((&article["status"], &article["first_published_at"]), (&json!("draft"), &Value::Null));
    assert!(article["step_note"].as_str().unwrap().contains("/expires_at"), "{article}");
}

async fn an_article_cannot_be_scheduled_for_the_past_or_while_incomplete(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    for time in ["2026-05-02T12:00:00Z", "2020-01-01T00:00:00Z"] {
        let in_the_past =
            news.editor().transition_with(id, &etag, json!({"to": "schedule", "publish_at": time})).await;
        assert_eq!(in_the_past.error_sources(422, "invalid-body"), ["/publish_at"]);
    }
    let without_time = news.editor().transition_with(id, &etag, json!({"to": "schedule"})).await;
    assert_eq!(without_time.error_sources(422, "invalid-body"), ["/publish_at"]);
    let incomplete_draft = news
        .editor()
        .post(ARTICLES, json!({"headline": "Bare", "published_at": "2026-05-02T14:00:00Z"}))
        .await;
    let incomplete_id = incomplete_draft.created()["id"].as_i64().unwrap();
    let before_published_at = json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"});
    let incomplete =
        news.editor().transition_with(incomplete_id, &incomplete_draft.etag(), before_published_at).await;
    assert_eq!(
        incomplete.error_sources(422, "not-publishable"),
        ["/authors", "/body", "/published_at", "/section_id"]
    );
    assert_eq!(news.editor().get(&article_path(incomplete_id)).await.ok()["status"], "draft");
}

async fn a_scheduled_article_must_stay_publishable(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"});
    let scheduled = news.editor().transition_with(id, &etag, schedule).await;
    let without_body = news.editor().patch(&article_path(id), &scheduled.etag(), json!({"body": null})).await;
    assert_eq!(without_body.error_sources(422, "not-publishable"), ["/body"]);
    let patched =
        news.editor().patch(&article_path(id), &scheduled.etag(), json!({"headline": "Ferry, better"})).await;
    patched.ok();
    news.advance_clock(3600);
    news.run_background_work().await;
    assert_eq!(news.reader().get(&format!("/v1/articles/{id}")).await.ok()["headline"], "Ferry, better");
}

async fn a_scheduled_article_can_be_unscheduled_or_published_early(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"});
    let scheduled = news.editor().transition_with(id, &etag, schedule.clone()).await;
    let unscheduled = news.editor().transition(id, &scheduled.etag(), "unschedule").await;
    assert_eq!(
        (&unscheduled.ok()["status"], &unscheduled.ok()["publish_at"]),
        (&json!("draft"), &Value::Null)
    );
    let scheduled_again = news.editor().transition_with(id, &unscheduled.etag(), schedule).await;
    news.advance_clock(60);
    let published_early = news.editor().transition(id, &scheduled_again.etag(), "publish").await;
    assert_eq!(
        (&published_early.ok()["status"], &published_early.ok()["publish_at"]),
        (&json!("published"), &Value::Null)
    );
    let public = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
    assert_eq!(public["published_at"], "2026-05-02T12:01:00Z");
    news.advance_clock(3600);
    assert_eq!(news.run_background_work().await, 0);
}

async fn a_scheduled_article_that_cannot_be_published_returns_to_draft_with_the_reason(news: Newsroom) {
    use broadsheet::db::schema::articles;
    use diesel::prelude::*;
    let taxonomy = news.taxonomy().await;
    let mut scheduled = Vec::new();
    for headline in ["Ferry", "Buoy"] {
        let draft = news.editor().post(ARTICLES, taxonomy.article(headline)).await;
        let id = draft.created()["id"].as_i64().unwrap();
        let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"});
        news.editor().transition_with(id, &draft.etag(), schedule).await.ok();
        scheduled.push(id);
    }
    let (id, other) = (scheduled[0], scheduled[1]);
    // The API does not allow this embargo. It stands for any unexpected state.
    let embargo = news.now().plus_seconds(7200);
    news.write(move |c| {
        diesel::update(articles::table.find(id)).set(articles::embargo_until.eq(embargo)).execute(c)
    })
    .await;
    news.advance_clock(3600);
    assert_eq!(news.run_background_work().await, 2);
    assert!(is_public(&news, other).await, "the other article is published");
    let article = news.editor().get(&article_path(id)).await.ok();
    assert_eq!(article["status"], "draft");
    assert!(article["step_note"].as_str().unwrap().contains("embargo"), "{article}");
    assert!(!is_public(&news, id).await);
}

async fn unpublishable_articles_do_not_block_others(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let schedule = async |second: i64| {
        let draft = news.editor().post(ARTICLES, taxonomy.article("Ferry")).await;
        let id = draft.created()["id"].as_i64().unwrap();
        let transition = json!({"to": "schedule", "publish_at": format!("2026-05-02T12:10:{second:02}Z")});
        news.transition(id, transition).await;
        id
    };
    let valid = schedule(1).await;
    // More unreadable articles than one batch, all due before the valid one.
    let unreadable = schedule(0).await;
    news.copy_working(unreadable, 120).await;
    news.write(move |c| {
        let garbage = diesel::sql_query(format!(
            "UPDATE article_revisions SET document = '-' WHERE article_id <> {valid}"
        ));
        diesel::RunQueryDsl::execute(garbage, c)
    })
    .await;
    news.advance_clock(15 * 60);
    let mut change_count = 0;
    for _ in 0..3 {
        change_count += news.run_background_work().await;
    }
    assert_eq!(
        (change_count, is_public(&news, valid).await, is_public(&news, unreadable).await),
        (1, true, false)
    );
}

async fn only_an_admin_can_override_an_embargo(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    let submitted = news
        .reporter()
        .transition_with(id, &etag, json!({"to": "submit", "embargo_until": "2026-05-02T18:00:00Z"}))
        .await;
    assert_eq!(submitted.ok()["embargo_until"], "2026-05-02T18:00:00Z");
    let etag = submitted.etag();
    for client in [news.editor(), news.admin()] {
        client.transition(id, &etag, "publish").await.problem(409, "embargoed");
        let before_embargo = json!({"to": "schedule", "publish_at": "2026-05-02T17:59:59Z"});
        client.transition_with(id, &etag, before_embargo).await.problem(409, "embargoed");
    }
    let override_embargo = json!({"to": "publish", "override_embargo": true});
    news.editor().transition_with(id, &etag, override_embargo.clone()).await.problem(403, "forbidden");
    for path in ["/v1/articles", "/v1/sections/harbour"] {
        let response = news.reader().get(path).await;
        assert!(!response.text().contains("Ferry\""), "{path} shows the article");
    }
    assert!(!is_public(&news, id).await);
    let overridden = news.admin().transition_with(id, &etag, override_embargo).await;
    assert_eq!(
        (&overridden.ok()["status"], &overridden.ok()["embargo_until"]),
        (&json!("published"), &Value::Null)
    );
    let log =
        news.admin().get(&format!("/v1/editorial/audit-log?target_kind=article&target_id={id}")).await.ok();
    let entry = &log["data"][0];
    assert_eq!((&entry["action"], &entry["actor"]["name"]), (&json!("article.publish"), &json!("Ada Admin")));
    let members: Vec<_> =
        entry["changes"].as_array().unwrap().iter().map(|c| c["member"].as_str().unwrap()).collect();
    assert!(members.contains(&"override_embargo") && members.contains(&"embargo_until"), "{entry}");
}

async fn an_embargo_override_is_logged_only_under_an_active_embargo(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    let embargo = json!({"to": "submit", "embargo_until": "2026-05-02T18:00:00Z"});
    let submitted = news.editor().transition_with(id, &etag, embargo).await;
    news.advance_clock(6 * 60 * 60);
    let published = json!({"to": "publish", "override_embargo": true});
    news.admin().transition_with(id, &submitted.etag(), published).await.ok();
    let log = news.admin().get("/v1/editorial/audit-log?action=article.publish").await.ok();
    assert!(!log["data"][0].to_string().contains("override_embargo"), "{log}");
}

async fn an_embargo_cannot_be_avoided_by_changing_it(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    let embargo_after_schedule = json!({"to": "schedule", "publish_at": "2026-05-02T14:00:00Z", "embargo_until": "2026-05-02T15:00:00Z"});
    news.editor().transition_with(id, &etag, embargo_after_schedule).await.problem(409, "embargoed");
    let submitted = news
        .editor()
        .transition_with(id, &etag, json!({"to": "submit", "embargo_until": "2026-05-02T15:00:00Z"}))
        .await;
    for earlier in [json!(null), json!("2026-05-02T12:00:01Z")] {
        let publish = json!({"to": "publish", "embargo_until": earlier});
        news.editor().transition_with(id, &submitted.etag(), publish).await.problem(409, "embargoed");
        let schedule =
            json!({"to": "schedule", "publish_at": "2026-05-02T14:00:00Z", "embargo_until": earlier});
        news.editor().transition_with(id, &submitted.etag(), schedule).await.problem(409, "embargoed");
    }
    let after_embargo = json!({"to": "schedule", "publish_at": "2026-05-02T15:00:00Z"});
    news.editor().transition_with(id, &submitted.etag(), after_embargo).await.ok();
    news.advance_clock(3 * 3600);
    assert_eq!(news.run_background_work().await, 1);
    assert!(is_public(&news, id).await);
}

async fn an_expired_article_is_withdrawn_and_can_be_published_again(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    let offer = json!({"to": "publish", "expires_at": "2026-05-02T18:00:00Z"});
    let published = news.editor().transition_with(id, &etag, offer).await;
    assert_eq!(published.ok()["expires_at"], "2026-05-02T18:00:00Z");
    // Publishing again keeps the expiry time, unless the request changes it.
    let republished = news.editor().transition(id, &published.etag(), "publish").await;
    assert_eq!(republished.ok()["expires_at"], "2026-05-02T18:00:00Z");
    news.advance_clock(6 * 3600);
    assert_eq!(news.run_background_work().await, 1);
    assert!(!is_public(&news, id).await);
    let expired = news.editor().get(&article_path(id)).await;
    assert_eq!((&expired.ok()["status"], &expired.ok()["expires_at"]), (&json!("withdrawn"), &Value::Null));
    let published_again = news.editor().transition(id, &expired.etag(), "publish").await;
    published_again.ok();
    assert_eq!(news.run_background_work().await, 0);
    assert!(is_public(&news, id).await);
    let with_expiry = json!({"to": "publish", "expires_at": "2026-05-02T19:00:00Z"});
    let with_expiry = news.editor().transition_with(id, &published_again.etag(), with_expiry).await;
    let without_expiry = json!({"to": "publish", "expires_at": null});
    assert_eq!(
        news.editor().transition_with(id, &with_expiry.etag(), without_expiry).await.ok()["expires_at"],
        Value::Null
    );
}

async fn an_expiry_before_publication_is_refused(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    for transition in [
        json!({"to": "publish", "expires_at": "2026-05-02T12:00:00Z"}),
        json!({"to": "submit", "expires_at": "2026-05-02T11:00:00Z"}),
        json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z", "expires_at": "2026-05-02T13:00:00Z"}),
    ] {
        assert_eq!(
            news.editor().transition_with(id, &etag, transition).await.error_sources(422, "invalid-body"),
            ["/expires_at"]
        );
    }
    let submit = json!({"to": "submit", "expires_at": "2026-05-02T13:00:00Z"});
    let submitted = news.editor().transition_with(id, &etag, submit).await;
    news.advance_clock(2 * 3600);
    let expired_submission = news.editor().transition(id, &submitted.etag(), "publish").await;
    assert_eq!(expired_submission.error_sources(422, "invalid-body"), ["/expires_at"]);
}

async fn the_calendar_lists_upcoming_events(news: Newsroom) {
    let (id, etag) = create_draft(&news).await;
    let submit = json!({"to": "submit", "embargo_until": "2026-05-02T13:00:00Z"});
    let submitted = news.editor().transition_with(id, &etag, submit).await;
    let schedule =
        json!({"to": "schedule", "publish_at": "2026-05-02T14:00:00Z", "expires_at": "2026-05-02T15:00:00Z"});
    news.editor().transition_with(id, &submitted.etag(), schedule).await.ok();
    let others_article = news.editor().post(ARTICLES, json!({"headline": "Not hers"})).await;
    let others_id = others_article.created()["id"].as_i64().unwrap();
    let embargo = json!({"to": "submit", "embargo_until": "2026-05-02T14:00:00Z"});
    news.editor().transition_with(others_id, &others_article.etag(), embargo).await.ok();
    let calendar = async |client: crate::harness::Client<'_>, query: &str| {
        let page = client.get(&format!("/v1/editorial/calendar?{query}")).await.ok();
        let items = page["data"].as_array().unwrap().clone();
        let items =
            items.iter().map(|item| format!("{} {}", item["kind"].as_str().unwrap(), item["article_id"]));
        (items.collect::<Vec<_>>(), page)
    };
    let all = [
        format!("embargo {id}"),
        format!("publish {id}"),
        format!("embargo {others_id}"),
        format!("expire {id}"),
    ];
    let (items, page) = calendar(news.editor(), "limit=10").await;
    assert_eq!(items, all);
    assert_eq!(page["data"][1]["headline"], "Ferry");
    assert_eq!(page["data"][1]["at"], "2026-05-02T14:00:00Z");
    assert_eq!(calendar(news.reporter(), "").await.0, [&all[0], &all[1], &all[3]].map(Clone::clone));
    assert_eq!(calendar(news.editor(), "kind=publish").await.0, [all[1].clone()]);
    let window = "after=2026-05-02T14:00:00Z&before=2026-05-02T15:00:00Z";
    assert_eq!(calendar(news.editor(), window).await.0, all[1..3]);
    // By default the calendar starts now. Past events can be requested with `after`.
    news.advance_clock(3600);
    assert_eq!(calendar(news.editor(), "").await.0, all[1..]);
    assert_eq!(calendar(news.editor(), "after=2026-05-02T13:00:00Z").await.0, all);
    let all = all[1..].to_vec();
    // Pages of one event, forward and back.
    let (mut cursor, mut events) = (String::new(), Vec::new());
    for _ in 0..3 {
        let (items, page) = calendar(news.editor(), &format!("limit=1{cursor}")).await;
        events.extend(items);
        let next = if events.len() < 3 { "next_cursor" } else { "prev_cursor" };
        cursor = format!("&cursor={}", page["page"][next].as_str().unwrap());
    }
    assert_eq!(events, all);
    assert_eq!(calendar(news.editor(), &format!("limit=1{cursor}")).await.0, [all[1].clone()]);
    news.moderator().get("/v1/editorial/calendar").await.problem(403, "forbidden");
    let invalid = news.editor().get("/v1/editorial/calendar?after=soon&kind=party").await;
    assert_eq!(invalid.error_sources(400, "invalid-query"), ["after", "kind"]);
}
