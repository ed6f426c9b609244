//! Merges that are refused.

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
    let taxonomy = news.taxonomy().await;
    let subsection = news.create("sections", json!({"name": "Ferries", "parent_id": taxonomy.section})).await;
    let nested_subsection = news.create("sections", json!({"name": "Gannet", "parent_id": subsection})).await;
    for (kind, id) in [("sections", taxonomy.section), ("authors", taxonomy.author), ("tags", taxonomy.tag)] {
        for into in [id, 999, 0, -1] {
            let response = news.try_merge(kind, id, into).await;
            assert_eq!(response.error_sources(422, "invalid-body"), ["/into"], "{kind} {into}");
        }
        news.editor().get(&format!("/v1/editorial/{kind}/{id}")).await.ok();
    }
    for into in [subsection, nested_subsection] {
        let response = news.try_merge("sections", taxonomy.section, into).await;
        assert_eq!(response.error_sources(422, "invalid-body"), ["/into"]);
    }
}

async fn an_invalid_merge_request_is_refused(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for kind in ["sections", "authors", "tags"] {
        let id = if kind == "sections" {
            taxonomy.section
        } else if kind == "authors" {
            taxonomy.author
        } else {
            taxonomy.tag
        };
        for (body, sources) in [
            (json!({}), vec!["/into"]),
            (json!({"into": null}), vec!["/into"]),
            (json!({"into": "boats"}), vec!["/into"]),
            (json!({"into": 1.5}), vec!["/into"]),
            (json!({"onto": 2}), vec!["/into", "/onto"]),
            (json!([2]), vec![""]),
        ] {
            let request = news.editor().request(Method::POST, &format!("/v1/editorial/{kind}/{id}/merge"));
            let response = request.header("If-Match", "*").json(body.clone()).send().await;
            assert_eq!(response.error_sources(422, "invalid-body"), sources, "{body}");
        }
    }
}

async fn a_merge_needs_the_current_version(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    let path = format!("/v1/editorial/tags/{}/merge", taxonomy.tag);
    let into = json!({"into": boats});
    news.editor().post(&path, into.clone()).await.problem(428, "precondition-required");
    news.change(&format!("/v1/editorial/tags/{}", taxonomy.tag), json!({"name": "Ships"})).await;
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
    let taxonomy = news.taxonomy().await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    for (kind, id) in [("sections", taxonomy.section), ("authors", taxonomy.author), ("tags", taxonomy.tag)] {
        let path = format!("/v1/editorial/{kind}/{id}/merge");
        for (client, status, code) in [
            (news.reader(), 401, "unauthenticated"),
            (news.reporter(), 403, "forbidden"),
            (news.moderator(), 403, "forbidden"),
        ] {
            client.post(&path, json!({"into": boats})).await.problem(status, code);
        }
    }
    let path = format!("/v1/editorial/tags/{}/merge", taxonomy.tag);
    let request = news.admin().request(Method::POST, &path).header("If-Match", "*");
    request.json(json!({"into": boats})).send().await.ok();
}
