//! Example-based tests of the body pipeline, with input by editors and by attackers.

use super::{Block, Markup, html, markdown, parse, round_trip::assert_html, text};

#[test]
fn white_space_collapses_as_in_html() {
    assert_html(" <p>\n a \t b\u{a0} </p> \n<p> </p><p>&nbsp;</p><p><br></p>", "<p>a b\u{a0}</p>");
    assert_html("<p>a <b> b </b> c<br> d <br></p>", "<p>a <strong>b</strong> c<br>d</p>");
}

#[test]
fn text_outside_paragraphs_becomes_paragraphs() {
    assert_html("a<div>b<section>c <i>d</i></section></div>e", "<p>a</p><p>b</p><p>c <em>d</em></p><p>e</p>");
    assert_html("<b><p>a</p><p>b <b>c</b></p></b>", "<p><strong>a</strong></p><p><strong>b c</strong></p>");
    assert_html(
        "<a href=/x><h3>a</h3><p>b</p></a>",
        "<h3><a href=\"/x\">a</a></h3><p><a href=\"/x\">b</a></p>",
    );
}

#[test]
fn presentational_elements_become_semantic_ones() {
    assert_html("<h1>a</h1><h5>b</h5><h6>c</h6>", "<h2>a</h2><h5>b</h5><h6>c</h6>");
    assert_html(
        "<b>a</b><i>b</i><del>c</del><strike>d</strike><ins>e</ins>",
        "<p><strong>a</strong><em>b</em><s>cd</s><u>e</u></p>",
    );
}

#[test]
fn redundant_marks_are_removed_and_neighbours_are_merged() {
    assert_html("<b>a</b><b>b<b>c</b></b><i></i><span>d</span>", "<p><strong>abc</strong>d</p>");
    assert_html("<span lang=fa>a</span><span dir=up>b</span>", "<p><span lang=\"fa\">a</span>b</p>");
}

#[test]
fn unsafe_urls_are_removed_and_the_text_of_links_stays() {
    assert_html(
        "<a href='java&#10;script:x'>a</a> <a href=#b>b</a> <a href=next.html>c</a> <img src=data:x alt=d>",
        "<p>a b c</p>",
    );
    assert_html(
        "<a href=HTTPS://A.example/é rel=x target=_blank>a</a>",
        "<p><a href=\"https://a.example/%C3%A9\">a</a></p>",
    );
    assert_html("<blockquote cite=javascript:x>a</blockquote>", "<blockquote><p>a</p></blockquote>");
}

#[test]
fn an_image_alone_is_a_block() {
    assert_html("<p><img src=/a></p>", "<figure><img src=\"/a\" alt=\"\"></figure>");
    assert_html(
        "<p>a <img src=/a width=20px height=3></p>",
        "<p>a <img src=\"/a\" alt=\"\" height=\"3\"></p>",
    );
    assert_html(
        "<figure><a href=/x><img src=/a></a><figcaption><p>b</p><p>c</p></figcaption></figure>",
        "<figure><a href=\"/x\"><img src=\"/a\" alt=\"\"></a><figcaption>b<br>c</figcaption></figure>",
    );
    assert_html("<figure><p>a</p><figcaption>b</figcaption></figure>", "<p>a</p><p>b</p>");
}

#[test]
fn a_figure_with_the_url_of_a_provider_is_an_embed() {
    let youtube = "<a href=\"https://youtu.be/a?b&amp;c\">https://youtu.be/a?b&amp;c</a>";
    assert_html(
        "<figure><a href='https://youtu.be:443/a?b&c'></a></figure>",
        &format!("<figure>{youtube}</figure>"),
    );
    assert_html(
        "<figure lang=fa><div><a href=https://youtu.be/a?b&c> https://youtu.be/a?b&amp;c </a></div><figcaption>d <b>e</b></figcaption></figure>",
        &format!("<figure lang=\"fa\">{youtube}<figcaption>d <strong>e</strong></figcaption></figure>"),
    );
    // Other text would be lost, and other URLs belong to no known provider.
    assert_html(
        "<figure><a href=https://youtu.be/a>A film</a><figcaption>b</figcaption></figure>",
        "<p><a href=\"https://youtu.be/a\">A film</a></p><p>b</p>",
    );
    for url in ["https://evil-youtube.com/a", "https://me@youtu.be/a", "https://youtu.be:1/a"] {
        let body = parse(Markup::Html, &format!("<figure><a href={url}>{url}</a></figure>"));
        assert!(matches!(body.as_slice(), [Block::File { .. }]), "{body:?}");
    }
    assert_html(&format!("<figure>{youtube}{youtube}</figure>"), &format!("<p>{youtube}{youtube}</p>"));
}

#[test]
fn an_iframe_of_a_provider_is_an_embed_and_another_one_leaves_a_link() {
    assert_html(
        "<p>a<iframe src='https://www.youtube.com/embed/b' onload=x><p>c</iframe>d",
        "<p>a</p><figure><a href=\"https://www.youtube.com/embed/b\">https://www.youtube.com/embed/b</a></figure><p>d</p>",
    );
    assert_html(
        "<figure><div><iframe src=https://player.vimeo.com/video/1></iframe></div><figcaption>a</figcaption></figure>",
        "<figure><a href=\"https://player.vimeo.com/video/1\">https://player.vimeo.com/video/1</a><figcaption>a</figcaption></figure>",
    );
    for source in ["//youtu.be/a", "http://youtu.be/a"] {
        assert_html(
            &format!("<iframe src='{source}'></iframe>"),
            "<figure><a href=\"https://youtu.be/a\">https://youtu.be/a</a></figure>",
        );
    }
    for source in ["javascript:x", "data:text/html,x", "about:blank", ""] {
        assert_html(&format!("<p>a<iframe src='{source}'></iframe>b"), "<p>ab</p>");
    }
    assert_html("<iframe src=https://a.example/ns.html width=0 height=0></iframe>", "");
    assert_html(
        "<p>a<iframe src=https://a.example/b title=' The map '></iframe>c",
        "<p>a</p><p><a href=\"https://a.example/b\">The map</a></p><p>c</p>",
    );
    assert_html("<p>a<iframe srcdoc='<p>b'>c</iframe>d", "<p>ad</p>");
}

#[test]
fn a_quote_in_a_figure_is_a_pull_quote() {
    let quote = "<figure><blockquote>a <em>b</em></blockquote><figcaption>c</figcaption></figure>";
    assert_html(quote, quote);
    assert_html(
        "<figure> <blockquote><p>a <i>b</i></p> </blockquote><figcaption><p>c</figcaption></figure>",
        quote,
    );
    assert_html(
        "<figure dir=rtl><blockquote>a<br>b</blockquote></figure>",
        "<figure dir=\"rtl\"><blockquote>a<br>b</blockquote></figure>",
    );
    assert_html(
        "<figure><blockquote>a <a href=https://youtu.be/b>https://youtu.be/b</a></blockquote></figure>",
        "<figure><blockquote>a <a href=\"https://youtu.be/b\">https://youtu.be/b</a></blockquote></figure>",
    );
    // A quote that a pull quote cannot express stays a quote.
    assert_html(
        "<figure><blockquote><p>a<p>b</blockquote><figcaption>c</figcaption></figure>",
        "<blockquote><p>a</p><p>b</p></blockquote><p>c</p>",
    );
    assert_html(
        "<figure><blockquote cite=https://a.example/>a</blockquote></figure>",
        "<blockquote cite=\"https://a.example/\"><p>a</p></blockquote>",
    );
    assert_html(
        "<figure><blockquote lang=fa>a</blockquote></figure>",
        "<blockquote lang=\"fa\"><p>a</p></blockquote>",
    );
    assert_html("<figure><blockquote>a</blockquote>b</figure>", "<blockquote><p>a</p></blockquote><p>b</p>");
    assert_html("<figure><blockquote> </blockquote><figcaption>a</figcaption></figure>", "<p>a</p>");
}

#[test]
fn embeds_and_pull_quotes_are_html_in_markdown() {
    let source = "a\n\n<figure><a href=\"https://youtu.be/b\">https://youtu.be/b</a></figure>\n\n\
                  <figure><blockquote>c **d**</blockquote><figcaption>e</figcaption></figure>";
    let body = parse(Markup::Markdown, source);
    assert_eq!(markdown(&body), source);
    assert_eq!(text(&body), "a\n\nhttps://youtu.be/b\n\nc **d**\ne");
}

#[test]
fn nested_captions_are_read_once() {
    assert_html(
        "<figure><img src=/a><figcaption>b<figcaption>c</figcaption></figcaption></figure>",
        "<figure><img src=\"/a\" alt=\"\"><figcaption>b<br>c</figcaption></figure>",
    );
}

#[test]
fn list_content_outside_items_belongs_to_the_item_before() {
    assert_html(
        "<ul><li>a</li><ul><li>b</li></ul><li></li></ul><ol></ol>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
    );
    assert_html("<li>a", "<p>a</p>");
}

#[test]
fn blocks_inherit_the_language_of_their_container() {
    assert_html(
        "<div lang=fa dir=RTL><p>a</p><p dir=ltr>b</p>c</div>d",
        "<p lang=\"fa\" dir=\"rtl\">a</p><p lang=\"fa\" dir=\"ltr\">b</p><p lang=\"fa\" dir=\"rtl\">c</p><p>d</p>",
    );
    assert_html("<ul><li lang=fa>a</ul>", "<ul><li><p lang=\"fa\">a</p></li></ul>");
}

#[test]
fn a_table_has_its_spans_its_caption_and_its_alignment() {
    assert_html(
        "<table><caption>a</caption><tr><th>b<th>c<tr><td colspan=2 rowspan=1 scope=row>d<ul><li>e<li>f</ul></table>",
        "<table><caption>a</caption><thead><tr><th>b</th><th>c</th></tr></thead><tbody><tr><td colspan=\"2\">d<br>e<br>f</td></tr></tbody></table>",
    );
    assert_html("<table><tr><td> </table>", "");
    assert_html(
        "<figure class=wp-block-table><table><col><col align=right><tr><td style='text-align:center'>a<td>b</table><figcaption>c</figcaption></figure>",
        "<table><caption>c</caption><tbody><tr><td align=\"center\">a</td><td align=\"right\">b</td></tr></tbody></table>",
    );
    let source = "|a|b|c|\n|:-|-:|-|\n|d|e|f|";
    assert_eq!(markdown(&parse(Markup::Markdown, source)), source);
}

#[test]
fn html_in_markdown_is_parsed_as_html() {
    let source = "# A\n\n*b* <sub>c</sub> <script>alert(1)</script>\n\n<div dir=rtl>\n\n> d\n\n</div>\n\n![e](javascript:x)";
    assert_eq!(
        html(&parse(Markup::Markdown, source)),
        "<h2>A</h2><p><em>b</em> <sub>c</sub></p><blockquote dir=\"rtl\"><p>d</p></blockquote>"
    );
}

#[test]
fn json_has_the_type_and_omits_members_without_a_value() {
    let json = serde_json::to_value(parse(Markup::Markdown, "a *b*\n\n***\n\n- c\n\n![d](/e)"));
    let expected = serde_json::json!([
        {"type": "paragraph", "content": [{"type": "text", "text": "a "}, {"type": "mark", "mark": "em", "content": [{"type": "text", "text": "b"}]}]},
        {"type": "divider"},
        {"type": "list", "ordered": false, "items": [[{"type": "paragraph", "content": [{"type": "text", "text": "c"}]}]]},
        {"type": "image", "url": "/e", "alt": "d"},
    ]);
    assert_eq!(json.ok(), Some(expected));
}

#[test]
fn the_openapi_schemas_of_recursive_blocks_are_finite() {
    let mut schemas = Vec::new();
    <Block as utoipa::ToSchema>::schemas(&mut schemas);
    let mut names: Vec<String> = schemas.into_iter().map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    assert_eq!(
        names,
        [
            "Align",
            "Cell",
            "DescriptionItem",
            "Dir",
            "GalleryImage",
            "Inline",
            "MarkKind",
            "Note",
            "Provider",
            "Scope"
        ]
    );
}

#[test]
fn blocks_that_are_not_in_normal_form_are_rendered() {
    let body = vec![
        Block::Code { language: None, lang: None, dir: None, text: "a\n\n".to_owned() },
        Block::Quote { cite: None, lang: None, dir: None, content: vec![] },
    ];
    assert_eq!(markdown(&body), "```\na\n```");
}
