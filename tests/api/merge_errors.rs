//! Merges that are not to be: of what, into what, and by whom.

use actix_web::http::Method;
use serde_json::json;

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_merge_into_itself_a_subsection_or_an_unknown_target_is_refused,
    an_invalid_merge_request_is_refused,
    a_merge_needs_the_current_version,
    only_editors_and_admins_can_merge,
];

async fn a_merge_into_itself_a_subsection_or_an_unknown_target_is_refused(news: Newsroom) {
    let desk = news.desk().await;
    let below = news.make("sections", json!({"name": "Ferries", "parent_id": desk.section})).await;
    let deep = news.make("sections", json!({"name": "Gannet", "parent_id": below})).await;
    for (kind, own) in [("sections", desk.section), ("authors", desk.author), ("tags", desk.tag)] {
        for into in [own, 999, 0, -1] {
            let answer = news.try_merge(kind, own, into).await;
            assert_eq!(answer.culprits(422, "invalid-body"), ["/into"], "{kind} {into}");
        }
        news.editor().get(&format!("/v1/editorial/{kind}/{own}")).await.ok();
    }
    for into in [below, deep] {
        let answer = news.try_merge("sections", desk.section, into).await;
        assert_eq!(answer.culprits(422, "invalid-body"), ["/into"]);
    }
}

async fn an_invalid_merge_request_is_refused(news: Newsroom) {
    let desk = news.desk().await;
    for kind in ["sections", "authors", "tags"] {
        let id = if kind == "sections" {
            desk.section
        } else if kind == "authors" {
            desk.author
        } else {
            desk.tag
        };
        for (body, culprits) in [
            (json!({}), vec!["/into"]),
            (json!({"into": null}), vec!["/into"]),
            (json!({"into": "boats"}), vec!["/into"]),
            (json!({"into": 1.5}), vec!["/into"]),
            (json!({"onto": 2}), vec!["/into", "/onto"]),
            (json!([2]), vec![""]),
        ] {
            let request = news.editor().request(Method::POST, &format!("/v1/editorial/{kind}/{id}/merge"));
            let answer = request.header("If-Match", "*").json(body.clone()).send().await;
            assert_eq!(answer.culprits(422, "invalid-body"), culprits, "{body}");
        }
    }
}

async fn a_merge_needs_the_current_version(news: Newsroom) {
    let desk = news.desk().await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    let path = format!("/v1/editorial/tags/{}/merge", desk.tag);
    let into = json!({"into": boats});
    news.editor().post(&path, into.clone()).await.problem(428, "precondition-required");
    news.change(&format!("/v1/editorial/tags/{}", desk.tag), json!({"name": "Ships"})).await;
    let send = async |path: &str, tag: &str| {
        let request = news.editor().request(Method::POST, path).header("If-Match", tag);
        request.json(into.clone()).send().await
    };
    let problem = send(&path, r#""1""#).await.problem(412, "version-mismatch");
    assert_eq!((&problem["current_version"], &problem["changed"]), (&json!(2), &json!(["name"])));
    for unknown in ["0", "x", "999"] {
        send(&format!("/v1/editorial/tags/{unknown}/merge"), "*").await.problem(404, "not-found");
    }
    send(&path, r#""2""#).await.ok();
    send(&path, r#""2""#).await.problem(404, "not-found");
}

async fn only_editors_and_admins_can_merge(news: Newsroom) {
    let desk = news.desk().await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    for (kind, id) in [("sections", desk.section), ("authors", desk.author), ("tags", desk.tag)] {
        let path = format!("/v1/editorial/{kind}/{id}/merge");
        for (client, status, code) in [
            (news.reader(), 401, "unauthenticated"),
            (news.reporter(), 403, "forbidden"),
            (news.moderator(), 403, "forbidden"),
        ] {
            client.post(&path, json!({"into": boats})).await.problem(status, code);
        }
    }
    let path = format!("/v1/editorial/tags/{}/merge", desk.tag);
    let request = news.admin().request(Method::POST, &path).header("If-Match", "*");
    request.json(json!({"into": boats})).send().await.ok();
}
