//! Measures parsing and rendering of a body. Each runs once when an article is saved or published, never when it is
//! read.

use std::hint::black_box;

use broadsheet::content::body::{self, Markup};
use criterion::{Criterion, criterion_group, criterion_main};

const PARAGRAPH: &str = "The *Gannet* sails **every hour** again, [the harbour master](https://example.org/) said, \
                         except when the sea is higher than the quay.\n\n";

fn bodies(criterion: &mut Criterion) {
    let markdown = PARAGRAPH.repeat(20);
    let blocks = body::parse(Markup::Markdown, &markdown);
    criterion.bench_function("parse Markdown of 20 paragraphs", |bencher| {
        bencher.iter(|| body::parse(Markup::Markdown, black_box(&markdown)));
    });
    criterion.bench_function("render HTML of 20 paragraphs", |bencher| {
        bencher.iter(|| body::html(black_box(&blocks)));
    });
    criterion.bench_function("render Markdown of 20 paragraphs", |bencher| {
        bencher.iter(|| body::markdown(black_box(&blocks)));
    });
}

criterion_group!(benches, bodies);
criterion_main!(benches);
