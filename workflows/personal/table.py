"""Every place where the product keeps something about a person: copied, or left out with the reason.

A test compares this with the models, so that a new column that names a person fails until somebody has decided.
"""

from django.utils.translation import gettext_lazy as _

from workflows.personal import of_account, of_papers, of_work

PARTS = [*of_account.PARTS, *of_work.PARTS, *of_papers.PARTS]

# Columns that name a person and are not copied: the column, and why.
LEFT_OUT: dict[str, str] = {}

# What the page says is not in the copy.
WITHOUT = [
    _(
        "kata sandi, frasa sandi, kode pemulihan, rahasia faktor kedua, kunci tanda tangan, dan kunci sesi: tidak ada "
        "yang boleh mengetahuinya, dan salinannya hanya akan menambah tempat ia dapat dicuri;"
    ),
    _(
        "NIK: tersimpan disegel dan hanya dibuka saat menandatangani lewat BSrE, jadi salinan hanya menyebut bahwa ia "
        "ada;"
    ),
    _(
        "isi berkas dan naskah: salinan menyebut nama, ukuran, dan sidiknya; isinya milik dinas dan dibaca pada "
        "kasusnya;"
    ),
    _("isi Perjanjian Kinerja dan capaian jabatan: melekat pada jabatan dan dibaca pada halamannya;"),
    _("data pribadi orang lain, selain nama yang tertulis dalam catatan tindakan itu sendiri."),
]
