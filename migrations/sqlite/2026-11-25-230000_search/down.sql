DROP TABLE renewal_backlog;
DROP TABLE published_words;
DROP TABLE published_opening_words;
DROP TABLE published_headline_words;
DROP TABLE published_search;
