use proptest::prelude::*;

use super::*;
use crate::content::folding::{FoldedText, UnitList};

fn search(text: &str) -> Search {
    text.parse().unwrap()
}

/// For each clause its spellings: words with `_` between them, and `*` after a prefix.
fn clauses(text: &str) -> Vec<String> {
    let spelling = |terms: Terms| terms.words.join("_") + if terms.is_prefix { "*" } else { "" };
    let clause =
        |clause: &Clause| clause.spellings(true).into_iter().map(spelling).collect::<Vec<_>>().join(" ");
    search(text).clauses().iter().map(clause).collect()
}

#[test]
fn words_phrases_and_prefixes_are_parsed() {
    assert_eq!(clauses("Ferry harbour ferry"), ["ferry +ferry", "harbour +harbour"]);
    assert_eq!(clauses("\"Sea level\" ris*"), ["ris* +ris*", "sea_level"]);
    assert_eq!(clauses("\"never closed"), ["never_closed"]);
    assert_eq!(clauses("a\"b c\"d"), ["a +a", "b_c", "d +d"]);
    let words = ["b +b", "c +c", "col_e", "d +d", "near_a", "not +not", "or +or"];
    assert_eq!(clauses("NEAR(a, b) OR NOT -c ^d col:e"), words);
    assert_eq!(clauses("* \" \"\" ()"), [""; 0]);
}

#[test]
fn words_with_apostrophes_are_searched_split_and_joined() {
    assert_eq!(clauses("don't 3.50"), ["3_50", "don_t dont +dont"]);
    assert_eq!(clauses("О’Ніл*"), ["о_ніл* оніл* +оніл*"]);
    assert_eq!(clauses("мʼят*"), ["мят* +мят*"]);
    assert_eq!(clauses("می\u{200c}روم"), ["می_روم میروم +میروم"]);
    assert_eq!(clauses("\"I don’t\""), ["i_don_t i_dont"]);
    assert_eq!(clauses("'don''t' '"), ["don_t"]);
}

#[test]
fn letters_without_spaces_are_searched_in_pairs() {
    assert_eq!(clauses("東京都 橋"), ["東京_京都", "橋*"]);
    assert_eq!(clauses("서울에서 서울*"), ["서울", "서울_울에_에서"]);
    assert_eq!(clauses("\"東京 2020年\""), ["東京_京_2020_年*"]);
    assert_eq!(clauses("ที่นี่"), ["ที่นี่"]);
}

/// The search with the other forms and the split words that the vocabulary of the text has.
fn search_in(query: &str, text: &str, language: &str) -> Search {
    let vocabulary = IndexedText::of(text, language).vocabulary;
    let words: Vec<_> = vocabulary.stemmed().collect();
    let split: Vec<_> = vocabulary.split_words.into_iter().collect();
    search(query).with_stems([language, "ko"]).with_other_forms(&words).with_split_words(&split)
}

#[test]
fn plain_words_are_searched_in_other_forms() {
    let forms = |query: &str, text: &str, language: &str| {
        let search = search_in(query, text, language);
        let spellings = search.clauses().iter().flat_map(|clause| clause.spellings(true));
        spellings.map(|terms| terms.words.join("_")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(forms("Councils", "A council's councils", "en-GB"), "councils +councils council");
    assert_eq!(forms("council,", "Councils and cities", "en"), "council +council councils");
    assert_eq!(forms("\"councils\" cities*", "Council city", "en"), "cities +cities councils +councils");
    let german = forms("häuser", "Ein Haus, des Hauses, Häusern", "de");
    assert_eq!(german, "hauser +hauser haus hausern hauses");
}

fn marked(query: &str, text: &str) -> Vec<String> {
    let search = search_in(query, text, if text.is_ascii() { "en" } else { "uk" });
    let ranges = search.match_ranges(&UnitList::of(text).units());
    ranges.into_iter().map(|range| text[range].to_owned()).collect()
}

#[test]
fn only_whole_words_match() {
    assert_eq!(marked("har* \"level rises\"", "Level rises: Harbour level"), ["Level", "rises", "Harbour"]);
    assert_eq!(marked("har \"level rises\"", "Harbour level. Level"), [""; 0]);
    assert_eq!(marked("zurich", "In ZÜRICH."), ["ZÜRICH"]);
    assert_eq!(marked("½", "1⁄2 or ½"), ["1", "2", "½"]);
    assert_eq!(marked("کتاب", "كِتاب"), ["كِتاب"]);
}

#[test]
fn other_forms_and_spellings_are_marked_as_wholes() {
    assert_eq!(marked("council", "A council's Councils, councillor"), ["council", "Councils"]);
    assert_eq!(marked("dont ada", "Don't! Ada’s"), ["Don't", "Ada"]);
    assert_eq!(marked("м'ята", "мʼята, м’яту, мята"), ["мʼята", "м’яту", "мята"]);
    assert_eq!(marked("서울", "대서울에서"), ["서울"]);
    assert_eq!(marked("東京都 橋", "東京都の橋は東、京"), ["東京都", "橋"]);
}

#[test]
fn a_phrase_without_its_apostrophes_matches_the_split_words() {
    assert_eq!(marked("\"dont be late\"", "Don't be late, don't."), ["Don't", "be", "late"]);
    assert_eq!(marked("\"rock n roll dont die\"", "Rock’n’roll don’t die"), ["Rock’n’roll", "don’t", "die"]);
    assert_eq!(marked("\"نمی\u{200c}خواهم میروم\"", "نمیخواهم می\u{200c}روم"), ["نمیخواهم", "می\u{200c}روم"]);
    assert_eq!(marked("\"don t be\"", "Dont be"), [""; 0]);
    let long = marked("\"aa bb cc dd ee ff\"", "a'a b'b c'c d'd e'e f'f");
    assert_eq!(long, ["a'a", "b'b", "c'c", "d'd", "e'e", "f'f"], "more combinations than are searched");
}

#[test]
fn terms_of_a_document_match_whole() {
    let matches =
        |query: &str, text: &str| search(query).pattern("", false).matches(&FoldedText::of(text).terms);
    assert!(matches("東京 \"2020年\"", "東京2020年度") && !matches("京東", "東京") && matches("京", "東京"));
    assert!(
        matches("har* rises", "Level rises: Harbour") && !matches("har", "Harbour") && !matches("*", "a")
    );
}

proptest! {
    #[test]
    fn any_query_yields_valid_ranges_of_any_text(query in "\\PC{1,256}", text in any::<String>()) {
        if let Ok(search) = query.parse::<Search>() {
            let ranges = search.match_ranges(&UnitList::of(&text).units());
            prop_assert!(ranges.iter().all(|range| text.get(range.clone()).is_some()));
            prop_assert!(ranges.windows(2).all(|two| two[0].end <= two[1].start));
        }
    }

    #[test]
    fn a_text_matches_each_of_its_words(text in "[a-zé'’ ،ابی\u{200c}ه가-깋東京のที่ក្រ0-9]{1,40}") {
        let indexed = IndexedText::of(&text, "en");
        let joined = indexed.joined.into_iter().collect::<Vec<_>>().join(" ");
        let document = format!("{joined} | {}", indexed.folded.terms);
        for word in text.split_whitespace() {
            if let Ok(search) = word.replace('"', " ").parse::<Search>() {
                let is_match = search.clauses().is_empty() || search.pattern("", false).matches(&document);
                prop_assert!(is_match, "{word:?} in {document:?}");
            }
        }
    }
}
