//! Rate limits, and the address that identifies a client.

use actix_web::http::Method;
use serde_json::json;

use crate::harness::{Newsroom, PASSWORD, Response, scenarios};

scenarios![
    a_network_must_wait_after_ten_failed_sign_ins_to_an_account,
    failed_sign_ins_from_elsewhere_do_not_lock_an_account,
    sign_ins_to_an_attacked_account_are_slowed_down,
    an_address_must_wait_after_thirty_failed_sign_ins,
    a_successful_sign_in_resets_the_failures,
    wrong_current_passwords_in_password_changes_are_limited,
    failed_sign_ins_count_across_servers,
    at_most_ten_of_many_concurrent_sign_ins_are_checked,
    failed_sign_ins_are_logged,
    every_limited_response_shows_the_remaining_quota,
    comments_per_client_are_limited,
    searches_per_client_are_limited,
    reads_per_client_are_limited,
    an_ipv6_network_counts_as_one_client,
    a_trusted_proxy_determines_the_client_address,
    forwarded_addresses_from_untrusted_peers_are_ignored,
];

const EMAIL: &str = "edda.editor@news.example";

async fn sign_in(news: &Newsroom, email: &str, password: &str, from: &str) -> Response {
    let request = news.reader().request(Method::POST, "/v1/auth/login").from(from);
    request.json(json!({"email": email, "password": password})).send().await
}

async fn a_network_must_wait_after_ten_failed_sign_ins_to_an_account(news: Newsroom) {
    let news = news.with_rate_limits().await;
    for email in [EMAIL, "nobody@news.example"] {
        for number in 0..10 {
            // Upper and lower case count as one address.
            let email = if number % 2 == 0 { email } else { &email.to_uppercase() };
            sign_in(&news, email, "wrong", "192.0.2.1").await.problem(401, "invalid-credentials");
        }
        let refused = sign_in(&news, email, PASSWORD, "192.0.2.1").await;
        refused.problem(429, "too-many-requests");
        assert_eq!(refused.header("retry-after"), "900");
        let policy = r#""failed-sign-ins-to-an-account-from-a-network""#;
        assert_eq!(refused.header("ratelimit-policy"), format!("{policy};q=10;w=900"));
        assert_eq!(refused.header("ratelimit"), format!("{policy};r=0;t=900"));
    }
    sign_in(&news, "ada.admin@news.example", PASSWORD, "192.0.2.1").await.ok();
    news.advance_clock(899);
    sign_in(&news, EMAIL, PASSWORD, "192.0.2.1").await.problem(429, "too-many-requests");
    news.advance_clock(1);
    sign_in(&news, EMAIL, PASSWORD, "192.0.2.1").await.ok();
}

async fn failed_sign_ins_from_elsewhere_do_not_lock_an_account(news: Newsroom) {
    let news = news.with_rate_limits().await;
    let home_address = "203.0.113.7";
    sign_in(&news, EMAIL, PASSWORD, home_address).await.ok();
    // Weeks later the account is attacked from many networks. Other accounts are attacked from the owner's network.
    news.advance_clock(80 * 24 * 60 * 60);
    for number in 0..30 {
        sign_in(&news, EMAIL, "wrong", &format!("192.0.2.{number}")).await;
        let other = format!("nobody-{number}@news.example");
        sign_in(&news, &other, "wrong", home_address).await.problem(401, "invalid-credentials");
    }
    sign_in(&news, "nobody@news.example", "wrong", home_address).await.problem(429, "too-many-requests");
    sign_in(&news, EMAIL, PASSWORD, home_address).await.ok();
    // A single typing mistake does not lock the account.
    sign_in(&news, EMAIL, "wrong", home_address).await.problem(401, "invalid-credentials");
    sign_in(&news, EMAIL, PASSWORD, home_address).await.ok();
    // After three months without a sign-in the network is no longer trusted.
    news.advance_clock(91 * 24 * 60 * 60);
    for number in 0..11 {
        sign_in(&news, EMAIL, "wrong", &format!("192.0.2.{number}")).await;
    }
    sign_in(&news, EMAIL, PASSWORD, home_address).await.problem(429, "too-many-requests");
}

async fn sign_ins_to_an_attacked_account_are_slowed_down(news: Newsroom) {
    let news = news.with_rate_limits().await;
    for email in [EMAIL, "nobody@news.example"] {
        let mut checked = 0;
        // Two sign-ins per second, each from another network.
        for number in 0..240 {
            let from = format!("198.51.{}.{}", 100 + number % 2, number);
            let attempt = sign_in(&news, email, "wrong", &from).await;
            checked += i32::from(attempt.status.as_u16() == 401);
            if attempt.status.as_u16() == 429 {
                let policy = r#""sign-ins-to-an-account-that-is-attacked";q=1;w=10"#;
                assert_eq!(attempt.header("ratelimit-policy"), policy);
            }
            news.advance_clock_micros(500_000);
        }
        assert_eq!(checked, 10 + 11, "ten guesses, then one in ten seconds");
        // A sign-in from a new network waits for seconds instead of a quarter of an hour.
        let from_new_network = sign_in(&news, email, PASSWORD, "203.0.113.9").await;
        if from_new_network.status.as_u16() == 429 {
            let wait: i64 = from_new_network.header("retry-after").parse().unwrap();
            assert!((1..=10).contains(&wait), "{wait}");
            news.advance_clock(wait);
        }
        let exists = email == EMAIL;
        assert_eq!(sign_in(&news, email, PASSWORD, "203.0.113.9").await.status.as_u16() == 200, exists);
        news.advance_clock(900);
    }
}

async fn an_address_must_wait_after_thirty_failed_sign_ins(news: Newsroom) {
    let news = news.with_rate_limits().await;
    for number in 0..30 {
        let email = format!("nobody-{number}@news.example");
        sign_in(&news, &email, "wrong", "192.0.2.1").await.problem(401, "invalid-credentials");
    }
    sign_in(&news, EMAIL, PASSWORD, "192.0.2.1").await.problem(429, "too-many-requests");
    sign_in(&news, EMAIL, PASSWORD, "192.0.2.2").await.ok();
}

async fn a_successful_sign_in_resets_the_failures(news: Newsroom) {
    let news = news.with_rate_limits().await;
    for _ in 0..3 {
        for _ in 0..9 {
            sign_in(&news, EMAIL, "wrong", "192.0.2.1").await.problem(401, "invalid-credentials");
        }
        let response = sign_in(&news, EMAIL, PASSWORD, "192.0.2.1").await;
        response.ok();
        assert_eq!(response.header("ratelimit-policy"), r#""sign-ins";q=60;w=60"#);
    }
}

async fn wrong_current_passwords_in_password_changes_are_limited(news: Newsroom) {
    let news = news.with_rate_limits().await;
    let change = async |current: &str| {
        let change = json!({"current_password": current, "new_password": "kelp lantern under orbit"});
        news.editor().request(Method::PUT, "/v1/auth/password").json(change).send().await
    };
    for _ in 0..10 {
        change("wrong").await.problem(403, "forbidden");
    }
    change(PASSWORD).await.problem(429, "too-many-requests");
    news.advance_clock(900);
    change(PASSWORD).await.expect(204);
}

async fn failed_sign_ins_count_across_servers(news: Newsroom) {
    let mut news = news.with_rate_limits().await;
    for _ in 0..5 {
        sign_in(&news, EMAIL, "wrong", "192.0.2.1").await.problem(401, "invalid-credentials");
        // Another server, which has counted no failures.
        news = news.with_rate_limits().await;
        sign_in(&news, EMAIL, "wrong", "192.0.2.2").await.problem(401, "invalid-credentials");
    }
    sign_in(&news, EMAIL, PASSWORD, "192.0.2.3").await.problem(429, "too-many-requests");
    sign_in(&news.with_rate_limits().await, EMAIL, PASSWORD, "192.0.2.3")
        .await
        .problem(429, "too-many-requests");
}

async fn at_most_ten_of_many_concurrent_sign_ins_are_checked(news: Newsroom) {
    let news = news.with_rate_limits().await;
    let attempts = (0..40).map(|number| {
        let password = if number < 39 { "wrong" } else { PASSWORD };
        let from = format!("192.0.2.{number}");
        let news = &news;
        async move { sign_in(news, EMAIL, password, &from).await.status.as_u16() }
    });
    let statuses = futures_util::future::join_all(attempts).await;
    let count = |status| statuses.iter().filter(|other| **other == status).count();
    assert!(count(401) <= 10, "{statuses:?}");
    assert_eq!(count(401) + count(429) + count(200), 40, "{statuses:?}");
}

async fn failed_sign_ins_are_logged(news: Newsroom) {
    sign_in(&news, EMAIL, "wrong", "192.0.2.7").await.problem(401, "invalid-credentials");
    sign_in(&news, "nobody@news.example", "wrong", "192.0.2.7").await.problem(401, "invalid-credentials");
    sign_in(&news, EMAIL, PASSWORD, "192.0.2.7").await.ok();
    let log = news.admin().get("/v1/editorial/audit-log").await.ok();
    let user = news.account("Edda Editor").id;
    let entry =
        |index: usize| (log["data"][index]["action"].clone(), log["data"][index]["target"]["id"].clone());
    assert_eq!(entry(0), (json!("session.begin"), json!(user)));
    assert_eq!(entry(1), (json!("session.refused"), json!(0)));
    assert_eq!(entry(2), (json!("session.refused"), json!(user)));
    assert_eq!(log["data"][2]["changes"][0]["after"], "192.0.2.7");
}

async fn comments_per_client_are_limited(news: Newsroom) {
    let news = news.with_rate_limits().await;
    let taxonomy = news.taxonomy().await;
    let path = format!("/v1/articles/{}/comments", news.publish(&taxonomy, "Ferry").await);
    let comment = json!({"author_name": "Bo", "body": "Quite so."});
    let send = async |from: &str| {
        let request = news.reader().request(Method::POST, &path).from(from);
        request.json(comment.clone()).send().await
    };
    for remaining in (0..10).rev() {
        let response = send("192.0.2.1").await;
        assert_eq!(response.expect(202).header("ratelimit"), format!(r#""comments";r={remaining};t=60"#));
    }
    let refused = send("192.0.2.1").await;
    refused.problem(429, "too-many-requests");
    assert_eq!(
        (refused.header("retry-after"), refused.header("ratelimit")),
        ("60", r#""comments";r=0;t=60"#)
    );
    send("192.0.2.2").await.expect(202);
    let queue = news.editor().get("/v1/editorial/comments?limit=100").await.ok();
    assert_eq!(queue["data"].as_array().unwrap().len(), 11, "refused comments are not stored");
    news.advance_clock(60);
    send("192.0.2.1").await.expect(202);
}

async fn get(news: &Newsroom, path: &str, from: &str, forwarded: &[&str]) -> Response {
    let request = news.reader().request(Method::GET, path).from(from);
    forwarded.iter().fold(request, |request, address| request.header("X-Forwarded-For", address)).send().await
}

async fn searches_per_client_are_limited(news: Newsroom) {
    let news = news.with_rate_limits().await;
    // Cached searches are not counted, so each search has another text.
    for number in 0..150 {
        get(&news, &format!("/v1/search?q=ferry{number}"), "192.0.2.1", &[]).await.ok();
        get(&news, &format!("/v1/articles?q=ferry{number}"), "192.0.2.1", &[]).await.ok();
    }
    for path in ["/v1/search?q=ferry", "/v1/articles?q=ferry"] {
        get(&news, path, "192.0.2.1", &[]).await.problem(429, "too-many-requests");
    }
    let response = get(&news, "/v1/search?q=ferry1", "192.0.2.1", &[]).await;
    response.ok();
    assert_eq!(response.header("ratelimit-policy"), r#""reads";q=6000;w=60"#, "a cached search is a read");
    get(&news, "/v1/search?q=ferry", "192.0.2.2", &[]).await.ok();
}

/// Uses up the reads that a client has in a minute.
async fn exhaust_reads(news: &Newsroom, from: &str, forwarded: &[&str]) {
    for _ in 0..6000 {
        get(news, "/v1/site", from, forwarded).await.expect(200);
    }
    get(news, "/v1/site", from, forwarded).await.problem(429, "too-many-requests");
}

async fn reads_per_client_are_limited(news: Newsroom) {
    let news = news.with_rate_limits().await;
    exhaust_reads(&news, "192.0.2.1", &[]).await;
    let refused = get(&news, "/v1/articles", "192.0.2.1", &[]).await;
    refused.problem(429, "too-many-requests");
    assert_eq!((refused.header("retry-after"), refused.header("access-control-allow-origin")), ("60", "*"));
    get(&news, "/healthz", "192.0.2.1", &[]).await.ok();
    get(&news, "/v1/site", "192.0.2.2", &[]).await.ok();
    news.advance_clock(60);
    get(&news, "/v1/site", "192.0.2.1", &[]).await.ok();
}

async fn fail_sign_in(news: &Newsroom, from: &str, forwarded: &[&str]) -> Response {
    let request = news.reader().request(Method::POST, "/v1/auth/login").from(from);
    let request =
        forwarded.iter().fold(request, |request, address| request.header("X-Forwarded-For", address));
    request.json(json!({"email": "nobody@news.example"})).send().await
}

/// Tries to sign in, and returns how many sign-ins the client has left in this minute.
async fn remaining_sign_ins(news: &Newsroom, from: &str, forwarded: &[&str]) -> u32 {
    let response = fail_sign_in(news, from, forwarded).await;
    let remaining = response.header("ratelimit").strip_prefix(r#""sign-ins";r="#).unwrap();
    remaining.split(';').next().unwrap().parse().unwrap()
}

async fn every_limited_response_shows_the_remaining_quota(news: Newsroom) {
    let news = news.with_rate_limits().await;
    let quota = |response: &Response| response.header("ratelimit").to_owned();
    let first = get(&news, "/v1/site", "192.0.2.1", &[]).await;
    assert_eq!(quota(&first), r#""reads";r=5999;t=60"#);
    let cached = get(&news, "/v1/site", "192.0.2.2", &[]).await;
    assert_eq!((quota(&cached), cached.body == first.body), (r#""reads";r=5999;t=60"#.to_owned(), true));
    let request = news.reader().request(Method::GET, "/v1/site").from("192.0.2.1");
    let unchanged = request.header("If-None-Match", &first.etag()).send().await;
    assert_eq!((unchanged.status.as_u16(), quota(&unchanged)), (304, r#""reads";r=5998;t=60"#.to_owned()));
    let searched = get(&news, "/v1/search?q=ferry", "192.0.2.1", &[]).await;
    assert_eq!(quota(&searched), r#""reads";r=5997;t=60, "searches";r=299;t=60"#);
    assert_eq!(searched.header("ratelimit-policy"), r#""reads";q=6000;w=60, "searches";q=300;w=60"#);
    for name in ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"] {
        assert_eq!(searched.header(name), "");
    }
    let exposed = searched.header("access-control-expose-headers");
    assert!(exposed.contains("RateLimit, RateLimit-Policy"), "{exposed}");
    assert_eq!(quota(&news.editor().get("/v1/editorial/tags").await), "", "the editorial API has no limit");
}

async fn an_ipv6_network_counts_as_one_client(news: Newsroom) {
    let news = news.with_rate_limits().await;
    assert_eq!(remaining_sign_ins(&news, "2001:db8:1:2::1", &[]).await, 59);
    assert_eq!(remaining_sign_ins(&news, "2001:db8:1:2:ffff::9", &[]).await, 58);
    assert_eq!(remaining_sign_ins(&news, "2001:db8:1:3::1", &[]).await, 59);
    assert_eq!(remaining_sign_ins(&news, "192.0.2.1", &[]).await, 59);
    assert_eq!(remaining_sign_ins(&news, "::ffff:192.0.2.1", &[]).await, 58);
}

async fn a_trusted_proxy_determines_the_client_address(news: Newsroom) {
    let news = news.with_rate_limits().await;
    let proxy = "198.51.100.1";
    assert_eq!(remaining_sign_ins(&news, proxy, &["203.0.113.1"]).await, 59);
    assert_eq!(remaining_sign_ins(&news, proxy, &["203.0.113.2"]).await, 59);
    // The client controls the addresses before those that the proxies add.
    assert_eq!(remaining_sign_ins(&news, proxy, &["203.0.113.9, 203.0.113.1, 198.51.100.2"]).await, 58);
    assert_eq!(remaining_sign_ins(&news, proxy, &["203.0.113.9", "203.0.113.1"]).await, 57);
    assert_eq!(remaining_sign_ins(&news, "203.0.113.1", &[]).await, 56);
}

async fn forwarded_addresses_from_untrusted_peers_are_ignored(news: Newsroom) {
    let news = news.with_rate_limits().await;
    for (number, forwarded) in
        ["203.0.113.1", "198.51.100.1", "127.0.0.1", "nonsense"].into_iter().enumerate()
    {
        let expected = 59 - u32::try_from(number).unwrap();
        assert_eq!(remaining_sign_ins(&news, "192.0.2.1", &[forwarded]).await, expected);
    }
}
