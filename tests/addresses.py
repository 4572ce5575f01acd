"""Every address of the product, read from its URL configuration, so that a new one is tested without being named."""

from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

from documents.models import SignedPaper
from tests.archive import numbers_of_archive
from tests.assessing import numbers_of_assessment
from tests.samples import document_of_text, fixture
from workflows.models import Assignment, Case, Output

TOKEN = "contoh-naskah-bertanda-tangan"  # of the paper that tests.story.signed lays down
POST_ONLY = {
    "practice-begin",
    "practice-restart",
    "first-steps-put-away",
    "complete",
    "act-preview",
    "naskah-retry",
    "wait",
    "go-on",
    "case-suspend",
    "evaluation-count",
    "assessment-begin",
    "assessment-row",
    "assessment-draft",
    "assessment-conclude",
    "assessment-recount",
    "assessment-sign",
    "case-resume",
    "case-cancel",
    "case-add-subjects",
    "case-add-participant",
    "case-comment",
    "case-release",
    "pk-import",
    "pk-add",
    "realisasi-import",
    "capaian-import",
    "notice-read",
    "personal-data-copy",
    "notices-read",
    "calendar-day",
    "calendar-day-remove",
    "calendar-load",
    "look-save",
    "pk-format-save",
    "bsre-save",
    "bsre-test",
    "logo-put",
    "logo-remove",
    "naskah-save",
    "sop-remark-answer",
    "sop-remark-take-back",
    "sop-book-make",
    "sign-refuse",
    "return-to",
    "snooze",
    "wake",
    "withdraw",
    "search-save",
    "search-forget",
    "calendar-feed-make",
    "calendar-feed-off",
    "signed-scan",
    "signed-outside",
    "paper-publish",
    "paper-unpublish",
    "portal-save",
    "signing-save",
    "signing-unlock",
    "signing-authority",
    "my-certificate-revoke",
    "revision-read",
    "revision-submit",
    "revision-withdraw",
    "revision-agree",
    "revision-initial",
    "revision-send-back",
    "revision-sign",
    "revision-attest",
    "revision-revoke",
    "revision-penetapan",
    "approval-save",
    "berkas-hold",
    "berkas-release",
    "berkas-correct",
    "berkas-propose",
    "berkas-retry",
    "proposal-appraise",
    "proposal-approve",
    "proposal-execute",
    "proposal-reject",
    "klasifikasi-save",
    "staff-move",
    "staff-add",
    "staff-make",
    "staff-appoint",
    "staff-abolish",
    "staff-correct",
    "staff-end",
    "role-give",
    "role-end",
    "kewenangan-save",
    "delegation-make",
    "delegation-shorten",
    "logout",
    "language",
    "session-end",
    "sessions-end-others",
    "account-invite",
    "account-withdraw",
    "account-reset-factor",
    "account-deactivate",
    "account-reactivate",
    "account-policy",
}
NO_PAGES = {
    "healthz",
    "readyz",
    "metrics",
    "robots",
    "portal-logo",
    "portal-sop-pdf",
    "portal-sop-yaml",
    "portal-pk-pdf",
    "download",
    "naskah-pdf",
    "paper-page",
    "home",
    "office-logo",
    "sop-sheet",
    "sop-book-file",
    "pk-export",
    "pk-print",
    "agenda-print",
    "ekspedisi-print",
    "calendar-feed",
    "evaluation-export",
    "evaluation-print",
    "assessment-pdf",
    "realisasi-export",
    "capaian-export",
    "signed-pdf",
    "signed-page",
    "signing-ca",
    "archive-srikandi",
    "archive-esakip",
    "berkas-package",
    "arsip",
    "proposal-minutes",
    # Not there without a provider, a link, or a second factor.
    "sso",
    "sso-back",
    "password-new",
    "password-link",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
}
TAKES_BOTH = {
    "head",
    "login",
    "account_login",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "account_reauthenticate",
    "password-forgotten",
    "password-new",
    "password_change",
    "my-nik",
    "my-certificate",
    "sign-many",
    "verify",
    "case-start",
    "reassign",
    "sop-load",
    "sop-reload",
    "healthz",
    "pk-edit",
    "pk-realisasi",
}


def urls_of(case: Case) -> dict[str, str]:
    """Every address, about this case (with tests.story.signed and tests.archive.archived) where it is about one."""
    paper = Output.objects.filter(case=case, file__isnull=False).first()
    assert paper
    subject = case.subjects.get(pihak_pertama=case.office.head)
    signature = SignedPaper.objects.get(runs__run__case=case).signatures.get()
    task = Assignment.objects.filter(run__case=case, status="terbuka").earliest("id")
    return addresses(
        {
            "pk/": subject.pk,
            "assignments/": task.pk,
            "cases/": case.pk,
            "papers/": paper.pk,
            "sign/papers/": signature.paper_id,
            "sign/signatures/": signature.pk,
            "staff/": case.office.head_id or 0,
            "revisions/": case.revision_id,
        }
        | numbers_of_archive(case)
        | numbers_of_assessment(case)
    )


def names() -> list[str]:
    """The names of all addresses."""
    return sorted({name for name, _ in routes(get_resolver().url_patterns)})


def addresses(numbers: Mapping[str, int]) -> dict[str, str]:
    """The address of every named URL; `numbers` gives the pk by what stands before it ("cases/", "roles/"), else 1."""
    found = {}
    short = document_of_text(fixture("sops", "tarakan-dpupr")).content_hash[:12]
    for name, route in routes(get_resolver().url_patterns):
        before = route.partition("<int:pk>")[0].rpartition(">/")[2]
        url = "/" + route.replace("<int:pk>", str(numbers.get(before, 1)))
        url = url.replace("rows/<int:number>", f"rows/{numbers.get('rows/', 1)}")
        url = url.replace("<slug:office_slug>", "dpupr-tarakan").replace("<slug:slug>", "tarakan-dpupr")
        url = url.replace("<slug:short>", short).replace("<int:number>", "1")
        found[name] = url.replace("<slug:kind>", "perjanjian_kinerja").replace("<str:token>", TOKEN)
        assert "<" not in found[name], route
    return found


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every pattern, however deep."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            assert pattern.name, f"{route} has no name"
            yield pattern.name, route
