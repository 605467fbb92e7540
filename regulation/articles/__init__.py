"""The notice, article by article: each module opens with the article in one sentence, then decides it."""
