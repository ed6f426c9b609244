DROP TABLE article_transitions;
