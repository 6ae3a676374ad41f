"""`verify_archive`: prove that everything kept is as it was kept."""

import json
import sys
import time
from dataclasses import asdict

from django.core.management.base import BaseCommand

from archive.integrity import Checked, verify
from archive.models import Capture, Decision, Revision, Verification

_PAUSE = 2.0  # seconds between two lines of progress


class Command(BaseCommand):
    help = (
        "Hash every stored object, decision and revision again, and name each that is damaged, missing or extra. "
        "Ends with status 1 if there is any. Beside a running import it may name what is just going in."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print what was found as one JSON object")

    def handle(self, **options):
        started = time.monotonic()
        told = started
        total = sum(table.objects.count() for table in (Capture, Decision, Revision, Verification))

        def tell() -> None:
            nonlocal told
            if time.monotonic() - told >= _PAUSE:
                told = time.monotonic()
                done = sum(checked.counts().values())
                rate = done / (told - started)
                left = max(total - done, 0) / rate
                self.stderr.write(f"{done} of {total}, {rate:.0f} a second, {left:.0f} s left")

        checked = Checked(tell)
        findings = []
        for finding in verify(checked):
            findings.append(asdict(finding))
            if not options["json"]:
                self.stdout.write(f"{finding.kind} {finding.thing} {finding.name}: {finding.why}")
        seconds = round(time.monotonic() - started, 1)
        if options["json"]:
            report = {"checked": checked.counts(), "findings": findings, "seconds": seconds}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            looked_at = ", ".join(f"{count} {what}" for what, count in checked.counts().items())
            self.stdout.write(f"{looked_at}: {len(findings) or 'no'} findings, in {seconds} s.")
        if findings:
            sys.exit(1)
