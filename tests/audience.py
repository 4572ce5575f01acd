"""For whom each address is: one decision for every URL of the product, which tests.test_audience plays whole.

A new URL stands in exactly one of the groups below, or the test fails. Where a group says no, the address is 404:
nobody is told that there is something. `told` are those who see the object and are told, with the reason, that this is
not theirs to do (403).
"""

from dataclasses import dataclass

# Who comes. All of the office "dpupr-tarakan" but the last three; tests.whole_office makes them.
NOBODY, HOLDER, SUPERIOR, HEAD = "signed out", "holder", "superior", "head"
COLLEAGUE, ADMIN, ARCHIVIST, INSPECTOR = "colleague", "admin", "archivist", "inspector"
GOVERNMENT = "of the government"  # holds a post of the government itself, and none of the office is below it
WIDE_ADMIN, FORMER = "government's admin", "former"
NEAR = "other office"  # head, admin, record officer and inspector of an office of the same government, in one person
FAR = "other government"  # the same in another government, and its admin

SIGNED_IN = {
    HOLDER, SUPERIOR, HEAD, GOVERNMENT, COLLEAGUE, ADMIN, ARCHIVIST, INSPECTOR, WIDE_ADMIN, FORMER, NEAR, FAR
}  # fmt: skip
ALL = SIGNED_IN | {NOBODY}
OFFICE = SIGNED_IN - {FORMER, NEAR, FAR}
ADMINS = {ADMIN, WIDE_ADMIN}
KEEPERS = ADMINS | {ARCHIVIST}
POST_HOLDERS = {HOLDER, SUPERIOR, HEAD, GOVERNMENT, COLLEAGUE, NEAR, FAR}
SEE_CASE = {HOLDER, SUPERIOR, HEAD, INSPECTOR} | ADMINS
WRITE_PK = {HOLDER, HEAD} | ADMINS


@dataclass(frozen=True)
class Audience:
    """Who gets in, who is told why not, and the addresses for which that holds."""

    who: frozenset[str]
    told: frozenset[str]
    names: tuple[str, ...]


def only(who: set[str], *names: str, told: set[str] | frozenset[str] = frozenset()) -> Audience:
    assert not who & told
    return Audience(frozenset(who), frozenset(told), names)


AUDIENCES = (
    # Everybody, signed in or not: signing in, health, and the public pages behind a QR, which say of a paper no more
    # than whoever holds it reads there.
    only(
        ALL, "healthz", "readyz", "login", "account_login", "mfa_authenticate", "logout", "language",
        "password-forgotten", "password-forgotten-sent", "password-new", "password-link", "sop-public", "verify",
        "robots", "portal-offices", "portal", "portal-logo", "portal-pk", "portal-pk-pdf", "portal-sop",
        "portal-sop-pdf", "portal-sop-yaml",
    ),
    # Nobody before the installation switches it on; who is signed in already is led home.
    only(set(), "metrics"),
    only(SIGNED_IN, "sso", "sso-back"),
    # One's own account, and lists that everybody has. What stands on them is the matter of tests.test_two_offices.
    only(
        SIGNED_IN, "home", "account", "personal-data", "personal-data-copy", "my-nik", "password_change",
        "password_change_done", "account_reauthenticate", "mfa_reauthenticate",
        "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes", "sessions", "sessions-end-others", "notices", "notices-read", "inbox",
        "inbox-done", "keys", "search-save",
        "sign-many", "case-list", "sop-list", "calendar-list", "delegations", "archive", "archive-srikandi",
        "archive-esakip", "proposals",
    ),
    # Whoever holds a post, wherever it is: a certificate is made for a post, and posts are delegated.
    only(POST_HOLDERS, "my-certificate", "my-certificate-revoke"),
    only(POST_HOLDERS, "delegation-make", told=SIGNED_IN - POST_HOLDERS),
    # Pages of who one is somewhere, without an office in their address.
    only({HEAD, NEAR, FAR}, "head"),
    only(ADMINS | {NEAR, FAR}, "settings", "sop-load"),
    # What is the holder's alone: the task, a notice, another session, a delegation given.
    only(
        {HOLDER}, "act", "act-preview", "complete", "sign-refuse", "return-to", "snooze", "wake", "withdraw", "wait",
        "go-on", "notice-read", "session-end", "delegation-shorten", "search-forget",
    ),
    # All who belong to the office, by a post, a post of its government, or any role. Of the books one reads the lines
    # of the cases that one sees; of the tree and the capaian how many indicators and what budget a PK has.
    only(
        OFFICE, "sop", "sop-compare", "sop-sheet", "revision", "office-logo", "sop-book", "sop-book-file", "calendar",
        "pk-tree", "capaian", "capaian-export", "agenda", "agenda-print", "ekspedisi", "ekspedisi-print",
    ),
    # Its admins, and nobody else may know how the office is set up.
    only(
        ADMINS, "accounts", "account-invite", "account-withdraw", "account-reset-factor", "account-deactivate",
        "account-reactivate", "account-policy", "signing", "signing-save", "signing-unlock", "signing-authority",
        "signing-ca", "bsre", "bsre-save", "bsre-test", "pk-format", "pk-format-save", "approval", "approval-save",
        "look", "look-save", "logo-put", "logo-remove", "naskah", "naskah-save", "staff", "staff-post", "staff-move",
        "staff-add", "staff-make", "staff-appoint", "staff-abolish", "staff-correct", "staff-end", "roles", "role-give",
        "role-end", "kewenangan", "kewenangan-save", "calendar-day", "calendar-day-remove", "calendar-load",
        "klasifikasi-save", "portal-setting", "portal-save",
        "sop-reload", "sop-remark-answer", "sop-remark-take-back", "sop-book-make", "pk-add",
    ),
    # Who sees the case: the posts of its steps and their superiors, the head, the admins, the inspector.
    only(
        SEE_CASE, "case", "download", "naskah-pdf", "paper-page", "paper-changes", "signed-pdf", "signed-page",
        "pk", "pk-print", "pk-export", "pk-edit", "pk-realisasi", "realisasi-export",
    ),
    # Inspectors read.
    only(SEE_CASE - {INSPECTOR}, "case-comment", "naskah-retry", told={INSPECTOR}),
    only(SEE_CASE - {INSPECTOR}, "signed-scan"),
    # The case as a whole, and who acts in its step.
    only(
        {HEAD} | ADMINS, "case-suspend", "case-resume", "case-cancel", "case-add-participant", "case-release",
        told=SEE_CASE - ADMINS - {HEAD},
    ),
    only({HEAD} | ADMINS, "reassign"),
    only({HEAD} | ADMINS, "paper-publish", "paper-unpublish", told=SEE_CASE - ADMINS - {HEAD}),
    # How SOPs are carried out is read by who sees all cases of the office, and counted by who answers for it.
    only(
        {HEAD, INSPECTOR} | ADMINS, "evaluations", "evaluation", "evaluation-export", "evaluation-print", "assessments",
        "assessment", "assessment-pdf",
    ),
    only(
        {HEAD} | ADMINS, "evaluation-count", "assessment-begin", "assessment-row", "assessment-draft",
        "assessment-conclude", "assessment-recount", told={INSPECTOR},
    ),
    only({HEAD}, "assessment-sign", told={INSPECTOR} | ADMINS),
    # The first step is the head's.
    only({HEAD} | ADMINS, "case-start"),
    # Whoever works on the case, the head (whose PK it is), the admins.
    only(WRITE_PK, "case-add-subjects", "pk-import", "signed-outside", told=SEE_CASE - WRITE_PK),
    # The PK of the head; and in the page of the whole office also the superior's own.
    only({HEAD} | ADMINS, "realisasi-import", told=SEE_CASE - ADMINS - {HEAD}),
    only({SUPERIOR, HEAD} | ADMINS, "capaian-import", told=OFFICE - ADMINS - {SUPERIOR, HEAD}),
    # The archive: who sees its case, and who keeps the archive.
    only(SEE_CASE | {ARCHIVIST}, "berkas", "berkas-package", "arsip"),
    only(KEEPERS, "berkas-correct", "berkas-propose", "berkas-retry", "proposal-execute"),
    only(KEEPERS | {HEAD}, "berkas-hold", "berkas-release"),
    # The officials directly under the head (here the superior) appraise; the head approves.
    only(KEEPERS | {SUPERIOR}, "proposal-appraise"),
    only(KEEPERS | {SUPERIOR, HEAD}, "proposal-reject"),
    only({HEAD}, "proposal-approve"),
    only(KEEPERS | {SUPERIOR, HEAD, INSPECTOR}, "proposal", "proposal-minutes", "klasifikasi"),
    # The way of a revision: the holder's post reviews, the superior's stands between it and the head.
    only(OFFICE, "revision-read"),
    only(ADMINS, "revision-submit", told=OFFICE - ADMINS),
    only({ADMIN}, "revision-withdraw", told=OFFICE - {ADMIN}),  # who sent it
    only({HOLDER}, "revision-agree", "revision-send-back", told=OFFICE - {HOLDER}),
    only({SUPERIOR}, "revision-initial", told=OFFICE - {SUPERIOR}),
    only({HEAD}, "revision-sign", told=OFFICE - {HEAD}),
    only(
        {HEAD} | ADMINS, "revision-attest", "revision-revoke", "revision-penetapan", told=OFFICE - ADMINS - {HEAD}
    ),
)  # fmt: skip

DECIDED = {name: each for each in AUDIENCES for name in each.names}
# Where what is sent to an address is for fewer than its page.
SENT = {
    "pk-edit": only(WRITE_PK, told=SEE_CASE - WRITE_PK),
    "pk-realisasi": only({HEAD} | ADMINS, told=SEE_CASE - ADMINS - {HEAD}),
}
