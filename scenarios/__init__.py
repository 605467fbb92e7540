"""Scenarios: the rules as cases in YAML that a lawyer can read, and the engines that answer them.

| module | what it holds |
|---|---|
| `document` | YAML with the line of each node, every scalar as the text it was written as |
| `steps` | the steps and questions as frozen values |
| `format` | YAML → scenario; every error says file, line, what is wrong and what would be right |
| `engine` | what an engine is, what it answers, and how an answer is compared with the expected one |
| `rules_engine` | the pure rules in memory |
| `runner` | files and folders → one line a scenario, and an exit status |
"""
