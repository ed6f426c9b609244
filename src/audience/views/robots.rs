//! Recognises robots by their `User-Agent`.

/// Parts of the `User-Agent` of robots, in lower case.
const ROBOT_NAMES: [&str; 14] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "scrap",
    "archiver",
    "feedfetcher",
    "mediapartners",
    "facebookexternalhit",
    "embedly",
    "headless",
    "lighthouse",
    "monitor",
    "preview",
];

/// Names of phones that contain the name of a robot.
const PHONE_NAMES: [&str; 1] = ["cubot"];

/// Whether the `User-Agent` is that of a robot. A robot that pretends to be a browser is not recognised.
pub fn is_robot(user_agent: &str) -> bool {
    let mut agent = user_agent.to_ascii_lowercase();
    for phone in PHONE_NAMES {
        agent = agent.replace(phone, "");
    }
    ROBOT_NAMES.iter().any(|robot| agent.contains(robot))
}

#[cfg(test)]
mod tests {
    use super::is_robot;

    #[test]
    fn robots_are_recognised_by_their_user_agent() {
        for robot in [
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (compatible; bingbot/2.0)",
            "Mozilla/5.0 (compatible; Yahoo! Slurp)",
            "facebookexternalhit/1.1",
            "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0.0.0",
            "GPTBot/1.2",
        ] {
            assert!(is_robot(robot), "{robot}");
        }
        for reader in [
            "",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:124.0) Gecko/20100101 Firefox/124.0",
            "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) Chrome/120.0 Mobile Safari/537.36",
            "NewsApp/4.2 (iPhone; iOS 17.4) CFNetwork/1494",
        ] {
            assert!(!is_robot(reader), "{reader}");
        }
    }
}
