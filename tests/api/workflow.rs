//! The workflow of an article: statuses, transitions, and the roles that may make them.

use serde_json::{Value, json};

use crate::harness::{Client, Newsroom, Taxonomy, article_path, scenarios};

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
const TRANSITIONS: [&str; 9] =
    ["submit", "return", "schedule", "unschedule", "publish", "withdraw", "kill", "trash", "restore"];
const TOMORROW: &str = "2026-05-03T12:00:00Z";

/// The smallest valid request for a transition.
fn transition_request(to: &str) -> Value {
    match to {
        "schedule" => json!({"to": to, "publish_at": TOMORROW}),
        "kill" => json!({"to": to, "reason": "Retracted by the paper."}),
        _ => json!({"to": to}),
    }
}

/// The documented table: the next status, and the lowest role that may make the transition.
fn transition_rule(from: &str, to: &str) -> Option<(&'static str, &'static str)> {
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

/// The transitions that bring a new draft into each status.
const TRANSITIONS_TO_STATUS: [(&str, &[&str]); 7] = [
    ("draft", &[]),
    ("in_review", &["submit"]),
    ("scheduled", &["schedule"]),
    ("published", &["publish"]),
    ("withdrawn", &["publish", "withdraw"]),
    ("killed", &["publish", "kill"]),
    ("trashed", &["trash"]),
];

/// Creates a reporter's article and makes the transitions. Returns the News ID and the entity tag.
async fn create_article(news: &Newsroom, taxonomy: &Taxonomy, transitions: &[&str]) -> (i64, String) {
    let draft = news.reporter().post(ARTICLES, taxonomy.article("Ferry")).await;
    let (id, mut etag) = (draft.created()["id"].as_i64().unwrap(), draft.etag());
    for to in transitions {
        let response = news.admin().transition_with(id, &etag, transition_request(to)).await;
        response.ok();
        etag = response.etag();
    }
    (id, etag)
}

fn rank(role: &str) -> usize {
    ["reporter", "editor", "admin"].iter().position(|known| *known == role).unwrap()
}

async fn every_transition_follows_the_documented_table_for_every_role(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let mut attempts = 0;
    for (status, transitions) in TRANSITIONS_TO_STATUS {
        let (mut id, mut etag) = create_article(&news, &taxonomy, transitions).await;
        for to in TRANSITIONS {
            for role in ["reader", "moderator", "reporter", "editor", "admin"] {
                let client = match role {
                    "reader" => news.reader(),
                    "moderator" => news.moderator(),
                    "reporter" => news.reporter(),
                    "editor" => news.editor(),
                    _ => news.admin(),
                };
                let response = client.transition_with(id, &etag, transition_request(to)).await;
                attempts += 1;
                let lowest_rank = |from| transition_rule(from, to).map(|(_, role)| rank(role));
                let lowest =
                    TRANSITIONS_TO_STATUS.iter().filter_map(|(from, _)| lowest_rank(*from)).min().unwrap();
                match (role, transition_rule(status, to)) {
                    ("reader", _) => drop(response.problem(401, "unauthenticated")),
                    ("moderator", _) => drop(response.problem(403, "forbidden")),
                    (role, _) if rank(role) < lowest => drop(response.problem(403, "forbidden")),
                    (_, None) => drop(response.problem(409, "impossible-transition")),
                    (role, Some((_, needed))) if rank(role) < rank(needed) => {
                        drop(response.problem(403, "forbidden"))
                    }
                    (_, Some((next, _))) => {
                        assert_eq!(response.ok()["status"], next, "{status} {to} {role}");
                        (id, etag) = create_article(&news, &taxonomy, transitions).await;
                        continue;
                    }
                }
                // A refused transition changes nothing.
                let unchanged = news.editor().get(&article_path(id)).await;
                assert_eq!(
                    (&unchanged.ok()["status"], unchanged.etag()),
                    (&json!(status), etag.clone()),
                    "{to} {role}"
                );
            }
        }
        assert_eq!(listed(&news.admin(), id).await, allowed(status, "admin"), "{status}");
        assert_eq!(listed(&news.editor(), id).await, allowed(status, "editor"), "{status}");
        assert_eq!(listed(&news.reporter(), id).await, allowed(status, "reporter"), "{status}");
    }
    assert_eq!(attempts, 7 * 9 * 5);
}

async fn listed(client: &Client<'_>, id: i64) -> Vec<String> {
    let transitions = client.get(&format!("{}/transitions", article_path(id))).await.ok();
    let mut names: Vec<String> = transitions["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|transition| transition["to"].as_str().unwrap().to_owned())
        .collect();
    names.sort_unstable();
    names
}

fn allowed(status: &str, role: &str) -> Vec<String> {
    let is_allowed =
        |to: &&str| transition_rule(status, to).is_some_and(|(_, lowest)| rank(role) >= rank(lowest));
    let mut names: Vec<String> = TRANSITIONS.iter().copied().filter(is_allowed).map(str::to_owned).collect();
    names.sort_unstable();
    names
}

async fn a_reporter_can_submit_and_return_only_their_own_articles(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let (id, etag) = create_article(&news, &taxonomy, &[]).await;
    news.client_for("Rob Reporter")
        .transition_with(id, &etag, transition_request("submit"))
        .await
        .problem(404, "not-found");
    let submitted = news.reporter().transition_with(id, &etag, transition_request("submit")).await;
    assert_eq!(submitted.ok()["status"], "in_review");
    // A reporter cannot change a submitted article.
    let late_change =
        news.reporter().patch(&article_path(id), &submitted.etag(), json!({"kicker": "Late"})).await;
    let detail = late_change.problem(403, "forbidden")["detail"].to_string();
    assert!(detail.contains("`return` it to draft first"), "{detail}");
    let returned = news.reporter().transition_with(id, &submitted.etag(), transition_request("return")).await;
    assert_eq!(returned.ok()["status"], "draft");
    news.reporter().patch(&article_path(id), &returned.etag(), json!({"kicker": "In time"})).await.ok();
}

async fn a_returned_article_shows_the_note_to_its_reporter(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let (id, etag) = create_article(&news, &taxonomy, &["submit"]).await;
    let note = json!({"to": "return", "note": "Who says so?\nPlease name a source."});
    news.editor().transition_with(id, &etag, note).await.ok();
    let read = news.reporter().get(&article_path(id)).await;
    assert_eq!(read.ok()["step_note"], "Who says so?\nPlease name a source.");
    // The note stays until the next transition.
    let saved =
        news.reporter().patch(&article_path(id), &read.etag(), json!({"source": "Harbour office"})).await;
    assert_eq!(saved.ok()["step_note"], "Who says so?\nPlease name a source.");
    assert_eq!(
        news.reporter().transition_with(id, &saved.etag(), transition_request("submit")).await.ok()["step_note"],
        Value::Null
    );
}

async fn the_role_is_checked_before_the_status(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let (id, etag) = create_article(&news, &taxonomy, &["trash"]).await;
    news.reporter().transition_with(id, &etag, transition_request("publish")).await.problem(403, "forbidden");
    news.editor().transition_with(id, &etag, transition_request("kill")).await.problem(403, "forbidden");
    // The role is also checked before the members of the request.
    news.editor().transition_with(id, &etag, json!({"to": "kill"})).await.problem(403, "forbidden");
    let impossible = news.editor().transition_with(id, &etag, transition_request("publish")).await;
    assert_eq!(impossible.problem(409, "impossible-transition")["allowed"], json!(["restore"]));
}

async fn a_transition_with_unsupported_members_is_refused(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let (id, etag) = create_article(&news, &taxonomy, &[]).await;
    let unsupported = json!({"to": "trash", "publish_at": TOMORROW, "embargo_until": TOMORROW, "expires_at": TOMORROW,
        "reason": "x", "correction": {"kind": "update", "text": "x"}, "color": 1, "note": 5});
    let response = news.admin().transition_with(id, &etag, unsupported).await;
    assert_eq!(response.error_sources(422, "invalid-body"), ["/color", "/correction", "/note", "/reason"]);
    let unsupported =
        json!({"to": "trash", "publish_at": TOMORROW, "embargo_until": TOMORROW, "expires_at": null});
    let response = news.admin().transition_with(id, &etag, unsupported).await;
    assert_eq!(response.error_sources(422, "invalid-body"), ["/embargo_until", "/expires_at", "/publish_at"]);
    let invalid = json!({"to": "schedule", "publish_at": "soon", "expires_at": "later", "embargo_until": 7});
    let response = news.admin().transition_with(id, &etag, invalid).await;
    assert_eq!(response.error_sources(422, "invalid-body"), ["/embargo_until", "/expires_at", "/publish_at"]);
    let without_reason = news.admin().transition_with(id, &etag, json!({"to": "kill", "reason": " "})).await;
    assert_eq!(without_reason.error_sources(422, "invalid-body"), ["/reason"]);
    assert_eq!(news.editor().get(&article_path(id)).await.etag(), etag);
}

async fn deleting_moves_to_the_trash_and_only_admins_delete_permanently(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let (id, etag) = create_article(&news, &taxonomy, &[]).await;
    let permanent = format!("{}?permanent=true", article_path(id));
    news.reporter().delete(&article_path(id), &etag).await.problem(403, "forbidden");
    let not_trashed = news.admin().delete(&permanent, &etag).await;
    let allowed = not_trashed.problem(409, "impossible-transition")["allowed"].clone();
    assert_eq!(allowed, json!(["submit", "publish", "schedule", "trash"]));
    news.editor().delete(&article_path(id), r#""9""#).await.problem(412, "version-mismatch");
    news.editor().delete(&article_path(id), &etag).await.expect(204);
    let trashed = news.editor().get(&article_path(id)).await;
    assert_eq!(trashed.ok()["status"], "trashed");
    news.editor().delete(&article_path(id), &trashed.etag()).await.problem(409, "impossible-transition");
    news.editor().delete(&permanent, &trashed.etag()).await.problem(403, "forbidden");
    news.admin()
        .delete(&format!("{}?permanent=maybe", article_path(id)), "*")
        .await
        .problem(400, "invalid-query");
    news.admin().delete(&permanent, &trashed.etag()).await.expect(204);
    news.editor().get(&article_path(id)).await.problem(404, "not-found");
    news.editor().get(&format!("{}/revisions", article_path(id))).await.problem(404, "not-found");
    // The slug is free again. The News ID is not assigned again.
    let next = news.editor().post(ARTICLES, json!({"headline": "Next", "slug": "ferry"})).await.created();
    assert_eq!((next["slug"].as_str(), next["id"].as_i64()), (Some("ferry"), Some(id + 1)));
    // A new article with the same News ID continues the version numbers, so old entity tags do not match.
    let recreated = news.editor().post(ARTICLES, json!({"headline": "Again", "id": id})).await;
    assert_eq!(recreated.created()["version"], trashed.ok()["version"].as_i64().unwrap() + 2);
    news.editor()
        .patch(&article_path(id), &trashed.etag(), json!({"kicker": "x"}))
        .await
        .problem(412, "version-mismatch");
}

async fn a_published_article_cannot_be_deleted(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let (id, etag) = create_article(&news, &taxonomy, &["publish"]).await;
    for path in [article_path(id), format!("{}?permanent=true", article_path(id))] {
        let response = news.admin().delete(&path, &etag).await;
        let allowed = response.problem(409, "impossible-transition")["allowed"].clone();
        assert_eq!(allowed, json!(["publish", "withdraw", "kill"]));
    }
    news.reader().get(&format!("/v1/articles/{id}")).await.ok();
}

async fn killed_and_trashed_articles_must_be_restored_before_changes(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for transitions in [&["trash"][..], &["publish", "kill"]] {
        let (id, etag) = create_article(&news, &taxonomy, transitions).await;
        let patch = news.editor().patch(&article_path(id), &etag, json!({"kicker": "x"})).await;
        patch.problem(409, "not-editable");
        let restored = news.admin().transition_with(id, &etag, transition_request("restore")).await;
        news.editor().patch(&article_path(id), &restored.etag(), json!({"kicker": "x"})).await.ok();
    }
}

async fn validation_reports_the_faults_that_publishing_would_report(news: Newsroom) {
    let validate = async |id: i64| {
        let request = news
            .reporter()
            .request(actix_web::http::Method::POST, &format!("{}/validation", article_path(id)));
        request.send().await
    };
    let draft = news.reporter().post(ARTICLES, json!({"headline": "Bare"})).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let errors = validate(id).await.ok()["errors"].clone();
    let refused = news.editor().transition(id, &draft.etag(), "publish").await;
    assert_eq!(errors, refused.problem(422, "not-publishable")["errors"]);
    assert_eq!(errors.as_array().unwrap().len(), 3);
    assert_eq!(
        news.editor().get(&article_path(id)).await.etag(),
        draft.etag(),
        "the validation changes nothing"
    );
    let taxonomy = news.taxonomy().await;
    let (complete, _) = create_article(&news, &taxonomy, &[]).await;
    assert_eq!(validate(complete).await.ok(), json!({"errors": [], "notices": []}));
    let times = json!({"to": "submit", "embargo_until": TOMORROW, "expires_at": "2026-05-02T12:00:01Z"});
    let submitted = news.editor().transition_with(complete, "*", times).await;
    news.advance_clock(1);
    let errors = validate(complete).await.ok()["errors"].clone();
    assert_eq!((&errors[0]["code"], &errors[0]["pointer"]), (&json!("embargoed"), &json!("/embargo_until")));
    let refused = news.editor().transition(complete, &submitted.etag(), "publish").await;
    assert_eq!(errors[0]["detail"], refused.problem(409, "embargoed")["detail"]);
    news.advance_clock(24 * 60 * 60);
    let errors = validate(complete).await.ok()["errors"].clone();
    let refused = news.editor().transition(complete, &submitted.etag(), "publish").await;
    assert_eq!(errors, refused.problem(422, "invalid-body")["errors"]);
    validate(99_999).await.problem(404, "not-found");
    let others_article = news.editor().post(ARTICLES, json!({"headline": "Not theirs"})).await.created();
    validate(others_article["id"].as_i64().unwrap()).await.problem(404, "not-found");
}
