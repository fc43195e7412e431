"""Questionnaires as files: own YAML, XLSForm and LimeSurvey come in; YAML and XLSForm go out."""
