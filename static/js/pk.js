// The editor of a Perjanjian Kinerja. The page works without this file, by sending the whole form for every row; with it
// rows are added, moved and pasted in place, and what was typed outlives a lost connection in this browser.
"use strict";

(() => {
  const PREFIX = "sopflow:pk:";
  const keyed = document.querySelector("[data-draft-key]");
  if (!keyed) return;
  const own = PREFIX + keyed.dataset.draftKey;
  const store = (work) => { try { return work(window.localStorage); } catch { return null; } };

  // The page after a save says which version was saved over: that draft has arrived.
  const arrived = /^#tersimpan-(\d+)$/.exec(window.location.hash);
  if (arrived) {
    store((local) => local.removeItem(own + arrived[1]));
    history.replaceState(null, "", window.location.pathname);
  }
  const form = document.getElementById("pk-form");
  if (!form) return;

  // Rows

  const COLUMNS = {
    i: ["i-text", "i-satuan", "i-target", "i-tw1", "i-tw2", "i-tw3", "i-tw4"],
    p: ["p-name", "p-anggaran", "p-keterangan"],
  };
  let keys = form.querySelectorAll("[data-row=s]").length;

  const blank = (part) => document.getElementById(`pk-blank-${part}`).content.firstElementChild.cloneNode(true);
  const field = (row, name) => row.querySelector(`[name="${name}"]`);

  const addRow = (part, list) => {
    const row = blank(part);
    if (part === "s") {
      row.dataset.key = `n${keys += 1}`;
      field(row, "s-key").value = row.dataset.key;
    }
    list.append(row);
    settle();
    return row;
  };

  // Every row of a block names it, wherever it was moved from; ids and spoken numbers follow the order.
  const settle = () => {
    form.querySelectorAll("[data-row=s]").forEach((block) => {
      block.querySelectorAll("[name=i-in]").forEach((each) => { each.value = block.dataset.key; });
    });
    ["s", "i", "p"].forEach((part) => form.querySelectorAll(`[data-row=${part}]`).forEach((row, place) => {
      row.querySelectorAll(`[id^=${part}]`).forEach((each) => { each.id = each.id.replace(/^[a-z]\d+/, part + place); });
      row.querySelectorAll(":scope > legend [data-number]").forEach((each) => { each.textContent = place + 1; });
      row.querySelectorAll(":scope > .row-tools > button, :scope > .pk-head > .row-tools > button").forEach((each) => {
        each.ariaLabel = each.ariaLabel.replace(/\d+$/, place + 1);
      });
    }));
    changed();
  };

  const move = (row, part, up) => {
    const next = up ? row.previousElementSibling : row.nextElementSibling;
    if (next) {
      up ? next.before(row) : next.after(row);
    } else if (part === "i") {
      const block = row.closest("[data-row=s]");
      const goal = up ? block.previousElementSibling : block.nextElementSibling;
      const list = goal && goal.querySelector("[data-rows=i]");
      if (list) up ? list.append(row) : list.prepend(row);
    }
    settle();
  };

  // The details of an indicator, folded away as what they say, unfold into fields.
  const unfold = (folded) => {
    const more = document.getElementById("pk-blank-more").content.firstElementChild.cloneNode(true);
    folded.querySelectorAll("input").forEach(({ name, value }) => {
      const goal = field(more, name);
      goal.value = value;
      if (goal.value !== value) goal.add(new Option(form.dataset.gone, value, true, true));
    });
    folded.replaceWith(more);
    settle();
    more.querySelector("select").focus();
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    const [verb, part] = button.value.split(":");
    if (!["add", "up", "down", "delete", "open"].includes(verb)) return;
    event.preventDefault();
    const row = button.closest(`[data-row=${part}]`);
    if (verb === "add") {
      const inside = part === "i" ? button.closest("[data-row=s]") : form;
      addRow(part, inside.querySelector(`[data-rows=${part}]`)).querySelector("textarea, input:not([type=hidden])").focus();
    } else if (verb === "open") {
      unfold(button.parentElement);
    } else if (verb === "delete") {
      if (button.dataset.confirm && !window.confirm(button.dataset.confirm)) return;
      const near = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      settle();
      const goal = near && near.querySelector("textarea");
      if (goal) goal.focus();
    } else {
      move(row, part, verb === "up");
      button.focus();
    }
  });

  // Pasting a block from a spreadsheet: cells to the right and rows below, made where there are none.

  const cellsOf = (text) => {
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const letter = text[at], row = rows[rows.length - 1], last = row.length - 1;
      if (quoted) {
        if (letter !== '"') row[last] += letter;
        else if (text[at + 1] === '"') { row[last] += '"'; at += 1; } else quoted = false;
      } else if (letter === '"' && row[last] === "") quoted = true;
      else if (letter === "\t") row.push("");
      else if (letter === "\n") rows.push([""]);
      else if (letter !== "\r") row[last] += letter;
    }
    return rows.filter((row) => row.some((cell) => cell.trim()));
  };

  form.addEventListener("paste", (event) => {
    const cell = event.target, row = cell.closest("[data-row=i], [data-row=p]");
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!row || !/\t|\n./.test(text.trim())) return;
    const part = row.dataset.row, columns = COLUMNS[part], first = columns.indexOf(cell.name);
    // Lines of prose into a text are prose; a block of cells has tabs, or goes into a column of short values.
    if (first < 0 || (cell.tagName === "TEXTAREA" && !text.includes("\t"))) return;
    event.preventDefault();
    let into = row;
    cellsOf(text).forEach((cells, line) => {
      if (line) into = into.nextElementSibling || addRow(part, row.parentElement);
      cells.forEach((value, offset) => {
        const goal = columns[first + offset] && field(into, columns[first + offset]);
        if (goal) goal.value = value.trim().replace(/\s+/g, " ");
      });
    });
    settle();
  });

  // Drafts

  const entries = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const state = form.querySelector("[data-state]");
  const began = JSON.stringify(entries());
  const draftKey = own + form.dataset.version;
  let waiting = 0;

  const keep = () => {
    waiting = 0;
    const now = JSON.stringify(entries());
    // A form that came back from the server is not saved though nothing in it was touched since.
    if (now === began && "fresh" in form.dataset) { store((local) => local.removeItem(draftKey)); return; }
    const kept = store((local) => { local.setItem(draftKey, JSON.stringify({ at: Date.now(), data: now })); return true; });
    if (state) state.textContent = kept ? state.dataset.kept : state.dataset.unsaved;
  };
  const changed = () => {
    if (waiting) clearTimeout(waiting);
    waiting = setTimeout(keep, 600);
  };
  form.addEventListener("input", changed);
  form.addEventListener("submit", () => { if (waiting) clearTimeout(waiting); keep(); });
  window.addEventListener("pagehide", () => { if (waiting) keep(); });

  const drafts = store((local) => Object.keys(local).filter((key) => key.startsWith(own)).map((key) => {
    try { return { key, ...JSON.parse(local.getItem(key)) }; } catch { return { key, at: 0, data: "" }; }
  })) || [];
  const found = drafts.sort((a, b) => b.at - a.at).find((draft) => draft.data && draft.data !== began);
  const offer = document.getElementById("pk-draft");
  if (!("fresh" in form.dataset)) keep();
  else if (found && offer) {
    offer.hidden = false;
    offer.querySelector("[data-when]").textContent = `(${new Date(found.at).toLocaleString("id-ID")})`;
    offer.querySelector("[data-draft=drop]").addEventListener("click", () => {
      store((local) => local.removeItem(found.key));
      offer.hidden = true;
    });
    // The server draws the draft, as it draws the form after any button: nothing is saved by that.
    offer.querySelector("[data-draft=restore]").addEventListener("click", () => {
      const sending = document.createElement("form");
      sending.method = "post";
      sending.action = form.action;
      const all = [...JSON.parse(found.data).filter(([name]) => name !== "do"), ["do", "show"]];
      all.push(["csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value]);
      all.forEach(([name, value]) => {
        const each = document.createElement("textarea");
        each.name = name;
        each.value = value;
        sending.append(each);
      });
      sending.hidden = true;
      document.body.append(sending);
      sending.submit();
    });
  }
})();
