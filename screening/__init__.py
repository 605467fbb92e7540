"""Screening of names and bios against the protected names (article 1).

Pure, and fast enough for every name of a large platform.

| module | contents |
|---|---|
| `holding` | the rows: one reason each to hold a text for a person to decide |
| `grammar` | words that name organs and outlets, qualifiers that add no meaning, words of a newsroom |
| `belonging` | words for staff, channels, police, courts and the army, and words that change their meaning |
| `claiming` | matches of longer names that claim to belong to a protected body |
| `numerals` | numerals of every kind as Chinese ones |
| `folding` | mapping of each character to the form that is compared |
| `tables` | generated tables, read from `data/`: simplified forms, look-alikes, everyday words |
| `lookalikes` | characters that look alike: pairs written by hand and the generated table |
| `compiling` | compilation of a lexicon to folded words with their roles |
| `respelling` | other spellings of a text that are searched too: look-alikes, letters for digits, pinyin |
| `shown` | the text in the order in which it is displayed (right-to-left letters and controls) |
| `screener` | the search, the judgement and the result |
| `profiles` | screening of a profile: its name and its bio |
"""
