// A little comfort: fingerprints from files, working copies kept on this machine, countdowns, printing. Nothing needs it.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const field of document.querySelectorAll("[data-fingerprint]")) {
  if (!window.crypto || !crypto.subtle) break;
  const label = document.createElement("label");
  label.className = "file quiet small";
  label.textContent = field.dataset.fingerprint;
  const file = document.createElement("input");
  file.type = "file";
  label.append(file);
  field.after(label);
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    const digest = await crypto.subtle.digest("SHA-256", await file.files[0].arrayBuffer());
    field.value = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// A large file goes ahead of its form in chunks, and goes on after a break; a small one comes with the form itself.
const AHEAD = 4 << 20, CHUNK = 4 << 20, TRIES = 5;
document.addEventListener("change", async ({ target: input }) => {
  if (!("upload" in input.dataset)) return;
  const [file] = input.files;
  if (!file || file.size < AHEAD || !window.crypto || !crypto.subtle) return;
  const field = document.getElementById(input.dataset.upload);
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", file.name);
  input.after(bar);
  const ask = (method, path, headers, body) => fetch("/api/v1/documents" + path, { method, headers, body });
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const sha256 = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const announced = JSON.stringify({ stream: input.form.dataset.stream, name: file.name, size: file.size, sha256 });
    const headers = { "Content-Type": "application/json", "Idempotency-Key": sha256 };
    const made = await (await ask("POST", "", headers, announced)).json();
    let arrived = 0;
    let tries = 0;
    while (arrived < file.size) {
      const chunk = file.slice(arrived, arrived + CHUNK);
      const answer = await ask("PATCH", "/" + made.id, { "Upload-Offset": String(arrived) }, chunk).catch(() => null);
      if (answer && answer.ok) arrived = (await answer.json()).arrived;
      else if (++tries > TRIES || (answer && answer.status === 422)) throw new Error("refused");
      else arrived = (await (await ask("GET", "/" + made.id)).json()).arrived;
      bar.max = file.size;
      bar.value = arrived;
    }
    field.value = sha256;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    input.value = "";
  } catch {
    bar.remove();
  }
});

for (const field of document.querySelectorAll("[data-kind=won]")) {
  field.addEventListener("blur", () => {
    const digits = field.value.replace(/[,\s원]/g, "");
    if (/^\d+$/.test(digits)) field.value = digits.replace(/\B(?=(\d{3})+$)/g, ",");
  });
}

// The points given so far, added up in hundredths.
for (const sum of document.querySelectorAll("[data-sum]")) {
  const fields = sum.closest("fieldset").querySelectorAll("[data-kind=points]");
  const add = () => {
    const points = [...fields].reduce((total, field) => total + Math.round(Number(field.value) * 100 || 0), 0);
    sum.querySelector("output").textContent = String(points / 100);
  };
  sum.hidden = false;
  sum.closest("fieldset").addEventListener("input", add);
  add();
}

// One more line of a list, without asking the server; the new line is where one goes on writing.
const grow = (group) => {
  const last = [...group.querySelectorAll(":scope > .row")].pop();
  const row = last.cloneNode(true);
  const [old, now] = [0, 1].map((more) => group.dataset.rows + "." + (Number(last.dataset.row) + more) + ".");
  row.dataset.row = Number(last.dataset.row) + 1;
  for (const each of row.querySelectorAll("*")) {
    for (const name of ["name", "id", "for", "data-upload", "aria-describedby"]) {
      if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace(old, now));
    }
    if (each.type === "checkbox") each.checked = false;
    else if (each.matches("input, select, textarea")) each.value = "";
  }
  for (const stale of row.querySelectorAll(".error, progress")) stale.remove();
  last.after(row);
  return row;
};
for (const button of document.querySelectorAll("[data-rows] > .help > button")) {
  button.addEventListener("click", (event) => {
    const group = button.closest("[data-rows]");
    if (!group.querySelector(":scope > .row")) return;
    event.preventDefault();
    grow(group).querySelector("input, select, textarea").focus();
  });
}

// A working copy is no history: it stays on this machine until the form is sent.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const name = "yeongo/" + form.dataset.keep;
  const hint = document.querySelector("[data-kept]");
  const own = ([key, value]) => typeof value === "string" && !["key", "expect", "do"].includes(key);
  const copy = () => [...new FormData(form)].filter(own);
  const asServed = JSON.stringify(copy());
  const kept = localStorage.getItem(name);
  if (hint && kept && kept !== asServed) {
    hint.hidden = false;
    hint.querySelector("[data-resume]").addEventListener("click", () => {
      const values = new Map();
      for (const [key, value] of JSON.parse(kept)) values.set(key, [...(values.get(key) || []), value]);
      for (const group of form.querySelectorAll("[data-rows]")) {
        const start = group.dataset.rows + ".";
        const lines = [...values.keys()].filter((key) => key.startsWith(start)).map((key) => parseInt(key.slice(start.length), 10));
        const there = group.querySelectorAll(":scope > .row").length;
        for (let line = there; there && line <= Math.max(...lines); line++) grow(group);
      }
      for (const field of form.elements) {
        const given = values.get(field.name);
        if (!field.name || !given || ["hidden", "file"].includes(field.type)) continue;
        if (field.type === "checkbox") field.checked = given.includes(field.value);
        else field.value = given[given.length - 1];
      }
      hint.hidden = true;
    });
    hint.querySelector("[data-drop]").addEventListener("click", () => {
      localStorage.removeItem(name);
      hint.hidden = true;
    });
  }
  form.addEventListener("input", () => localStorage.setItem(name, JSON.stringify(copy())));
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.value === "commit") localStorage.removeItem(name);
  });
}

// Counts by the server's clock: the page says when it was made, this machine only measures what has passed since.
for (const clock of document.querySelectorAll("[data-countdown]")) {
  const left = Date.parse(clock.dataset.countdown) - Date.parse(clock.dataset.now);
  const begun = performance.now();
  const tick = () => {
    const seconds = Math.max(0, Math.floor((left - (performance.now() - begun)) / 1000));
    const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
    const days = Math.floor(seconds / 86400);
    clock.textContent = (days ? days + clock.dataset.days + " " : "") + parts.map((n) => String(n).padStart(2, "0")).join(":");
    if (seconds) setTimeout(tick, 1000);
  };
  tick();
}

for (const slider of document.querySelectorAll("input[type=range][data-go]")) {
  const shown = slider.form.querySelector("[data-day]");
  if (shown) {
    slider.addEventListener("input", () => {
      const day = new Date(Date.parse(slider.dataset.first) + slider.value * 86400000);
      shown.textContent = day.toLocaleDateString(document.documentElement.lang, { timeZone: "UTC", dateStyle: "long" });
    });
  }
  slider.addEventListener("change", () => slider.form.requestSubmit());
}

// What the page shows may move: it is shown anew at once, unless somebody is writing; then it only says so.
for (const live of document.querySelectorAll("[data-live]")) {
  if (!live.dataset.live || !window.EventSource) break;
  let touched = false;
  document.addEventListener("input", () => (touched = true));
  const listen = () => {
    const source = new EventSource(live.dataset.live);
    source.addEventListener("moved", () => {
      source.close();
      const away = !touched && !document.querySelector("details.menu[open], dialog[open]");
      if (away) location.reload();
      else document.querySelector("[data-moved]").hidden = false;
    });
    addEventListener("pagehide", () => source.close(), { once: true });
  };
  if (document.readyState === "complete") listen();
  else addEventListener("load", listen, { once: true });
}

// Long work says how far it is; when it has ended, the page is shown anew.
for (const work of document.querySelectorAll("[data-progress]")) {
  if (!window.EventSource) break;
  const bar = work.querySelector("progress");
  const source = new EventSource(work.dataset.progress);
  source.addEventListener("progress", (event) => {
    const [done, total] = event.data.split("/").map(Number);
    if (!done || !total) return;
    bar.max = total;
    bar.value = done;
    work.querySelector("[data-done]").textContent = Math.floor((done * 100) / total) + "%";
  });
  source.addEventListener("ended", () => {
    source.close();
    location.reload();
  });
  addEventListener("pagehide", () => source.close(), { once: true });
}

// The session ends when nothing is asked of the server for long: five minutes before, the page says so.
for (const page of document.querySelectorAll("[data-session]")) {
  const warning = document.querySelector("[data-ending]");
  const begun = performance.now();
  let end = Number(page.dataset.session);
  const tick = () => {
    const left = Math.max(0, Math.floor(end - (performance.now() - begun) / 1000));
    warning.hidden = left > 300;
    if (!warning.hidden) {
      warning.querySelector("[data-left]").textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    }
    warning.firstElementChild.hidden = left === 0;
    warning.querySelector("[data-over]").hidden = left > 0;
    setTimeout(tick, warning.hidden ? Math.min((left - 300) * 1000 + 100, 60000) : 1000);
  };
  warning.querySelector("[data-stay]").addEventListener("click", () => {
    if (navigator.sendBeacon("/session/stay")) {
      end = (performance.now() - begun) / 1000 + Number(page.dataset.session);
      warning.hidden = true;
    }
  });
  tick();
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
