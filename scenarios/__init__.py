"""Scenarios: test cases of the rules in YAML that a lawyer can read, and the engines that run them.

| module | contents |
|---|---|
| `steps`, `rumour_steps` | steps and questions as frozen values |
| `format`, `parameters` | parsing of YAML to a scenario; every error names file, line, fault and remedy |
| `engine`, `engines` | interface of an engine, its answers, their comparison with the expected ones; engines by name |
| `rules_engine` | engine of the pure rules, in memory |
| `ledger_engine` | engine of the ledger on PostgreSQL |
| `workflow_engine` | engine of the ledger with lifecycle workflows on a Temporal test server that skips time |
| `appealing`, `proposing`, `rumouring`, `screening` | appeals, cases, rumours and screening for engines without a
ledger |
| `shifting` | shift of a scenario by years in which the calendar repeats |
| `runner` | run of files and folders: one line a scenario, and an exit status |
"""
