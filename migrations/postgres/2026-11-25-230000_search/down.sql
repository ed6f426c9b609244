DROP TABLE search_backlog;
DROP TABLE published_search;
