"""The documents that the shipped company offers its customers, as tagged PDFs from `castelune.yaml`."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CONTEXT = ROOT / "scenarios" / "contexts" / "brulerie-castelune"
sys.path.insert(0, str(ROOT))

from sandbox.kernel.typesetting import tagged_pdf  # noqa: E402
from sandbox.training.grading.exports import FONTS  # noqa: E402


def main() -> None:
    """Write every document."""
    company = yaml.safe_load((CONTEXT / "context.yaml").read_text("utf-8"))["entreprise"]
    documents = yaml.safe_load((HERE / "castelune.yaml").read_text("utf-8"))
    for name, content in documents.items():
        made = tagged_pdf(HERE / "sheet.typ", fonts=FONTS, sheet=content, company=company)
        (CONTEXT / "fichiers" / f"{name}.pdf").write_bytes(made)
        print(f"{name}.pdf  {len(made) // 1000} Ko")


if __name__ == "__main__":
    main()
