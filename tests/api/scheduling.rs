//! Schedule, embargo and expiry.

use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

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

fn at(id: i64) -> String {
    format!("{ARTICLES}/{id}")
}

async fn draft(news: &Newsroom) -> (i64, String) {
    let desk = news.desk().await;
    let draft = news.reporter().post(ARTICLES, desk.article("Ferry")).await;
    (draft.created()["id"].as_i64().unwrap(), draft.etag())
}

async fn is_public(news: &Newsroom, id: i64) -> bool {
    news.reader().get(&format!("/v1/articles/{id}")).await.status.is_success()
}

async fn a_scheduled_article_is_published_once_at_its_time(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    let schedule =
        json!({"to": "schedule", "publish_at": "2026-05-02T15:30:00+03:00", "note": "With the tide."});
    let scheduled = news.editor().step(id, &etag, schedule).await;
    let article = scheduled.ok();
    assert_eq!(
        (&article["status"], &article["publish_at"]),
        (&json!("scheduled"), &json!("2026-05-02T12:30:00Z"))
    );
    news.pass(30 * 60 - 1);
    assert_eq!(news.work_off().await, 0);
    assert!(!is_public(&news, id).await);
    news.pass(2);
    assert_eq!(news.work_off().await, 1);
    assert_eq!(news.work_off().await, 0);
    let public = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
    for time in ["first_published_at", "published_at", "updated_at"] {
        assert_eq!(public[time], "2026-05-02T12:30:00Z", "{time}: the time its editor set");
    }
    let article = news.editor().get(&at(id)).await.ok();
    assert_eq!((&article["status"], &article["publish_at"]), (&json!("published"), &Value::Null));
    assert_eq!(article["version"], 3);
    // Whoever scheduled it has published it; the log knows who did.
    assert_eq!(article["updated_by"]["name"], "Edda Editor");
    let log = news.admin().get("/v1/editorial/audit-log?action=article.publish").await.ok();
    assert_eq!(log["data"].as_array().unwrap().len(), 1);
    assert_eq!(log["data"][0]["actor"], json!({"kind": "system", "id": null, "name": "scheduler"}));
}

async fn several_servers_run_each_scheduled_change_once(news: Newsroom) {
    let desk = news.desk().await;
    for number in 0..5 {
        let draft = news.editor().post(ARTICLES, desk.article(&format!("Ferry {number}"))).await;
        let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T12:00:01Z", "expires_at": "2026-05-02T13:00:00Z"});
        news.editor().step(draft.created()["id"].as_i64().unwrap(), &draft.etag(), schedule).await.ok();
    }
    let servers: Vec<_> = (0..4).map(|_| news.another_db()).collect();
    for (action, seconds) in [("article.publish", 60), ("article.withdraw", 3600)] {
        news.pass(seconds);
        let servers = servers.iter().map(|db| news.work_off_on(db));
        let done: usize = futures_util::future::join_all(servers).await.into_iter().sum();
        assert_eq!(done, 5);
        let log = news.admin().get(&format!("/v1/editorial/audit-log?action={action}")).await.ok();
        assert_eq!(log["data"].as_array().unwrap().len(), 5, "{action}");
    }
}

async fn an_overdue_article_is_published_at_the_next_run(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T12:01:00Z"});
    news.editor().step(id, &etag, schedule).await.ok();
    news.pass(7 * 24 * 3600);
    assert_eq!(news.work_off().await, 1);
    let article = news.editor().get(&at(id)).await.ok();
    assert_eq!(article["status"], "published");
    assert_eq!(article["first_published_at"], "2026-05-02T12:01:00Z");
}

async fn an_article_that_expired_before_publication_is_not_published(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    let schedule =
        json!({"to": "schedule", "publish_at": "2026-05-02T12:01:00Z", "expires_at": "2026-05-02T12:02:00Z"});
    news.editor().step(id, &etag, schedule).await.ok();
    news.pass(3600);
    assert_eq!(news.work_off().await, 1);
    let article = news.editor().get(&at(id)).await.ok();
    assert_eq!((&article["status"], &article["first_published_at"]), (&json!("draft"), &Value::Null));
    assert!(article["step_note"].as_str().unwrap().contains("/expires_at"), "{article}");
}

async fn an_article_cannot_be_scheduled_for_the_past_or_while_incomplete(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    for time in ["2026-05-02T12:00:00Z", "2020-01-01T00:00:00Z"] {
        let past = news.editor().step(id, &etag, json!({"to": "schedule", "publish_at": time})).await;
        assert_eq!(past.culprits(422, "invalid-body"), ["/publish_at"]);
    }
    let never = news.editor().step(id, &etag, json!({"to": "schedule"})).await;
    assert_eq!(never.culprits(422, "invalid-body"), ["/publish_at"]);
    let bare = news
        .editor()
        .post(ARTICLES, json!({"headline": "Bare", "published_at": "2026-05-02T14:00:00Z"}))
        .await;
    let bare_id = bare.created()["id"].as_i64().unwrap();
    let early = json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"});
    let unfit = news.editor().step(bare_id, &bare.etag(), early).await;
    assert_eq!(unfit.culprits(422, "not-publishable"), ["/authors", "/body", "/published_at", "/section_id"]);
    assert_eq!(news.editor().get(&at(bare_id)).await.ok()["status"], "draft");
}

async fn a_scheduled_article_must_stay_publishable(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"});
    let scheduled = news.editor().step(id, &etag, schedule).await;
    let emptied = news.editor().patch(&at(id), &scheduled.etag(), json!({"body": null})).await;
    assert_eq!(emptied.culprits(422, "not-publishable"), ["/body"]);
    let better = news.editor().patch(&at(id), &scheduled.etag(), json!({"headline": "Ferry, better"})).await;
    better.ok();
    news.pass(3600);
    news.work_off().await;
    assert_eq!(news.reader().get(&format!("/v1/articles/{id}")).await.ok()["headline"], "Ferry, better");
}

async fn a_scheduled_article_can_be_unscheduled_or_published_early(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"});
    let scheduled = news.editor().step(id, &etag, schedule.clone()).await;
    let off = news.editor().transition(id, &scheduled.etag(), "unschedule").await;
    assert_eq!((&off.ok()["status"], &off.ok()["publish_at"]), (&json!("draft"), &Value::Null));
    let again = news.editor().step(id, &off.etag(), schedule).await;
    news.pass(60);
    let now = news.editor().transition(id, &again.etag(), "publish").await;
    assert_eq!((&now.ok()["status"], &now.ok()["publish_at"]), (&json!("published"), &Value::Null));
    let public = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
    assert_eq!(public["published_at"], "2026-05-02T12:01:00Z");
    news.pass(3600);
    assert_eq!(news.work_off().await, 0);
}

async fn a_scheduled_article_that_cannot_be_published_returns_to_draft_with_the_reason(news: Newsroom) {
    use broadsheet::db::schema::articles;
    use diesel::prelude::*;
    let desk = news.desk().await;
    let mut scheduled = Vec::new();
    for headline in ["Ferry", "Buoy"] {
        let draft = news.editor().post(ARTICLES, desk.article(headline)).await;
        let id = draft.created()["id"].as_i64().unwrap();
        let schedule = json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"});
        news.editor().step(id, &draft.etag(), schedule).await.ok();
        scheduled.push(id);
    }
    let (id, other) = (scheduled[0], scheduled[1]);
    // The API lets nobody do this: it stands for what nobody thought of.
    let embargo = news.now().plus_seconds(7200);
    news.write(move |c| {
        diesel::update(articles::table.find(id)).set(articles::embargo_until.eq(embargo)).execute(c)
    })
    .await;
    news.pass(3600);
    assert_eq!(news.work_off().await, 2);
    assert!(is_public(&news, other).await, "nothing keeps the others back");
    let article = news.editor().get(&at(id)).await.ok();
    assert_eq!(article["status"], "draft");
    assert!(article["step_note"].as_str().unwrap().contains("embargo"), "{article}");
    assert!(!is_public(&news, id).await);
}

async fn unpublishable_articles_do_not_block_others(news: Newsroom) {
    let desk = news.desk().await;
    let schedule = async |second: i64| {
        let draft = news.editor().post(ARTICLES, desk.article("Ferry")).await;
        let id = draft.created()["id"].as_i64().unwrap();
        let step = json!({"to": "schedule", "publish_at": format!("2026-05-02T12:10:{second:02}Z")});
        news.step(id, step).await;
        id
    };
    let good = schedule(1).await;
    // More than are looked at together, all due before the good one, and none that can be read.
    let broken = schedule(0).await;
    news.copy_working(broken, 120).await;
    news.write(move |c| {
        let garbage = diesel::sql_query(format!(
            "UPDATE article_revisions SET document = '-' WHERE article_id <> {good}"
        ));
        diesel::RunQueryDsl::execute(garbage, c)
    })
    .await;
    news.pass(15 * 60);
    let mut done = 0;
    for _ in 0..3 {
        done += news.work_off().await;
    }
    assert_eq!((done, is_public(&news, good).await, is_public(&news, broken).await), (1, true, false));
}

async fn only_an_admin_can_override_an_embargo(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    let submitted = news
        .reporter()
        .step(id, &etag, json!({"to": "submit", "embargo_until": "2026-05-02T18:00:00Z"}))
        .await;
    assert_eq!(submitted.ok()["embargo_until"], "2026-05-02T18:00:00Z");
    let etag = submitted.etag();
    for client in [news.editor(), news.admin()] {
        client.transition(id, &etag, "publish").await.problem(409, "embargoed");
        let early = json!({"to": "schedule", "publish_at": "2026-05-02T17:59:59Z"});
        client.step(id, &etag, early).await.problem(409, "embargoed");
    }
    let override_embargo = json!({"to": "publish", "override_embargo": true});
    news.editor().step(id, &etag, override_embargo.clone()).await.problem(403, "forbidden");
    for path in ["/v1/articles", "/v1/sections/harbour"] {
        let answer = news.reader().get(path).await;
        assert!(!answer.text().contains("Ferry\""), "{path} knows of it");
    }
    assert!(!is_public(&news, id).await);
    let broken = news.admin().step(id, &etag, override_embargo).await;
    assert_eq!((&broken.ok()["status"], &broken.ok()["embargo_until"]), (&json!("published"), &Value::Null));
    let log =
        news.admin().get(&format!("/v1/editorial/audit-log?target_kind=article&target_id={id}")).await.ok();
    let entry = &log["data"][0];
    assert_eq!((&entry["action"], &entry["actor"]["name"]), (&json!("article.publish"), &json!("Ada Admin")));
    let members: Vec<_> =
        entry["changes"].as_array().unwrap().iter().map(|c| c["member"].as_str().unwrap()).collect();
    assert!(members.contains(&"override_embargo") && members.contains(&"embargo_until"), "{entry}");
}

async fn an_embargo_override_is_logged_only_under_an_active_embargo(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    let embargo = json!({"to": "submit", "embargo_until": "2026-05-02T18:00:00Z"});
    let submitted = news.editor().step(id, &etag, embargo).await;
    news.pass(6 * 60 * 60);
    let published = json!({"to": "publish", "override_embargo": true});
    news.admin().step(id, &submitted.etag(), published).await.ok();
    let log = news.admin().get("/v1/editorial/audit-log?action=article.publish").await.ok();
    assert!(!log["data"][0].to_string().contains("override_embargo"), "{log}");
}

async fn an_embargo_cannot_be_avoided_by_changing_it(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    let both = json!({"to": "schedule", "publish_at": "2026-05-02T14:00:00Z", "embargo_until": "2026-05-02T15:00:00Z"});
    news.editor().step(id, &etag, both).await.problem(409, "embargoed");
    let submitted =
        news.editor().step(id, &etag, json!({"to": "submit", "embargo_until": "2026-05-02T15:00:00Z"})).await;
    for earlier in [json!(null), json!("2026-05-02T12:00:01Z")] {
        let publish = json!({"to": "publish", "embargo_until": earlier});
        news.editor().step(id, &submitted.etag(), publish).await.problem(409, "embargoed");
        let schedule =
            json!({"to": "schedule", "publish_at": "2026-05-02T14:00:00Z", "embargo_until": earlier});
        news.editor().step(id, &submitted.etag(), schedule).await.problem(409, "embargoed");
    }
    let in_time = json!({"to": "schedule", "publish_at": "2026-05-02T15:00:00Z"});
    news.editor().step(id, &submitted.etag(), in_time).await.ok();
    news.pass(3 * 3600);
    assert_eq!(news.work_off().await, 1);
    assert!(is_public(&news, id).await);
}

async fn an_expired_article_is_withdrawn_and_can_be_published_again(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    let offer = json!({"to": "publish", "expires_at": "2026-05-02T18:00:00Z"});
    let published = news.editor().step(id, &etag, offer).await;
    assert_eq!(published.ok()["expires_at"], "2026-05-02T18:00:00Z");
    // Publishing again leaves the expiry as it is, unless it is mentioned.
    let again = news.editor().transition(id, &published.etag(), "publish").await;
    assert_eq!(again.ok()["expires_at"], "2026-05-02T18:00:00Z");
    news.pass(6 * 3600);
    assert_eq!(news.work_off().await, 1);
    assert!(!is_public(&news, id).await);
    let expired = news.editor().get(&at(id)).await;
    assert_eq!((&expired.ok()["status"], &expired.ok()["expires_at"]), (&json!("withdrawn"), &Value::Null));
    let back = news.editor().transition(id, &expired.etag(), "publish").await;
    back.ok();
    assert_eq!(news.work_off().await, 0);
    assert!(is_public(&news, id).await);
    let limited = json!({"to": "publish", "expires_at": "2026-05-02T19:00:00Z"});
    let limited = news.editor().step(id, &back.etag(), limited).await;
    let forever = json!({"to": "publish", "expires_at": null});
    assert_eq!(news.editor().step(id, &limited.etag(), forever).await.ok()["expires_at"], Value::Null);
}

async fn an_expiry_before_publication_is_refused(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    for step in [
        json!({"to": "publish", "expires_at": "2026-05-02T12:00:00Z"}),
        json!({"to": "submit", "expires_at": "2026-05-02T11:00:00Z"}),
        json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z", "expires_at": "2026-05-02T13:00:00Z"}),
    ] {
        assert_eq!(news.editor().step(id, &etag, step).await.culprits(422, "invalid-body"), ["/expires_at"]);
    }
    let submit = json!({"to": "submit", "expires_at": "2026-05-02T13:00:00Z"});
    let submitted = news.editor().step(id, &etag, submit).await;
    news.pass(2 * 3600);
    let late = news.editor().transition(id, &submitted.etag(), "publish").await;
    assert_eq!(late.culprits(422, "invalid-body"), ["/expires_at"]);
}

async fn the_calendar_lists_upcoming_events(news: Newsroom) {
    let (id, etag) = draft(&news).await;
    let submit = json!({"to": "submit", "embargo_until": "2026-05-02T13:00:00Z"});
    let submitted = news.editor().step(id, &etag, submit).await;
    let schedule =
        json!({"to": "schedule", "publish_at": "2026-05-02T14:00:00Z", "expires_at": "2026-05-02T15:00:00Z"});
    news.editor().step(id, &submitted.etag(), schedule).await.ok();
    let theirs = news.editor().post(ARTICLES, json!({"headline": "Not hers"})).await;
    let theirs_id = theirs.created()["id"].as_i64().unwrap();
    let embargo = json!({"to": "submit", "embargo_until": "2026-05-02T14:00:00Z"});
    news.editor().step(theirs_id, &theirs.etag(), embargo).await.ok();
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
        format!("embargo {theirs_id}"),
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
    // What is over stays where it was, but is not to come any more.
    news.pass(3600);
    assert_eq!(calendar(news.editor(), "").await.0, all[1..]);
    assert_eq!(calendar(news.editor(), "after=2026-05-02T13:00:00Z").await.0, all);
    let all = all[1..].to_vec();
    // One at a time, there and back.
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    for _ in 0..3 {
        let (items, page) = calendar(news.editor(), &format!("limit=1{cursor}")).await;
        seen.extend(items);
        let next = if seen.len() < 3 { "next_cursor" } else { "prev_cursor" };
        cursor = format!("&cursor={}", page["page"][next].as_str().unwrap());
    }
    assert_eq!(seen, all);
    assert_eq!(calendar(news.editor(), &format!("limit=1{cursor}")).await.0, [all[1].clone()]);
    news.moderator().get("/v1/editorial/calendar").await.problem(403, "forbidden");
    let bad = news.editor().get("/v1/editorial/calendar?after=soon&kind=party").await;
    assert_eq!(bad.culprits(400, "invalid-query"), ["after", "kind"]);
}
