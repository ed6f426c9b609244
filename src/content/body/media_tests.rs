//! Example-based tests of images, videos, audio, files and embeds from other systems.

use super::{
    Block, Markup, html, parse,
    round_trip::{assert_html, assert_markdown},
    text, words,
};

#[test]
fn figures_keep_captions_credits_and_links() {
    assert_html(
        "<figure><a href=\"https://x.example/full\"><img src=\"https://x.example/1.jpg\" alt=\"A\"></a><figcaption>c <small>Photo: D</small></figcaption></figure>",
        "<figure><a href=\"https://x.example/full\"><img src=\"https://x.example/1.jpg\" alt=\"A\"></a><figcaption>c <small>Photo: D</small></figcaption></figure>",
    );
    let gallery = "<figure><figure><img src=\"/1\" alt=\"A\"></figure><figure><img src=\"/2\" alt=\"B\"><figcaption>b</figcaption></figure><figcaption>Both</figcaption></figure>";
    assert_html(gallery, gallery);
    assert_html(
        "<figure class=wp-block-gallery><ul><li><figure><img src=/1 alt=A></figure></li><li><figure><img src=/2 alt=B><figcaption>b</figcaption></figure></li></ul><figcaption>Both</figcaption></figure>",
        gallery,
    );
    assert_html(
        "<figure><img src=/1 alt=A> <a href=/x><img src=/2 alt=B></a><figcaption>Both</figcaption></figure>",
        "<figure><figure><img src=\"/1\" alt=\"A\"></figure><figure><a href=\"/x\"><img src=\"/2\" alt=\"B\"></a></figure><figcaption>Both</figcaption></figure>",
    );
    assert_html(
        "<figure><p>Other words</p><img src=/1 alt=A><figcaption>c</figcaption></figure>",
        "<p>Other words</p><figure><img src=\"/1\" alt=\"A\"><figcaption>c</figcaption></figure>",
    );
    assert_html(
        "<figure><img src=/1 alt=A><p>Other words</p><figcaption>c</figcaption></figure>",
        "<p>Other words</p><figure><img src=\"/1\" alt=\"A\"><figcaption>c</figcaption></figure>",
    );
    assert_html(
        "<p><a href=/x><img src=/1 alt=A></a></p>",
        "<figure><a href=\"/x\"><img src=\"/1\" alt=\"A\"></a></figure>",
    );
    assert_markdown(
        "![A](/1.jpg \"A caption\")",
        "<figure><img src=\"/1.jpg\" alt=\"A\"><figcaption>A caption</figcaption></figure>",
    );
    assert_html(
        "<p><abbr title=\"World Health Organization\">WHO</abbr></p>",
        "<p><abbr title=\"World Health Organization\">WHO</abbr></p>",
    );
}

#[test]
fn videos_audio_and_files_are_blocks() {
    assert_html(
        "<p>x</p><video src=\"https://x.example/v.mp4\" poster=/p.jpg onplay=x>no</video><audio><source src=\"https://x.example/a.mp3\"></audio>",
        "<p>x</p><figure><video src=\"https://x.example/v.mp4\" controls poster=\"/p.jpg\"></video></figure><figure><audio src=\"https://x.example/a.mp3\" controls></audio></figure>",
    );
    assert_html(
        "<figure><video src=/v.mp4></video><figcaption>a <small>b</small></figcaption></figure>",
        "<figure><video src=\"/v.mp4\" controls></video><figcaption>a <small>b</small></figcaption></figure>",
    );
    assert_html(
        "<div class=wp-block-file><a href=/r.pdf>Report</a><a href=/r.pdf class=wp-block-file__button download>Download</a></div>",
        "<figure><a href=\"/r.pdf\">Report</a></figure>",
    );
    assert_html("<video><p>Your browser plays no video.</p></video>", "<p>Your browser plays no video.</p>");
    assert_html(
        "<table><tr><td><video src=/v.mp4></video></td></tr></table>",
        "<table><tbody><tr><td><a href=\"/v.mp4\">/v.mp4</a></td></tr></tbody></table>",
    );
}

#[test]
fn embeds_are_recognised_in_every_form_that_providers_give_out() {
    let embed = |url: &str, caption: &str| {
        let caption =
            if caption.is_empty() { String::new() } else { format!("<figcaption>{caption}</figcaption>") };
        format!("<figure><a href=\"{url}\">{url}</a>{caption}</figure>")
    };
    assert_html(
        "<blockquote class=\"twitter-tweet\"><p>Hi</p>&mdash; A <a href=\"https://twitter.com/a/status/1\">May 1</a></blockquote><script src=https://platform.twitter.com/widgets.js></script>",
        &embed(
            "https://twitter.com/a/status/1",
            "Hi<br>— A <a href=\"https://twitter.com/a/status/1\">May 1</a>",
        ),
    );
    for (code, url) in [
        (
            "<blockquote class=instagram-media data-instgrm-permalink=https://www.instagram.com/p/A/></blockquote>",
            "https://www.instagram.com/p/A/",
        ),
        (
            "<blockquote class=tiktok-embed cite=https://www.tiktok.com/@a/video/1></blockquote>",
            "https://www.tiktok.com/@a/video/1",
        ),
        (
            "<div class=fb-post data-href=https://www.facebook.com/a/posts/1></div>",
            "https://www.facebook.com/a/posts/1",
        ),
        (
            "<blockquote class=text-post-media data-text-post-permalink=https://www.threads.net/@a/post/B></blockquote>",
            "https://www.threads.net/@a/post/B",
        ),
        (
            "<blockquote class=mastodon-embed data-embed-url=https://mastodon.social/@a/1/embed></blockquote>",
            "https://mastodon.social/@a/1/embed",
        ),
        (
            "<div id=datawrapper-vis-AbC12><script src=https://datawrapper.dwcdn.net/AbC12/embed.js></script></div>",
            "https://datawrapper.dwcdn.net/AbC12/",
        ),
        (
            "<div class='flourish-embed flourish-chart' data-src=visualisation/1></div>",
            "https://public.flourish.studio/visualisation/1",
        ),
        ("<div class=infogram-embed data-id=1-2-3></div>", "https://infogram.com/1-2-3"),
        (
            "<figure class=wp-block-embed><div class=wp-block-embed__wrapper>\nhttps://www.youtube.com/watch?v=a\n</div></figure>",
            "https://www.youtube.com/watch?v=a",
        ),
        ("<p>http://youtu.be/a</p>", "https://youtu.be/a"),
        ("<iframe data-src=//player.vimeo.com/video/1></iframe>", "https://player.vimeo.com/video/1"),
        ("<object data=https://www.youtube.com/v/a></object>", "https://www.youtube.com/v/a"),
    ] {
        assert_html(code, &embed(url, ""));
    }
    for (code, url) in [
        (
            "<blockquote class=reddit-embed-bq><a href=https://www.reddit.com/r/a/comments/1/>T</a> by <a href=https://www.reddit.com/user/b/>b</a></blockquote>",
            "https://www.reddit.com/r/a/comments/1/",
        ),
        (
            "<blockquote class=bluesky-embed><p>a</p><a href=https://bsky.app/profile/b>b</a> <a href=https://bsky.app/profile/b/post/c>d</a></blockquote>",
            "https://bsky.app/profile/b/post/c",
        ),
    ] {
        let body = parse(Markup::Html, code);
        assert!(matches!(body.as_slice(), [Block::Embed { url: found, .. }] if found == url), "{body:?}");
    }
    assert_eq!(
        html(&parse(Markup::Markdown, "https://www.youtube.com/watch?v=a_b_c")),
        embed("https://www.youtube.com/watch?v=a_b_c", "")
    );
    // Other hosts, words beside the address, and items of a list are no embeds.
    assert_html(
        "<blockquote class=twitter-tweet><a href=https://x.example/a/status/1>a</a></blockquote>",
        "<blockquote><p><a href=\"https://x.example/a/status/1\">a</a></p></blockquote>",
    );
    assert_html("<p>See https://youtu.be/a</p>", "<p>See https://youtu.be/a</p>");
    assert_html(
        "<ul><li>https://youtu.be/a</ul><p>https://youtu.be/</p>",
        "<ul><li>https://youtu.be/a</li></ul><p>https://youtu.be/</p>",
    );
}

#[test]
fn a_lazily_loaded_picture_is_given_once_in_its_largest_size() {
    let picture = "<figure><img src=\"https://x.example/l.jpg\" alt=\"l\"></figure>";
    for source in [
        "<img src=\"data:image/gif;base64,R0lG\" data-src=\"https://x.example/l.jpg\" alt=\"l\">",
        "<img data-lazy-src=//x.example/l.jpg alt=l>",
        "<img src=https://x.example/s.jpg data-src=https://x.example/l.jpg alt=l><noscript><img src=https://x.example/l.jpg alt=l></noscript>",
        "<img class=lazy src=data:x alt=l><noscript><img src=https://x.example/l.jpg alt=l></noscript>",
        "<noscript><img src=https://x.example/l.jpg alt=l></noscript><img src=data:x data-src=https://x.example/l.jpg alt=l>",
        "<img src=/s.jpg srcset='/s.jpg 300w, https://x.example/l.jpg 1200w, javascript:x 9999w' alt=l>",
        "<img srcset='/a.jpg, https://x.example/l.jpg 2x' alt=l>",
        "<picture><source srcset='/s.webp 1x, https://x.example/l.jpg 2x'><img alt=l></picture>",
        "<amp-img src=https://x.example/l.jpg alt=l></amp-img>",
    ] {
        assert_html(source, picture);
    }
    assert_html(
        "<img src=/s.jpg width=300 height=200 srcset='/s.jpg 300w, /l.jpg 1200w'>",
        "<figure><img src=\"/l.jpg\" alt=\"\" width=\"1200\" height=\"800\"></figure>",
    );
    assert_html(
        "<img src=/1.jpg><noscript><img src=/2.jpg></noscript>",
        "<p><img src=\"/1.jpg\" alt=\"\"><img src=\"/2.jpg\" alt=\"\"></p>",
    );
}

#[test]
fn alternative_texts_are_apart_from_words_and_are_no_words() {
    let body = parse(
        Markup::Html,
        "<p>a<img src=/1.jpg alt=Minister>Parliament votes <img src=/2.jpg alt=x></p><iframe src=//youtu.be/a></iframe>",
    );
    assert_eq!(text(&body), "a Minister Parliament votes x\n\nhttps://youtu.be/a");
    assert_eq!(words(&body), "a Parliament votes");
}
