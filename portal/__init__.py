"""«Территория роста»: people, questionnaires, pairs and practices of mentoring programmes in one portal."""
