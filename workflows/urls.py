"""Addresses of running SOPs. One POST address per verb; GET never changes anything but the two named looks."""

from django.urls import include, path

from workflows.views import (
    agenda,
    archive,
    archive_acts,
    archive_retention,
    calendars,
    capaian,
    cases,
    comments,
    delegations,
    ekspedisi,
    hands,
    head,
    notices,
    officials,
    papers,
    participants,
    personal_data,
    pk,
    pk_files,
    pk_print,
    pk_tree,
    realisasi,
    realisasi_files,
    roles,
    settings,
    signing,
    staffing,
    tasks,
)

assignment_urls = [
    path("", tasks.act, name="act"),
    path("preview/<slug:kind>/", tasks.preview, name="act-preview"),
    path("complete/", tasks.complete, name="complete"),
    path("refuse/", tasks.refuse, name="sign-refuse"),
    path("return/", hands.send_back, name="return-to"),
    path("snooze/", hands.snooze, name="snooze"),
    path("wake/", hands.wake, name="wake"),
    path("withdraw/", hands.withdraw, name="withdraw"),
    path("wait/", tasks.wait, name="wait"),
    path("go-on/", tasks.resume, name="go-on"),
]

case_urls = [
    path("", cases.case, name="case"),
    path("suspend/", cases.suspend, name="case-suspend"),
    path("resume/", cases.resume, name="case-resume"),
    path("cancel/", cases.cancel, name="case-cancel"),
    path("subjects/", cases.subjects, name="case-add-subjects"),
    path("participants/", participants.add, name="case-add-participant"),
    path("comments/", comments.comment, name="case-comment"),
    path("release/", participants.release, name="case-release"),
]

notice_urls = [
    path("", notices.notice_list, name="notices"),
    path("read/", notices.read_all, name="notices-read"),
    path("<int:pk>/read/", notices.read, name="notice-read"),
]

calendar_urls = [
    path("", calendars.calendar_list, name="calendar-list"),
    path("<slug:office_slug>/", calendars.calendar, name="calendar"),
    path("<slug:office_slug>/days/", calendars.put, name="calendar-day"),
    path("<slug:office_slug>/days/<int:pk>/remove/", calendars.remove, name="calendar-day-remove"),
    path("<slug:office_slug>/load/", calendars.upload, name="calendar-load"),
]

pk_urls = [
    path("", pk.pk, name="pk"),
    path("edit/", pk.edit, name="pk-edit"),
    path("pk.pdf", pk_print.print_pk, name="pk-print"),
    path("pk.xlsx", pk_files.export, name="pk-export"),
    path("import/", pk_files.load, name="pk-import"),
    path("realisasi/", realisasi.realisasi, name="pk-realisasi"),
    path("realisasi/format.xlsx", realisasi_files.export, name="realisasi-export"),
    path("realisasi/import/", realisasi_files.load, name="realisasi-import"),
]

archive_urls = [
    path("", archive.archive, name="archive"),
    path("srikandi.csv", archive.srikandi, name="archive-srikandi"),
    path("e-sakip.csv", archive.esakip, name="archive-esakip"),
    path("papers/<int:pk>/", archive.paper, name="arsip"),
    path("<int:pk>/", archive.berkas, name="berkas"),
    path("<int:pk>/package/", archive.package, name="berkas-package"),
    path("<int:pk>/hold/", archive_acts.hold_berkas, name="berkas-hold"),
    path("<int:pk>/release/", archive_acts.release_berkas, name="berkas-release"),
    path("<int:pk>/correct/", archive_acts.correct_berkas, name="berkas-correct"),
    path("<int:pk>/propose/", archive_acts.propose_berkas, name="berkas-propose"),
    path("<int:pk>/retry/", archive_acts.retry, name="berkas-retry"),
    path("proposals/", archive_retention.proposals, name="proposals"),
    path("proposals/<int:pk>/", archive_retention.proposal, name="proposal"),
    path("proposals/<int:pk>/appraise/", archive_retention.appraise_proposal, name="proposal-appraise"),
    path("proposals/<int:pk>/approve/", archive_retention.approve_proposal, name="proposal-approve"),
    path("proposals/<int:pk>/execute/", archive_retention.execute_proposal, name="proposal-execute"),
    path("proposals/<int:pk>/reject/", archive_retention.reject_proposal, name="proposal-reject"),
    path("proposals/<int:pk>/berita-acara.pdf", archive_retention.minutes, name="proposal-minutes"),
]

staff_urls = [
    path("staff/", staffing.staff, name="staff"),
    path("staff/move/", staffing.move_one, name="staff-move"),
    path("staff/people/", officials.add, name="staff-add"),
    path("staff/posts/", staffing.make, name="staff-make"),
    path("staff/<int:pk>/", staffing.post, name="staff-post"),
    path("staff/<int:pk>/appoint/", staffing.appoint_one, name="staff-appoint"),
    path("staff/<int:pk>/abolish/", staffing.abolish, name="staff-abolish"),
    path("staff/appointments/<int:pk>/correct/", staffing.correct_one, name="staff-correct"),
    path("staff/appointments/<int:pk>/end/", staffing.end_one, name="staff-end"),
    path("roles/", roles.roles, name="roles"),
    path("roles/give/", roles.give, name="role-give"),
    path("roles/<int:pk>/end/", roles.end, name="role-end"),
    path("kewenangan/", roles.kewenangan, name="kewenangan"),
    path("kewenangan/save/", roles.save_kewenangan, name="kewenangan-save"),
]

urlpatterns = [
    path("offices/<slug:office_slug>/", include(staff_urls)),
    path("cuti/", delegations.delegations, name="delegations"),
    path("cuti/make/", delegations.make, name="delegation-make"),
    path("cuti/<int:pk>/shorten/", delegations.shorten, name="delegation-shorten"),
    path("", tasks.home, name="home"),
    path("inbox/", tasks.inbox, name="inbox"),
    path("head/", head.head, name="head"),
    path("assignments/<int:pk>/", include(assignment_urls)),
    path("sign/", signing.many, name="sign-many"),
    path("sign/papers/<int:pk>/", signing.pdf, name="signed-pdf"),
    path("sign/papers/<int:pk>/pages/<int:number>/", signing.page, name="signed-page"),
    path("sign/signatures/<int:pk>/scan/", signing.scan, name="signed-scan"),
    path("sign/signatures/<int:pk>/outside/", signing.outside, name="signed-outside"),
    path("cases/", cases.case_list, name="case-list"),
    path("cases/<int:pk>/", include(case_urls)),
    path("revisions/<int:pk>/start/", cases.start, name="case-start"),
    path("akun/data/", personal_data.personal_data, name="personal-data"),
    path("akun/data/copy/", personal_data.download, name="personal-data-copy"),
    path("notices/", include(notice_urls)),
    path("settings/", settings.settings, name="settings"),
    path("calendars/", include(calendar_urls)),
    path("pk/<int:pk>/", include(pk_urls)),
    path("offices/<slug:office_slug>/pk/", pk_tree.pk_tree, name="pk-tree"),
    path("offices/<slug:office_slug>/pk/add/", pk_tree.pk_add, name="pk-add"),
    path("offices/<slug:office_slug>/capaian/", capaian.capaian, name="capaian"),
    path("offices/<slug:office_slug>/capaian/format.xlsx", capaian.export, name="capaian-export"),
    path("offices/<slug:office_slug>/capaian/import/", capaian.load, name="capaian-import"),
    path("archive/", include(archive_urls)),
    path("offices/<slug:office_slug>/klasifikasi/", archive_acts.klasifikasi, name="klasifikasi"),
    path(
        "offices/<slug:office_slug>/klasifikasi/save/", archive_acts.klasifikasi_save, name="klasifikasi-save"
    ),
    path("offices/<slug:office_slug>/agenda/", agenda.agenda, name="agenda"),
    path("offices/<slug:office_slug>/agenda/buku-agenda.pdf", agenda.print_agenda, name="agenda-print"),
    path("offices/<slug:office_slug>/ekspedisi/", ekspedisi.ekspedisi, name="ekspedisi"),
    path(
        "offices/<slug:office_slug>/ekspedisi/buku-ekspedisi.pdf",
        ekspedisi.print_ekspedisi,
        name="ekspedisi-print",
    ),
    path("offices/<slug:office_slug>/reassign/", participants.reassign, name="reassign"),
    path("papers/<int:pk>/", papers.download, name="download"),
    path("papers/<int:pk>/naskah/", papers.naskah, name="naskah-pdf"),
    path("papers/<int:pk>/retry/", papers.retry, name="naskah-retry"),
    path("papers/<int:pk>/changes/", papers.changes, name="paper-changes"),
]
