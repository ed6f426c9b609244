//! The way of an article through the newsroom: states, steps, and who may take them.

use serde_json::{Value, json};

use crate::harness::{Client, Desk, Newsroom, scenarios};

scenarios![
    every_transition_follows_the_documented_table_for_every_role,
    a_reporter_can_submit_and_return_only_their_own_articles,
    a_returned_article_shows_the_note_to_its_reporter,
    the_role_is_checked_before_the_status,
    a_transition_with_unsupported_members_is_refused,
    deleting_moves_to_the_trash_and_only_admins_delete_permanently,
    a_published_article_cannot_be_deleted,
    killed_and_trashed_articles_must_be_restored_before_changes,
    validation_reports_the_faults_that_publishing_would_report,
];

const ARTICLES: &str = "/v1/editorial/articles";
const STEPS: [&str; 9] =
    ["submit", "return", "schedule", "unschedule", "publish", "withdraw", "kill", "trash", "restore"];
const AHEAD: &str = "2026-05-03T12:00:00Z";

fn at(id: i64) -> String {
    format!("{ARTICLES}/{id}")
}

/// What goes with a step at least.
fn step(to: &str) -> Value {
    match to {
        "schedule" => json!({"to": to, "publish_at": AHEAD}),
        "kill" => json!({"to": to, "reason": "Retracted by the paper."}),
        _ => json!({"to": to}),
    }
}

/// The contract's table: where a step leads, and the least role that may take it.
fn table(from: &str, to: &str) -> Option<(&'static str, &'static str)> {
    Some(match (from, to) {
        ("draft", "submit") => ("in_review", "reporter"),
        ("in_review", "return") => ("draft", "reporter"),
        ("draft" | "in_review" | "scheduled" | "published" | "withdrawn", "publish") => {
            ("published", "editor")
        }
        ("draft" | "in_review" | "withdrawn", "schedule") => ("scheduled", "editor"),
        ("draft" | "in_review" | "withdrawn", "trash") => ("trashed", "editor"),
        ("scheduled", "unschedule") => ("draft", "editor"),
        ("published", "withdraw") => ("withdrawn", "editor"),
        ("withdrawn" | "trashed", "restore") => ("draft", "editor"),
        ("published" | "withdrawn", "kill") => ("killed", "admin"),
        ("killed", "restore") => ("withdrawn", "admin"),
        _ => return None,
    })
}

/// The steps that bring a new draft into each state.
const WAYS: [(&str, &[&str]); 7] = [
    ("draft", &[]),
    ("in_review", &["submit"]),
    ("scheduled", &["schedule"]),
    ("published", &["publish"]),
    ("withdrawn", &["publish", "withdraw"]),
    ("killed", &["publish", "kill"]),
    ("trashed", &["trash"]),
];

/// A reporter's article, brought into a state: its News ID and entity tag.
async fn article_in(news: &Newsroom, desk: &Desk, way: &[&str]) -> (i64, String) {
    let draft = news.reporter().post(ARTICLES, desk.article("Ferry")).await;
    let (id, mut etag) = (draft.created()["id"].as_i64().unwrap(), draft.etag());
    for to in way {
        let answer = news.admin().step(id, &etag, step(to)).await;
        answer.ok();
        etag = answer.etag();
    }
    (id, etag)
}

fn rank(role: &str) -> usize {
    ["reporter", "editor", "admin"].iter().position(|known| *known == role).unwrap()
}

async fn every_transition_follows_the_documented_table_for_every_role(news: Newsroom) {
    let desk = news.desk().await;
    let mut tried = 0;
    for (state, way) in WAYS {
        let (mut id, mut etag) = article_in(&news, &desk, way).await;
        for to in STEPS {
            for role in ["reader", "moderator", "reporter", "editor", "admin"] {
                let client = match role {
                    "reader" => news.reader(),
                    "moderator" => news.moderator(),
                    "reporter" => news.reporter(),
                    "editor" => news.editor(),
                    _ => news.admin(),
                };
                let answer = client.step(id, &etag, step(to)).await;
                tried += 1;
                let least = |from| table(from, to).map(|(_, least)| rank(least));
                let ever = WAYS.iter().filter_map(|(from, _)| least(*from)).min().unwrap();
                match (role, table(state, to)) {
                    ("reader", _) => drop(answer.problem(401, "unauthenticated")),
                    ("moderator", _) => drop(answer.problem(403, "forbidden")),
                    (role, _) if rank(role) < ever => drop(answer.problem(403, "forbidden")),
                    (_, None) => drop(answer.problem(409, "impossible-transition")),
                    (role, Some((_, needed))) if rank(role) < rank(needed) => {
                        drop(answer.problem(403, "forbidden"))
                    }
                    (_, Some((next, _))) => {
                        assert_eq!(answer.ok()["status"], next, "{state} {to} {role}");
                        (id, etag) = article_in(&news, &desk, way).await;
                        continue;
                    }
                }
                // Whatever was refused left everything as it was.
                let now = news.editor().get(&at(id)).await;
                assert_eq!((&now.ok()["status"], now.etag()), (&json!(state), etag.clone()), "{to} {role}");
            }
        }
        assert_eq!(offered(&news.admin(), id).await, allowed(state, "admin"), "{state}");
        assert_eq!(offered(&news.editor(), id).await, allowed(state, "editor"), "{state}");
        assert_eq!(offered(&news.reporter(), id).await, allowed(state, "reporter"), "{state}");
    }
    assert_eq!(tried, 7 * 9 * 5);
}

async fn offered(client: &Client<'_>, id: i64) -> Vec<String> {
    let steps = client.get(&format!("{}/transitions", at(id))).await.ok();
    let mut steps: Vec<String> = steps["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["to"].as_str().unwrap().to_owned())
        .collect();
    steps.sort_unstable();
    steps
}

fn allowed(state: &str, role: &str) -> Vec<String> {
    let may = |to: &&str| table(state, to).is_some_and(|(_, least)| rank(role) >= rank(least));
    let mut steps: Vec<String> = STEPS.iter().copied().filter(may).map(str::to_owned).collect();
    steps.sort_unstable();
    steps
}

async fn a_reporter_can_submit_and_return_only_their_own_articles(news: Newsroom) {
    let desk = news.desk().await;
    let (id, etag) = article_in(&news, &desk, &[]).await;
    news.colleague("Rob Reporter").step(id, &etag, step("submit")).await.problem(404, "not-found");
    let submitted = news.reporter().step(id, &etag, step("submit")).await;
    assert_eq!(submitted.ok()["status"], "in_review");
    // What has been handed over is not changed behind the editor's back.
    let late = news.reporter().patch(&at(id), &submitted.etag(), json!({"kicker": "Late"})).await;
    let detail = late.problem(403, "forbidden")["detail"].to_string();
    assert!(detail.contains("`return` it to draft first"), "{detail}");
    let back = news.reporter().step(id, &submitted.etag(), step("return")).await;
    assert_eq!(back.ok()["status"], "draft");
    news.reporter().patch(&at(id), &back.etag(), json!({"kicker": "In time"})).await.ok();
}

async fn a_returned_article_shows_the_note_to_its_reporter(news: Newsroom) {
    let desk = news.desk().await;
    let (id, etag) = article_in(&news, &desk, &["submit"]).await;
    let note = json!({"to": "return", "note": "Who says so?\nPlease name a source."});
    news.editor().step(id, &etag, note).await.ok();
    let read = news.reporter().get(&at(id)).await;
    assert_eq!(read.ok()["step_note"], "Who says so?\nPlease name a source.");
    // It stays until the next step.
    let saved = news.reporter().patch(&at(id), &read.etag(), json!({"source": "Harbour office"})).await;
    assert_eq!(saved.ok()["step_note"], "Who says so?\nPlease name a source.");
    assert_eq!(news.reporter().step(id, &saved.etag(), step("submit")).await.ok()["step_note"], Value::Null);
}

async fn the_role_is_checked_before_the_status(news: Newsroom) {
    let desk = news.desk().await;
    let (id, etag) = article_in(&news, &desk, &["trash"]).await;
    news.reporter().step(id, &etag, step("publish")).await.problem(403, "forbidden");
    news.editor().step(id, &etag, step("kill")).await.problem(403, "forbidden");
    // Before the faults of what goes with it, too.
    news.editor().step(id, &etag, json!({"to": "kill"})).await.problem(403, "forbidden");
    let impossible = news.editor().step(id, &etag, step("publish")).await;
    assert_eq!(impossible.problem(409, "impossible-transition")["allowed"], json!(["restore"]));
}

async fn a_transition_with_unsupported_members_is_refused(news: Newsroom) {
    let desk = news.desk().await;
    let (id, etag) = article_in(&news, &desk, &[]).await;
    let alien = json!({"to": "trash", "publish_at": AHEAD, "embargo_until": AHEAD, "expires_at": AHEAD,
        "reason": "x", "correction": {"kind": "update", "text": "x"}, "color": 1, "note": 5});
    let answer = news.admin().step(id, &etag, alien).await;
    assert_eq!(answer.culprits(422, "invalid-body"), ["/color", "/correction", "/note", "/reason"]);
    let alien = json!({"to": "trash", "publish_at": AHEAD, "embargo_until": AHEAD, "expires_at": null});
    let answer = news.admin().step(id, &etag, alien).await;
    assert_eq!(answer.culprits(422, "invalid-body"), ["/embargo_until", "/expires_at", "/publish_at"]);
    let bad = json!({"to": "schedule", "publish_at": "soon", "expires_at": "later", "embargo_until": 7});
    let answer = news.admin().step(id, &etag, bad).await;
    assert_eq!(answer.culprits(422, "invalid-body"), ["/embargo_until", "/expires_at", "/publish_at"]);
    let silent = news.admin().step(id, &etag, json!({"to": "kill", "reason": " "})).await;
    assert_eq!(silent.culprits(422, "invalid-body"), ["/reason"]);
    assert_eq!(news.editor().get(&at(id)).await.etag(), etag);
}

async fn deleting_moves_to_the_trash_and_only_admins_delete_permanently(news: Newsroom) {
    let desk = news.desk().await;
    let (id, etag) = article_in(&news, &desk, &[]).await;
    let forever = format!("{}?permanent=true", at(id));
    news.reporter().delete(&at(id), &etag).await.problem(403, "forbidden");
    let early = news.admin().delete(&forever, &etag).await;
    let allowed = early.problem(409, "impossible-transition")["allowed"].clone();
    assert_eq!(allowed, json!(["submit", "publish", "schedule", "trash"]));
    news.editor().delete(&at(id), r#""9""#).await.problem(412, "version-mismatch");
    news.editor().delete(&at(id), &etag).await.expect(204);
    let trashed = news.editor().get(&at(id)).await;
    assert_eq!(trashed.ok()["status"], "trashed");
    news.editor().delete(&at(id), &trashed.etag()).await.problem(409, "impossible-transition");
    news.editor().delete(&forever, &trashed.etag()).await.problem(403, "forbidden");
    news.admin().delete(&format!("{}?permanent=maybe", at(id)), "*").await.problem(400, "invalid-query");
    news.admin().delete(&forever, &trashed.etag()).await.expect(204);
    news.editor().get(&at(id)).await.problem(404, "not-found");
    news.editor().get(&format!("{}/revisions", at(id))).await.problem(404, "not-found");
    // Its slug is free again, and its News ID is not given out twice.
    let next = news.editor().post(ARTICLES, json!({"headline": "Next", "slug": "ferry"})).await.created();
    assert_eq!((next["slug"].as_str(), next["id"].as_i64()), (Some("ferry"), Some(id + 1)));
    // Who brings it along again begins where it ended: what was known of the old one fits no more.
    let again = news.editor().post(ARTICLES, json!({"headline": "Again", "id": id})).await;
    assert_eq!(again.created()["version"], trashed.ok()["version"].as_i64().unwrap() + 2);
    news.editor()
        .patch(&at(id), &trashed.etag(), json!({"kicker": "x"}))
        .await
        .problem(412, "version-mismatch");
}

async fn a_published_article_cannot_be_deleted(news: Newsroom) {
    let desk = news.desk().await;
    let (id, etag) = article_in(&news, &desk, &["publish"]).await;
    for address in [at(id), format!("{}?permanent=true", at(id))] {
        let answer = news.admin().delete(&address, &etag).await;
        let allowed = answer.problem(409, "impossible-transition")["allowed"].clone();
        assert_eq!(allowed, json!(["publish", "withdraw", "kill"]));
    }
    news.reader().get(&format!("/v1/articles/{id}")).await.ok();
}

async fn killed_and_trashed_articles_must_be_restored_before_changes(news: Newsroom) {
    let desk = news.desk().await;
    for way in [&["trash"][..], &["publish", "kill"]] {
        let (id, etag) = article_in(&news, &desk, way).await;
        let patch = news.editor().patch(&at(id), &etag, json!({"kicker": "x"})).await;
        patch.problem(409, "not-editable");
        let restored = news.admin().step(id, &etag, step("restore")).await;
        news.editor().patch(&at(id), &restored.etag(), json!({"kicker": "x"})).await.ok();
    }
}

async fn validation_reports_the_faults_that_publishing_would_report(news: Newsroom) {
    let check = async |id: i64| {
        let request =
            news.reporter().request(actix_web::http::Method::POST, &format!("{}/validation", at(id)));
        request.send().await
    };
    let draft = news.reporter().post(ARTICLES, json!({"headline": "Bare"})).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let told = check(id).await.ok()["errors"].clone();
    let refused = news.editor().transition(id, &draft.etag(), "publish").await;
    assert_eq!(told, refused.problem(422, "not-publishable")["errors"]);
    assert_eq!(told.as_array().unwrap().len(), 3);
    assert_eq!(news.editor().get(&at(id)).await.etag(), draft.etag(), "nothing was changed");
    let desk = news.desk().await;
    let (whole, _) = article_in(&news, &desk, &[]).await;
    assert_eq!(check(whole).await.ok(), json!({"errors": []}));
    let times = json!({"to": "submit", "embargo_until": AHEAD, "expires_at": "2026-05-02T12:00:01Z"});
    let submitted = news.editor().step(whole, "*", times).await;
    news.pass(1);
    let told = check(whole).await.ok()["errors"].clone();
    assert_eq!((&told[0]["code"], &told[0]["pointer"]), (&json!("embargoed"), &json!("/embargo_until")));
    let refused = news.editor().transition(whole, &submitted.etag(), "publish").await;
    assert_eq!(told[0]["detail"], refused.problem(409, "embargoed")["detail"]);
    news.pass(24 * 60 * 60);
    let told = check(whole).await.ok()["errors"].clone();
    let refused = news.editor().transition(whole, &submitted.etag(), "publish").await;
    assert_eq!(told, refused.problem(422, "invalid-body")["errors"]);
    check(99_999).await.problem(404, "not-found");
    let elsewhere = news.editor().post(ARTICLES, json!({"headline": "Not theirs"})).await.created();
    check(elsewhere["id"].as_i64().unwrap()).await.problem(404, "not-found");
}
