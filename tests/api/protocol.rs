//! The rules of HTTP and JSON that are the same for every operation.

use actix_web::http::Method;
use serde_json::json;

use crate::harness::{Newsroom, PASSWORD, Response, scenarios};

scenarios![
    invalid_json_is_refused,
    content_headers_may_occur_only_once,
    a_body_over_one_mebibyte_is_refused,
    a_deeply_nested_body_is_refused,
    only_json_in_utf_8_is_accepted,
    a_body_must_be_an_object,
    a_list_in_place_of_an_object_is_refused_at_every_depth,
    a_member_of_the_wrong_type_is_refused_with_the_expected_type,
    an_unknown_path_is_answered_with_a_problem,
    every_response_has_security_headers,
    an_unsupported_method_is_answered_with_the_supported_ones,
    every_operation_refuses_an_unknown_parameter,
    every_problem_code_has_a_page,
    pages_and_feeds_have_a_strict_content_security_policy,
    an_invalid_host_header_is_refused,
    invisible_characters_do_not_count_as_text,
    every_email_member_must_be_a_valid_address,
    a_request_keeps_its_request_id_or_gets_one,
    the_delivery_api_allows_every_origin,
    the_editorial_api_allows_only_configured_origins,
    the_served_openapi_document_is_the_committed_one,
    a_running_server_is_healthy_and_ready,
    a_stopping_server_is_healthy_but_not_ready,
];

async fn create_tag(news: &Newsroom, media_type: &str, body: impl Into<Vec<u8>>) -> Response {
    let request = news.editor().request(Method::POST, "/v1/editorial/tags");
    request.header("Content-Type", media_type).bytes(body).send().await
}

async fn invalid_json_is_refused(news: Newsroom) {
    let bodies: [&[u8]; 9] = [
        b"",
        b"{",
        br#"{"name": "a", "name": "b"}"#,
        b"\xEF\xBB\xBF{\"name\": \"a\"}",
        br#"{"name": "\ud800"}"#,
        b"{\"name\": \"\xff\"}",
        br#"{"name": "a"} x"#,
        br#"{"name": 'a'}"#,
        b"{\"name\": \"a\0b\"}",
    ];
    for body in bodies {
        create_tag(&news, "application/json", body).await.problem(400, "invalid-json");
    }
    let nul = create_tag(&news, "application/json", br#"{"name": "a\u0000b"}"#.as_slice()).await;
    assert_eq!(nul.error_sources(422, "invalid-body"), ["/name"]);
    assert_eq!(news.reader().get("/v1/tags").await.ok()["data"], json!([]));
}

async fn content_headers_may_occur_only_once(news: Newsroom) {
    for (name, first, second) in [
        ("content-type", "application/json", "text/plain"),
        ("content-type", "application/json", "application/json"),
        ("content-encoding", "identity", "gzip"),
    ] {
        let request = news.editor().request(Method::POST, "/v1/editorial/tags").header(name, first);
        let request = request.header(name, second).bytes(r#"{"name": "Ferry"}"#);
        request.send().await.problem(415, "unsupported-media-type");
    }
    // `Accept` is a list, which may be split into several headers.
    let request = news.reader().request(Method::GET, "/v1/tags").header("accept", "text/html");
    request.header("accept", "application/json").send().await.ok();
}

async fn a_body_over_one_mebibyte_is_refused(news: Newsroom) {
    let mebibyte = 1 << 20;
    let body_of_size = |size: usize| format!("{{\"name\": \"{}\"}}", "a".repeat(size - 12));
    assert_eq!(body_of_size(mebibyte).len(), mebibyte);
    let largest = create_tag(&news, "application/json", body_of_size(mebibyte)).await;
    assert_eq!(largest.error_sources(422, "invalid-body"), ["/name"]);
    create_tag(&news, "application/json", body_of_size(mebibyte + 1)).await.problem(413, "too-large");
}

async fn a_deeply_nested_body_is_refused(news: Newsroom) {
    let nested = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    create_tag(&news, "application/json", nested).await.problem(400, "invalid-json");
    create_tag(&news, "application/json", "[".repeat(500_000)).await.problem(400, "invalid-json");
}

async fn only_json_in_utf_8_is_accepted(news: Newsroom) {
    let tag = r#"{"name": "Ferry"}"#;
    for media_type in [
        "",
        "text/plain",
        "application/xml",
        "application/json; charset=utf-16",
        "application/jsonp",
        "application/merge-patch+json",
        "multipart/form-data; boundary=x",
    ] {
        create_tag(&news, media_type, tag).await.problem(415, "unsupported-media-type");
    }
    let with_encoding =
        news.editor().request(Method::POST, "/v1/editorial/tags").header("Content-Encoding", "gzip");
    with_encoding
        .header("Content-Type", "application/json")
        .bytes(tag)
        .send()
        .await
        .problem(415, "unsupported-media-type");
    create_tag(&news, "Application/JSON; Charset=UTF-8", tag).await.created();
    let patch = news.editor().request(Method::PATCH, "/v1/editorial/tags/1").header("If-Match", "*");
    patch
        .header("Content-Type", "application/merge-patch+json")
        .bytes(r#"{"type": "event"}"#)
        .send()
        .await
        .ok();
}

async fn a_body_must_be_an_object(news: Newsroom) {
    for body in ["[]", "null", "5", "\"x\"", "true"] {
        assert_eq!(
            create_tag(&news, "application/json", body).await.error_sources(422, "invalid-body"),
            [""],
            "{body}"
        );
    }
    news.editor().post("/v1/editorial/tags", json!({"name": "Ferry"})).await.created();
    let patch = news.editor().patch("/v1/editorial/tags/1", "*", json!(["name"])).await;
    assert_eq!(patch.error_sources(422, "invalid-body"), [""]);
}

/// Expects only errors about wrong types, and returns their sources.
#[track_caller]
fn wrong_types(response: &Response) -> Vec<String> {
    let sources = response.error_sources(422, "invalid-body");
    let problem = response.json();
    assert!(
        problem["errors"].as_array().unwrap().iter().all(|fault| fault["code"] == "wrong-type"),
        "{problem}"
    );
    sources
}

async fn a_list_in_place_of_an_object_is_refused_at_every_depth(news: Newsroom) {
    let articles = "/v1/editorial/articles";
    let id = news.publish(&news.taxonomy().await, "Ferry").await;
    let lists = json!({
        "headline": "Ferry", "authors": [{"id": 1}, [1, "photographer"]], "body": ["markdown", "Words."],
        "comments": ["open"], "lead_image": ["https://example.org/a.jpg"], "seo": ["Ferry", "It sails."],
    });
    let expected = ["/authors/1", "/body", "/comments", "/lead_image", "/seo"];
    assert_eq!(wrong_types(&news.editor().post(articles, lists.clone()).await), expected);
    let article = format!("{articles}/{id}");
    assert_eq!(wrong_types(&news.editor().patch(&article, "*", lists.clone()).await), expected);
    let put = news.editor().request(Method::PUT, &article).header("If-Match", "*").json(lists).send().await;
    assert_eq!(wrong_types(&put), expected);
    let transition = json!({"to": "publish", "correction": ["correction", "It sails hourly."]});
    assert_eq!(wrong_types(&news.editor().transition_with(id, "*", transition).await), ["/correction"]);
    let create = json!({"op": "create", "article": {"headline": "Ferry"}});
    let batch = json!({"operations": [create, ["create", null, null, {"headline": "Ferry"}]]});
    let batch = news.editor().post(&format!("{articles}/batch"), batch).await;
    assert_eq!(wrong_types(&batch), ["/operations/1"]);
    let author = json!({"name": "Bo", "image": ["https://example.org/a.jpg"], "links": [["Web", "https://example.org"]]});
    let author = news.editor().post("/v1/editorial/authors", author).await;
    assert_eq!(wrong_types(&author), ["/image", "/links/0"]);
    assert_eq!(news.editor().get(articles).await.ok()["data"].as_array().unwrap().len(), 1);
}

async fn a_member_of_the_wrong_type_is_refused_with_the_expected_type(news: Newsroom) {
    let detail = |response: Response| {
        assert_eq!(wrong_types(&response).len(), 1);
        response.json()["errors"][0]["detail"].as_str().unwrap().to_owned()
    };
    let id = news.publish(&news.taxonomy().await, "Ferry").await;
    assert_eq!(detail(news.editor().transition_with(id, "*", json!({"to": 5})).await), "must be a string");
    let batch = json!({"operations": [{"op": 5}]});
    let batch = news.editor().post("/v1/editorial/articles/batch", batch).await;
    assert_eq!(detail(batch), "must be a string");
    for (member, expected) in
        [(json!({"type": {"topic": null}}), "must be a string"), (json!({"name": 5}), "must be a string")]
    {
        assert_eq!(detail(news.editor().patch("/v1/editorial/tags/1", "*", member).await), expected);
    }
    for (member, expected) in [
        (json!({"is_breaking": "yes"}), "must be `true` or `false`"),
        (json!({"section_id": "one"}), "must be a whole number"),
        (json!({"tag_ids": {}}), "must be a list"),
        (json!({"seo": 5}), "must be an object"),
        (json!({"body": {"format": "html", "value": 5}}), "must be a string or a list of blocks"),
    ] {
        let article = format!("/v1/editorial/articles/{id}");
        assert_eq!(detail(news.editor().patch(&article, "*", member).await), expected);
    }
}

async fn an_unknown_path_is_answered_with_a_problem(news: Newsroom) {
    for path in [
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v2/articles",
        "/v1/editorial/nothing",
        "/v1/articles/1/nothing",
        "/admin",
        "/v1//articles",
    ] {
        let problem = news.reader().get(path).await.problem(404, "not-found");
        assert_eq!(problem["instance"], path);
        assert_eq!(problem["type"], "/problems/not-found");
    }
}

async fn every_response_has_security_headers(news: Newsroom) {
    for path in
        ["/v1/articles", "/v1/articles/none", "/v1/auth/me", "/docs", "/openapi.json", "/healthz", "/none"]
    {
        let response = news.reader().get(path).await;
        assert_eq!(response.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(response.header("referrer-policy"), "strict-origin-when-cross-origin", "{path}");
        assert_eq!(response.header("strict-transport-security"), "max-age=31536000", "{path}");
        assert_eq!((response.header("server"), response.header("x-powered-by")), ("", ""), "{path}");
    }
}

async fn an_unsupported_method_is_answered_with_the_supported_ones(news: Newsroom) {
    for (method, path, allowed) in [
        (Method::DELETE, "/v1/articles", "GET, HEAD"),
        (Method::PUT, "/v1/articles/1/comments", "GET, HEAD, POST"),
        (Method::GET, "/v1/auth/login", "POST"),
        (Method::POST, "/v1/sections/world/asia", "GET, HEAD"),
        (Method::DELETE, "/v1/feeds/sections/world/asia.rss", "GET, HEAD"),
        (Method::POST, "/v1/editorial/articles/1", "GET, HEAD, PUT, PATCH, DELETE"),
        (Method::PATCH, "/v1/editorial/comments/batch", "POST"),
        (Method::GET, "/v1/editorial/articles/batch", "POST"),
        (Method::PATCH, "/v1/editorial/comments/export", "GET, HEAD"),
        (Method::DELETE, "/v1/editorial/comments/erasures", "POST"),
        (Method::TRACE, "/healthz", "GET, HEAD"),
    ] {
        let response = news.reader().request(method, path).send().await;
        response.problem(405, "method-not-allowed");
        assert_eq!(response.header("allow"), allowed, "{path}");
    }
    // An id is a number: other text there is an unknown path, whatever the method.
    for path in ["/v1/editorial/tags/x", "/v1/editorial/articles/x", "/v1/editorial/articles/1/revisions/x"] {
        for method in [Method::GET, Method::PATCH, Method::TRACE] {
            news.editor().request(method, path).send().await.problem(404, "not-found");
        }
    }
    let options = news.reader().request(Method::OPTIONS, "/v1/editorial/articles").send().await;
    assert_eq!(options.expect(204).header("allow"), "GET, HEAD, POST");
}

async fn every_operation_refuses_an_unknown_parameter(news: Newsroom) {
    for (method, path) in news.operations(|_| true) {
        let response = news.editor().request(method.clone(), &format!("{path}?bogus=1")).send().await;
        assert_eq!(response.error_sources(400, "invalid-query"), ["bogus"], "{method} {path}");
    }
}

async fn every_problem_code_has_a_page(news: Newsroom) {
    for code in broadsheet::http::Code::ALL {
        let page = news.reader().get(&format!("/problems/{}", code.name())).await;
        assert!(page.expect(200).text().contains(code.title()));
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    }
    news.reader().get("/problems/nothing").await.problem(404, "not-found");
}

async fn a_request_keeps_its_request_id_or_gets_one(news: Newsroom) {
    let request_id = async |id: &str| {
        let response = news.reader().request(Method::GET, "/v1/site").header("X-Request-Id", id).send().await;
        response.header("x-request-id").to_owned()
    };
    assert_eq!(request_id("desk-42_a.B").await, "desk-42_a.B");
    for malformed in ["", "a b", "<script>", &"x".repeat(65)] {
        let generated = request_id(malformed).await;
        assert!(generated != malformed && !generated.is_empty());
    }
    let ids: Vec<String> = [news.reader().get("/healthz").await, news.reader().get("/healthz").await]
        .iter()
        .map(|response| response.header("x-request-id").to_owned())
        .collect();
    assert_ne!(ids[0], ids[1]);
}

async fn the_delivery_api_allows_every_origin(news: Newsroom) {
    let request_from_other_origin =
        |method, path: &str| news.reader().request(method, path).header("Origin", "https://app.example");
    let response = request_from_other_origin(Method::GET, "/v1/articles").send().await;
    response.ok();
    assert_eq!(response.header("access-control-allow-origin"), "*");
    assert!(response.header("access-control-expose-headers").to_lowercase().contains("etag"));
    let not_found = request_from_other_origin(Method::GET, "/v1/articles/none").send().await;
    not_found.problem(404, "not-found");
    assert_eq!(not_found.header("access-control-allow-origin"), "*");
    let preflight = request_from_other_origin(Method::OPTIONS, "/v1/articles/1/comments")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type")
        .send()
        .await;
    assert_eq!(preflight.expect(200).header("access-control-allow-origin"), "*");
}

async fn the_editorial_api_allows_only_configured_origins(news: Newsroom) {
    for (origin, allowed) in [("https://desk.example", "https://desk.example"), ("https://evil.example", "")]
    {
        let response = news
            .editor()
            .request(Method::GET, "/v1/editorial/articles")
            .header("Origin", origin)
            .send()
            .await;
        assert_eq!(response.header("access-control-allow-origin"), allowed, "{origin}");
        let preflight =
            news.reader().request(Method::OPTIONS, "/v1/editorial/articles/1").header("Origin", origin);
        let preflight = preflight
            .header("Access-Control-Request-Method", "PATCH")
            .header("Access-Control-Request-Headers", "authorization,if-match,content-type");
        assert_eq!(preflight.send().await.header("access-control-allow-origin"), allowed, "{origin}");
    }
}

async fn pages_and_feeds_have_a_strict_content_security_policy(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    news.publish(&taxonomy, "Ferry").await;
    for path in [
        "/",
        "/problems",
        "/problems/not-found",
        "/v1/feeds/latest.rss",
        "/v1/feeds/latest.atom",
        "/v1/sitemaps/index.xml",
        "/v1/sitemaps/news.xml",
        "/docs/guide",
    ] {
        let page = news.reader().get(path).await;
        let policy = page.expect(200).header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
    }
    let list = news.reader().get("/problems").await.text();
    assert!(list.contains(r#"<a href="/problems/rule-exists">"#), "{list}");
}

async fn an_invalid_host_header_is_refused(news: Newsroom) {
    let get_with_host = async |host: &str| {
        let request = news.reader().request(Method::GET, "/v1/site");
        request.header("Host", host).send().await
    };
    for host in ["news.example", "news.example:8080", "192.0.2.1", "[2001:db8::1]:80", "[::1]", "a:", "a_b"] {
        get_with_host(host).await.ok();
    }
    for host in [
        "u:p@a",
        "u@news.example",
        "a b",
        "a/b",
        "a?b",
        "http://a",
        "a:b",
        "<a>",
        "[::1",
        "a:+80",
        "a:99999",
        "[x]",
        "[::1]b:80",
        "a,b c",
    ] {
        let problem = get_with_host(host).await.problem(400, "bad-request");
        assert!(problem["detail"].as_str().unwrap().starts_with("`Host`"), "{host}");
        assert!(!problem["request_id"].as_str().unwrap().is_empty());
    }
}

async fn invisible_characters_do_not_count_as_text(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    for blank in
        ["  ", "\u{200b}", "\u{2060}\u{feff}", "\u{ad}", "\u{200e}", "\u{3164}", "\u{2800}", "\u{e0020}"]
    {
        for (path, body, member) in [
            ("/v1/editorial/articles", json!({"headline": blank}), "/headline"),
            ("/v1/editorial/sections", json!({"name": blank}), "/name"),
            ("/v1/editorial/authors", json!({"name": blank}), "/name"),
            ("/v1/editorial/tags", json!({"name": blank}), "/name"),
            (
                "/v1/editorial/users",
                json!({"name": blank, "email": "x@news.example", "role": "editor", "password": PASSWORD}),
                "/name",
            ),
            ("/v1/editorial/api-keys", json!({"name": blank, "scopes": ["articles:read"]}), "/name"),
            (
                "/v1/editorial/comment-rules",
                json!({"kind": "word", "value": blank, "action": "ban"}),
                "/value",
            ),
        ] {
            let refused = news.admin().post(path, body).await;
            assert_eq!(refused.error_sources(422, "invalid-body"), [member], "{path} {blank:?}");
        }
        let comment = json!({"author_name": blank, "body": blank});
        let refused = news.reader().post(&format!("/v1/articles/{article}/comments"), comment).await;
        assert_eq!(refused.error_sources(422, "invalid-body"), ["/author_name", "/body"], "{blank:?}");
        let kill = json!({"to": "kill", "reason": blank});
        let path = format!("/v1/editorial/articles/{article}");
        let request = news.admin().request(Method::POST, &format!("{path}/transitions"));
        let refused = request.header("If-Match", &news.admin().etag_of(&path).await).json(kill).send().await;
        assert_eq!(refused.error_sources(422, "invalid-body"), ["/reason"], "{blank:?}");
        for (format, value) in [("markdown", blank.to_owned()), ("html", format!("<p>{blank}</p>"))] {
            let body = json!({"format": format, "value": value});
            let draft = taxonomy.article("Pier").as_object().unwrap().clone();
            let draft =
                draft.into_iter().chain([("body".to_owned(), body)]).collect::<serde_json::Map<_, _>>();
            let created = news.editor().post("/v1/editorial/articles", draft.into()).await;
            let id = created.created()["id"].as_i64().unwrap();
            let refused = news.editor().transition(id, &created.etag(), "publish").await;
            assert_eq!(refused.error_sources(422, "not-publishable"), ["/body"], "{format} {blank:?}");
        }
    }
}

async fn every_email_member_must_be_a_valid_address(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Ferry").await;
    for (email, is_address) in [
        ("<script>@b.example", false),
        ("\"<b>\"@b.example", false),
        ("a@-b.c", false),
        ("a@b", false),
        ("Jo <jo@b.example>", false),
        ("jo.o'hara+news@b.example", true),
    ] {
        let user = json!({"name": "Jo", "email": email, "role": "editor", "password": PASSWORD});
        let comment = json!({"author_name": "Jo", "body": format!("Hello {email}."), "author_email": email});
        let author = json!({"name": format!("Jo {email}"), "email": email});
        let rule = json!({"kind": "email", "value": email, "action": "ban"});
        for (response, member) in [
            (news.admin().post("/v1/editorial/users", user).await, "/email"),
            (news.admin().post("/v1/editorial/authors", author).await, "/email"),
            (news.admin().post("/v1/editorial/comment-rules", rule).await, "/value"),
            (news.reader().post(&format!("/v1/articles/{article}/comments"), comment).await, "/author_email"),
        ] {
            if is_address {
                assert!(response.status.is_success(), "{member} {email}: {}", response.text());
            } else {
                let sources = response.error_sources(422, "invalid-body");
                assert!(sources.contains(&member.to_owned()), "{member} {email}: {sources:?}");
            }
        }
    }
}

async fn the_served_openapi_document_is_the_committed_one(news: Newsroom) {
    let served = news.reader().get("/openapi.json").await;
    let committed: serde_json::Value =
        serde_json::from_str(include_str!("../../openapi/openapi.json")).unwrap();
    assert!(
        served.ok() == committed,
        "openapi/openapi.json is out of date: cargo run -- openapi > openapi/openapi.json"
    );
    assert_eq!(committed["openapi"], "3.1.0");
}

async fn a_running_server_is_healthy_and_ready(news: Newsroom) {
    assert_eq!(news.reader().get("/healthz").await.ok(), json!({"status": "ok"}));
    assert_eq!(news.reader().get("/readyz").await.ok(), json!({"status": "ok"}));
}

async fn a_stopping_server_is_healthy_but_not_ready(news: Newsroom) {
    news.drain();
    let response = news.reader().get("/readyz").await;
    response.problem(503, "overloaded");
    assert_eq!(response.header("retry-after"), "1");
    news.reader().get("/healthz").await.ok();
    news.reader().get("/v1/site").await.ok();
}
