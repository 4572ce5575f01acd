"""The texts of a package that people read: how to check it by hand, and its tables. No Django."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from documents.archive.tables import csv_text

README = """\
PAKET ARSIP

Paket ini dapat dibaca dan diperiksa tanpa aplikasi yang membuatnya.

ISI
  naskah/         naskah berkas ini; nama dan keterangannya ada dalam metadata.csv
  metadata.csv    keterangan berkas dan tiap naskahnya, satu baris satu naskah (buka dengan pengolah angka)
  metadata.json   keterangan yang sama, untuk mesin
  catatan.csv     catatan siapa mengerjakan apa, kapan, dalam jabatan apa (untuk dibaca)
  catatan.jsonl   catatan yang sama persis seperti disimpan, dengan sidik tiap barisnya (untuk diperiksa)
  manifest.json   daftar isi paket: nama, ukuran, dan sidik SHA-256 tiap berkas
  manifest.p7s    segel elektronik atas manifest.json (CMS terpisah), bila ada
  SHA256SUMS      daftar yang sama untuk perintah sha256sum
  ca/             sertifikat yang disertakan; kepercayaan tetap harus dari sertifikat yang Anda peroleh sendiri

MEMERIKSA DENGAN TANGAN
1. Keutuhan tiap berkas. Ekstrak paket, lalu di dalam foldernya:
       sha256sum -c SHA256SUMS
   Semua baris harus OK, dan tidak boleh ada berkas lain selain SHA256SUMS dan manifest.p7s.
2. Rantai catatan. Tiap baris catatan.jsonl memuat nomor, isi, dan hash. Hash sebuah baris adalah SHA-256
   (heksadesimal) dari: hash baris sebelumnya, satu baris baru (LF), lalu isi; untuk baris nomor 1 hash sebelumnya
   kosong. Pada catatan berjenis "kutipan" hash sebelumnya ditulis pada barisnya (sebelumnya). Dengan Python:
       import hashlib, json
       sebelum = ""
       for baris in open("catatan.jsonl", encoding="utf-8"):
           b = json.loads(baris)
           sebelum = b.get("sebelumnya", sebelum)
           assert hashlib.sha256((sebelum + "\\n" + b["isi"]).encode()).hexdigest() == b["hash"], b["nomor"]
           sebelum = b["hash"]
   Nomor harus urut dari 1 tanpa lompatan, dan hash terakhir sama dengan hash_terakhir dalam metadata.json.
3. Naskah dan catatan. Sidik SHA-256 tiap naskah dalam metadata.csv disebut pula dalam catatan.
4. Segel dan tanda tangan. Segel paket:
       openssl cms -verify -binary -inform DER -in manifest.p7s -content manifest.json \\
               -CAfile CA-TEPERCAYA.pem -purpose any -out /dev/null
   Tanda tangan elektronik dalam PDF: buka dengan pembaca PDF yang memeriksa tanda tangan, atau layanan verifikasi PSrE.
   Tanpa segel atau tanda tangan yang berakhir pada CA tepercaya, paket ini utuh tetapi asalnya tidak terbukti.
"""

COLUMNS = (
    ("Kode klasifikasi", "kode_klasifikasi"),
    ("Klasifikasi", "klasifikasi"),
    ("Nomor berkas", "nomor_berkas"),
    ("Hal", "hal"),
    ("Pencipta arsip", "pencipta"),
    ("Unit pengolah", "unit_pengolah"),
    ("Kurun waktu", "kurun_waktu"),
    ("Sifat", "sifat"),
    ("Tingkat akses", "tingkat_akses"),
    ("Retensi aktif (tahun)", "retensi_aktif_tahun"),
    ("Retensi inaktif (tahun)", "retensi_inaktif_tahun"),
    ("Retensi dihitung sejak", "retensi_sejak"),
    ("Tanggal mulai retensi", "retensi_tanggal"),
    ("Nasib akhir", "nasib_akhir"),
)
PAPER_COLUMNS = (
    ("Nomor urut", "nomor_urut"),
    ("Nama naskah", "nama"),
    ("Nomor naskah", "nomor"),
    ("Tanggal naskah", "tanggal"),
    ("Tingkat perkembangan", "tingkat_perkembangan"),
    ("Jenis media", "jenis_media"),
    ("Ukuran (byte)", "ukuran"),
    ("SHA-256", "sha256"),
    ("Berkas", "berkas"),
)
RECORD_HEADER = ("Nomor", "Waktu (UTC)", "Pelaku", "Kapasitas", "Atas nama", "Tindakan", "Rincian")


def metadata_csv(metadata: Mapping[str, Any]) -> str:
    """One row a paper, the data of the berkas before it; a berkas without papers has one row."""
    about = [metadata["berkas"].get(key, "") for _, key in COLUMNS]
    papers: Sequence[Mapping[str, Any]] = metadata["naskah"] or [{}]
    rows = [[*about, *(paper.get(key, "") for _, key in PAPER_COLUMNS)] for paper in papers]
    return csv_text([title for title, _ in (*COLUMNS, *PAPER_COLUMNS)], rows)


def record_csv(contents: Sequence[str]) -> str:
    """The record as a table, from the stored texts of its rows."""
    rows = []
    for content in contents:
        row = json.loads(content)
        actor = row["actor"]
        detail = json.dumps(row["data"], ensure_ascii=False, sort_keys=True)
        who = [actor["name"], actor["capacity"], actor["on_behalf_of"]]
        rows.append([row["number"], row["at"], *who, row["action"], detail])
    return csv_text(RECORD_HEADER, rows)
