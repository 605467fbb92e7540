"""The console: pages in a browser for reviewers, operators, auditors and the regulator.

It holds no rule. A page calls the API's own routes in process, as the visitor (`console.http.calling`), and renders the
answers. docs/console.md says how a page is added.
"""
