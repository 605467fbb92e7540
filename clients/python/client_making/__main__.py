"""Write everything that is generated: `python -m client_making`, or `make client`."""

from pathlib import Path

from client_making import made

TARGET = Path(__file__).parents[1] / "standing_client"


def main() -> None:
    """Write the generated files; files that are right already stay untouched."""
    for name, text in made.files().items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(TARGET.parent)}")


main()
