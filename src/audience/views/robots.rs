//! Telling robots from readers.

/// What robots call themselves, as parts of `User-Agent` in small letters.
const NAMES: [&str; 14] = [
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

/// Phones whose names look like those of robots.
const PHONES: [&str; 1] = ["cubot"];

/// Whether a client says that it is a robot. One that hides it is not found out.
pub fn is_robot(user_agent: &str) -> bool {
    let mut name = user_agent.to_ascii_lowercase();
    for phone in PHONES {
        name = name.replace(phone, "");
    }
    NAMES.iter().any(|robot| name.contains(robot))
}

#[cfg(test)]
mod tests {
    use super::is_robot;

    #[test]
    fn robots_are_known_by_what_they_call_themselves() {
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
