//! Example-based tests of bodies from word processors, other systems and wire services: no text is lost, glued or shown as markup.

use super::{
    Markup, html, markdown, parse, parse_with_notices,
    round_trip::{assert_html, assert_markdown},
    text, words,
};

/// Asserts the codes of the notices of an HTML body, with how often each occurs.
#[track_caller]
fn assert_notices(source: &str, expected: &[(&str, u32)]) {
    let notices = parse_with_notices(Markup::Html, source).1.about("/body/value");
    let codes: Vec<_> = notices.iter().map(|notice| (notice.code.as_str(), notice.count)).collect();
    assert_eq!(codes, expected, "{notices:?}");
}

#[test]
fn unknown_elements_dissolve_in_place() {
    assert_html("<p>Er sagte <font color=\"red\">nichts</font> mehr.</p>", "<p>Er sagte nichts mehr.</p>");
    assert_html(
        "<p>a <acronym>b</acronym> <big>c</big> <var>d</var> <dfn>e</dfn> <bdo dir=rtl>f</bdo> <nobr>g</nobr> <data>h</data></p>",
        "<p>a <abbr>b</abbr> c d e <bdi dir=\"rtl\">f</bdi> g h</p>",
    );
    assert_html(
        "<p>In <st1:place><st1:City>Bonn</st1:City></st1:place>, <x-term>w<b>o</b>rd</x-term><o:p></o:p> &amp; more</p>",
        "<p>In Bonn, w<strong>o</strong>rd &amp; more</p>",
    );
    assert_html(
        "<p>See <a href=\"https://x.example/\"><font>the <nobr>report</nobr></font></a>.</p>",
        "<p>See <a href=\"https://x.example/\">the report</a>.</p>",
    );
    assert_html("<p>a<label>b</label><button>c</button><output>d</output></p>", "<p>abcd</p>");
}

#[test]
fn wire_elements_keep_their_paragraphs() {
    assert_html(
        "<body.content><block><hl1>A</hl1><hl2>B</hl2><p>In <location>Tehran</location> <person>C</person> won <money>5</money>.</p>\
         <bq><p>D</p></bq><media><media-reference source=https://x.example/e.jpg alternate-text=E /><media-caption>F</media-caption></media></block></body.content><body.end><tagline>G</tagline></body.end>",
        "<h2>A</h2><h3>B</h3><p>In Tehran C won 5.</p><blockquote><p>D</p></blockquote>\
         <figure><img src=\"https://x.example/e.jpg\" alt=\"E\"><figcaption>F</figcaption></figure><p>G</p>",
    );
    assert_html("<p>a <byline>b</byline> c</p>", "<p>a b c</p>");
}

#[test]
fn formatting_goes_on_in_the_next_paragraph_until_it_ends() {
    assert_html("<p><b>a<p>b</b> c", "<p><strong>a</strong></p><p><strong>b</strong> c</p>");
    assert_html("<p><a href=/x>a<p>b</a> c", "<p><a href=\"/x\">a</a></p><p><a href=\"/x\">b</a> c</p>");
    assert_html("<strong><p>Whole</p></strong>", "<p><strong>Whole</strong></p>");
    assert_html("<i><ul><li>a</i></ul>b", "<ul><li><em>a</em></li></ul><p><em>b</em></p>");
}

#[test]
fn graphics_and_formulas_end_where_html_ends_them() {
    assert_html("<p>a <svg class=\"i\"/> b</p><p>c</p>", "<p>a b</p><p>c</p>");
    assert_html("<p>x</p><svg><path></path><p>text</p>", "<p>x</p><p>text</p>");
    assert_html("<p>x <math><mn>1</mn><mo>/</mo><mn>2</mn></math> y</p>", "<p>x 1/2 y</p>");
    assert_html(
        "<p>x <math><mfrac><mn>1</mn><mn>2</mn></mfrac><msub><mi>a</mi><mi>i</mi></msub><semantics><annotation>tex</annotation></semantics></math> y</p>",
        "<p>x 1/2a<sub>i</sub> y</p>",
    );
}

#[test]
fn fallback_content_stays() {
    assert_html(
        "<p>a</p><noscript><img src=\"https://x.example/1.jpg\" alt=\"A\"></noscript><p>b</p>",
        "<p>a</p><figure><img src=\"https://x.example/1.jpg\" alt=\"A\"></figure><p>b</p>",
    );
    assert_html(
        "<p>a</p><object data=\"https://x.example/d.pdf\"><p>Read <a href=\"https://x.example/d.pdf\">the PDF</a></p></object>",
        "<p>a</p><p>Read <a href=\"https://x.example/d.pdf\">the PDF</a></p>",
    );
    assert_html("<p>a<canvas>b</canvas>c</p><template><p>x</p></template>", "<p>abc</p>");
    assert_html(
        "<form><fieldset><legend>a</legend><label>b <input></label><select><option>x<p>c",
        "<p>a</p><p>b</p><p>c</p>",
    );
    assert_html(
        "<dialog>a</dialog><menu><li>b</menu><xmp><b>c</b></xmp>",
        "<p>a</p><ul><li>b</li></ul><pre><code>&lt;b&gt;c&lt;/b&gt;</code></pre>",
    );
}

#[test]
fn words_in_code_stay_apart() {
    assert_html("<p><code>line 1<br>line 2</code></p>", "<p><code>line 1</code><br><code>line 2</code></p>");
    assert_html(
        "<p>a <code>b <a href=/c>c</a> <span>d</span></code></p>",
        "<p>a <code>b</code> <a href=\"/c\"><code>c</code></a> <code>d</code></p>",
    );
    assert_html(
        "<table><tr><td>x</td><td><pre>let a;\n  let b;</pre></td></tr></table>",
        "<table><tbody><tr><td>x</td><td>let a;<br>\u{a0}\u{a0}let b;</td></tr></tbody></table>",
    );
    assert_html("<pre><p>a</p><div>b</div>c</pre>", "<pre><code>a\nb\nc</code></pre>");
    assert_html(
        "<pre>Rose is <em>a</em> <a href=\"https://x.example/\">rose</a>\n  is</pre>",
        "<p>Rose is <em>a</em> <a href=\"https://x.example/\">rose</a><br>\u{a0}\u{a0}is</p>",
    );
    assert_html(
        "<pre class=lang-js><b>let</b> <i>a</i></pre>",
        "<pre><code class=\"language-js\">let a</code></pre>",
    );
    assert_markdown("```rust\nfn a() {}\n```\n", "<pre><code class=\"language-rust\">fn a() {}</code></pre>");
}

#[test]
fn readings_stand_beside_their_text() {
    let ruby = |text, reading| format!("<ruby>{text}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>");
    assert_html(
        "<p>私は<ruby>東京<rt>とうきょう</rt></ruby>へ</p>",
        &format!("<p>私は{}へ</p>", ruby("東京", "とうきょう")),
    );
    assert_html(
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</ruby>",
        &format!("<p>{}{}</p>", ruby("漢", "かん"), ruby("字", "じ")),
    );
    assert_html("<ruby><a href=/x>漢</a><rt>かん</ruby>", "<p><a href=\"/x\">漢</a>（かん）</p>");
    assert_eq!(text(&parse(Markup::Html, "<ruby>東京<rt>とうきょう</ruby>")), "東京（とうきょう）");
}

#[test]
fn footnotes_are_numbered_and_their_references_link_to_them() {
    let note = "<p>Claim<sup><a href=\"#s-1\">1</a></sup>.</p><ol><li id=\"s-1\">The note.</li></ol>";
    assert_markdown("Claim[^1].\n\n[^1]: The note.\n", note);
    assert_markdown(
        "Claim[^1].\n\n[^1]: https://source.example/x\n",
        "<p>Claim<sup><a href=\"#s-1\">1</a></sup>.</p><ol><li id=\"s-1\">https://source.example/x</li></ol>",
    );
    // WordPress, Pandoc and kramdown.
    assert_html(
        "<p>Claim<sup data-fn=1 class=fn><a href=#1 id=1-link>1</a></sup>.</p><ol class=wp-block-footnotes><li id=1>The note. <a href=#1-link>↩︎</a></li></ol>",
        note,
    );
    assert_html(
        "<p>Claim<a href=#1 class=footnote-ref id=r><sup>1</sup></a>.</p><section class=footnotes><ol><li id=1><p>The note.<a href=#r>↩</a></p></li></ol></section>",
        note,
    );
    assert_html(
        "<p>Claim<sup id=\"fnref:1\"><a href=\"#fn:1\" rel=footnote>1</a></sup>.</p><ol><li id=\"fn:1\"><p>The note.</p><p><a href=\"#fnref:1\">↩</a></p></li></ol>",
        "<p>Claim<sup><a href=\"#s-fn:1\">1</a></sup>.</p><ol><li id=\"s-fn:1\">The note.</li></ol>",
    );
    let apart =
        "<p>a<sup>2</sup><sup>b<sup><a href=\"#s-1\">1</a></sup></sup></p><ol><li id=\"s-1\">c</li></ol>";
    assert_html(apart, apart);
    // Without a note it is text, and notes without a reference are a list.
    assert_html("<p>a<sup><a href=#1>1</a></sup></p>", "<p>a<sup>1</sup></p>");
    assert_html("<ol><li id=1>a</li><li id=2>b</li></ol>", "<ol><li>a</li><li>b</li></ol>");
    let body = parse(Markup::Markdown, "a[^2] b[^1] c[^2] d[^none]\n\n[^1]: One.\n[^2]: Two.\n[^3]: Three.");
    assert_eq!(text(&body), "a[1] b[2] c[1] d[^none]\n\n1. Two.\n2. One.\n3. Three.");
    assert_eq!(words(&body), "a b c d[^none]\n\nTwo.\nOne.\nThree.");
}

#[test]
fn links_within_the_body_lead_to_headings() {
    assert_html(
        "<h2 id=\"a\">A</h2><p><a href=\"#a\">jump</a> <a href=#none>text</a></p>",
        "<h2 id=\"s-a\">A</h2><p><a href=\"#s-a\">jump</a> text</p>",
    );
    assert_html("<h3><a name=\"über uns\"></a><a id=%C3%BC></a>A</h3>", "<h3>A</h3>");
    assert_html(
        "<h3><a name=ü></a>A</h3><a href=#%C3%BC>b</a>",
        "<h3 id=\"s-ü\">A</h3><p><a href=\"#s-ü\">b</a></p>",
    );
    // An id that occurs twice leads to the first heading.
    assert_html("<h2 id=location>A</h2><h2 id=s-location>B</h2>", "<h2 id=\"s-location\">A</h2><h2>B</h2>");
}

#[test]
fn lists_keep_their_numbers() {
    assert_html(
        "<ol><li>one</li></ol><p>x</p><ol start=\"2\"><li>two</li></ol>",
        "<ol><li>one</li></ol><p>x</p><ol start=\"2\"><li>two</li></ol>",
    );
    assert_html("<ol reversed><li>a<li>b</ol>", "<ol reversed><li>a</li><li>b</li></ol>");
    assert_html(
        "<ol><li>a<li value=5>b<li>c</ol>",
        "<ol><li>a</li></ol><ol start=\"5\"><li>b</li><li>c</li></ol>",
    );
    assert_html("<ol start=-1><li>a</ol>", "<ol start=\"-1\"><li>a</li></ol>");
    assert_html("<dl><dt>Q</dt><dd>A</dd></dl>", "<dl><dt>Q</dt><dd>A</dd></dl>");
    assert_html(
        "<dl><div><dt>a<dt>b<dd>c</div><dd>d<ul><li>e</ul>f<dt>g</dl>",
        "<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd><p>d</p><ul><li>e</li></ul><p>f</p></dd><dt>g</dt></dl>",
    );
    assert_markdown("1986. A great year", "<ol start=\"1986\"><li>A great year</li></ol>");
}

#[test]
fn pasted_text_keeps_the_marks_that_its_style_means() {
    assert_html(
        "<b style=\"font-weight:normal;\" id=\"docs-internal-guid-1\"><p><span style=\"font-weight:700;font-style:italic\">a</span><span style=\"text-decoration:line-through\">b</span>\
         <span style=\"vertical-align:super\">c</span><span style=\"font-weight:400;vertical-align:baseline\">d</span></p></b>",
        "<p><strong><em>a</em></strong><s>b</s><sup>c</sup>d</p>",
    );
    let item = |level, marker, text| {
        format!(
            "<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><!--[if !supportLists]--><span style='mso-list:Ignore'>{marker}<span>&nbsp; </span></span><!--[endif]-->{text}<o:p></o:p></p>\n"
        )
    };
    assert_html(
        &[item(1, "·", "a"), item(2, "o", "b"), item(1, "·", "<b>c</b>"), item(1, "1.", "d")].concat(),
        "<ul><li>a<ul><li>b</li></ul></li><li><strong>c</strong></li></ul><ol><li>d</li></ol>",
    );
}

#[test]
fn one_tilde_does_not_strike_out() {
    let body = parse(Markup::Markdown, "from ~10 to~ 20 and a ~b~ ~~c~~");
    assert_eq!(html(&body), "<p>from ~10 to~ 20 and a ~b~ <s>c</s></p>");
    assert_eq!(parse(Markup::Markdown, &markdown(&body)), body);
}

#[test]
fn notices_name_everything_that_is_dropped() {
    assert_notices("<p>a <b>b</b> <font>c</font></p><style>x</style>", &[]);
    assert_notices(
        "<script>a</script><script src=/b></script><script src=https://platform.twitter.com/widgets.js></script>",
        &[("dropped-script", 2)],
    );
    assert_notices("<iframe src=https://x.example/></iframe><iframe></iframe>", &[("dropped-frame", 2)]);
    assert_notices("<iframe src=https://youtu.be/a></iframe>", &[]);
    assert_notices(
        "<form><input name=a><textarea></textarea><select></select></form>",
        &[("dropped-form", 3)],
    );
    assert_notices(
        "<svg></svg><canvas></canvas><object></object><embed><template></template>",
        &[("dropped-graphic", 2), ("dropped-object", 2), ("dropped-template", 1)],
    );
    assert_notices("<x-y>a</x-y><o:p></o:p>", &[("unknown-element", 2)]);
    assert_notices(
        "<a href=javascript:x>a</a><a href=next.html>b</a><img src=data:x><blockquote cite=x>c</blockquote><a href=#none>d</a>",
        &[("broken-address", 5)],
    );
    assert_notices(&format!("<img src=/a alt='{}'>", "a".repeat(1001)), &[("shortened-text", 1)]);
    assert_notices(&format!("<img src=data:{}>a", "A".repeat(60_000)), &[("dropped-tag", 1)]);
    assert_notices(&"<div>".repeat(100), &[("flattened-nesting", 4)]);
    let notices = parse_with_notices(Markup::Markdown, "a<script src=/b></script>").1.about("/body/value");
    let notice = notices.first().map(|notice| (notice.example.as_str(), notice.pointer.as_str()));
    assert_eq!(notice, Some(("<script src=\"/b\">", "/body/value")));
}
