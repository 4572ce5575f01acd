# Perintah proyek. `make` saja menampilkan daftarnya; setiap perintah memasang sendiri apa yang dibutuhkannya.
.DEFAULT_GOAL := help
.PHONY: help setup dev run test test-slow bench bench-pages bench-sweep bench-sheet bench-book bench-sign soak messages format lock clean
.NOTPARALLEL:

PORT ?= 8000
export PORT

help:  ## Menampilkan daftar ini
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:  ## Memasang pustaka, menyiapkan basis data, memuat contoh
	@scripts/setup.sh run
	@scripts/prepare.sh

run: setup  ## Menjalankan aplikasi di http://127.0.0.1:8000 (PORT=8001 mengubahnya; Ctrl-C menghentikan)
	@exec .venv/bin/python manage.py run

# What testing, benching and formatting need; it comes before setup where both are needed, so that the system's
# packages are asked for once.
dev:
	@scripts/setup.sh test

test: dev setup  ## Memeriksa dan menguji semuanya, kecuali tes panjang
	@scripts/check.sh

test-slow: dev setup  ## Menjalankan tes panjang: proses dibunuh, serempak, setiap alamat oleh setiap peran
	@scripts/check.sh slow

bench: dev  ## Mengukur kecepatan (BENCH="..." diteruskan)
	@exec .venv/bin/python -m bench $(BENCH)

bench-pages: dev  ## Mengukur halaman pada basis data 1.000 dan 200.000 kasus (BENCH="..." diteruskan)
	@exec .venv/bin/python -m bench.pages $(BENCH)

bench-sweep: dev  ## Mengukur penyapu tenggat atas 5.000.000 tugas (BENCH="..." diteruskan)
	@exec .venv/bin/python -m bench.sweep $(BENCH)

bench-book: dev  ## Mengukur memori pembuatan buku dari 200 SOP (BENCH="..." diteruskan)
	@exec .venv/bin/python -m bench.book $(BENCH)

bench-sheet: dev  ## Mengukur lama mencetak lembar SOP (BENCH="..." diteruskan)
	@exec .venv/bin/python -m bench.sheet_pdf $(BENCH)

bench-sign: dev  ## Mengukur biaya satu tanda tangan elektronik (BENCH="..." diteruskan)
	@exec .venv/bin/python -m bench.sign $(BENCH)

soak: dev  ## Menguji ketahanan: serempak, proses dibunuh, server hilang, jam mundur (SOAK="..." diteruskan)
	@RACES=200 .venv/bin/python -m pytest --quiet tests/test_races.py
	@HOSTILE=10000 .venv/bin/python -m pytest --quiet tests/test_hostile.py
	@RACES=100 SIGN_PAPERS=30 SIGN_BYTES=40 SIGN_KILLS=50 .venv/bin/python -m pytest --quiet tests/test_signing_races.py \
		tests/test_signing_tampering.py tests/faults/test_signing_kills.py
	@.venv/bin/python -m bench.soak.filing
	@.venv/bin/python -m bench.soak.history
	@exec .venv/bin/python -m bench.soak $(SOAK)

messages: dev  ## Menyegarkan katalog bahasa Inggris (perlu GNU gettext)
	@scripts/messages.sh

format: dev  ## Merapikan kode
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check --fix .

lock: dev  ## Menulis ulang requirements*.txt dari requirements*.in
	@scripts/lock.sh

clean:  ## Menghapus .venv dan berkas sementara (data dan .env tetap)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
