// What the pages do beyond links and forms: load parts, follow live figures,
// copy a text, send a form when a choice changes. No framework, no inline code.
"use strict";
(function () {
  const part = async (frame) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 20000);
    try {
      const answer = await fetch(frame.dataset.part, { headers: { "X-Part": "1" }, signal: stop.signal, credentials: "same-origin" });
      if (answer.status === 401) { location.reload(); return; }
      const html = await answer.text();
      // A refusal or a failure has its own frame; anything that is not a part is not shown.
      if (!answer.headers.get("X-Part")) throw new Error(String(answer.status));
      frame.innerHTML = html;
      frame.dispatchEvent(new CustomEvent("linli:part", { bubbles: true }));
    } catch (e) {
      frame.textContent = "";
      const p = document.createElement("p");
      p.className = "state bad";
      p.textContent = frame.dataset.failed || "!";
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = frame.dataset.again || "↻";
      again.addEventListener("click", () => part(frame));
      p.append(" ", again);
      frame.append(p);
    } finally {
      clearTimeout(timer);
      frame.removeAttribute("aria-busy");
    }
  };
  for (const frame of document.querySelectorAll("[data-part]")) part(frame);

  const live = document.querySelector("[data-live]");
  if (live) {
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const follow = async () => {
      if (!document.hidden) {
        try {
          const answer = await fetch(live.dataset.live, { credentials: "same-origin" });
          if (answer.status === 401 || answer.status === 403) return;
          const d = await answer.json();
          for (const el of live.querySelectorAll("[data-figure]")) {
            const v = el.dataset.figure.split(".").reduce((o, k) => (o == null ? o : o[k]), d);
            if (v != null) el.textContent = typeof v === "number" ? number.format(v) : v;
          }
          live.classList.toggle("stale", false);
        } catch (e) {
          live.classList.toggle("stale", true);
        }
      }
      setTimeout(follow, 2000);
    };
    follow();
  }

  document.addEventListener("click", async (e) => {
    const button = e.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = button.dataset.done;
    } catch (err) {
      const range = document.createRange();
      range.selectNodeContents(source);
      const chosen = getSelection();
      chosen.removeAllRanges();
      chosen.addRange(range);
    }
  });
  document.addEventListener("change", (e) => {
    if (e.target.matches("[data-send]")) e.target.form.requestSubmit();
  });
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  // Folded lines are opened for paper.
  addEventListener("beforeprint", () => document.querySelectorAll("details[data-paper]").forEach((d) => { d.open = true; }));

  // Owner's room: − and + move the field by a pack, and the button that keeps the change stands out until it is pressed.
  for (const form of document.querySelectorAll("form.step")) {
    const field = form.elements.quantity;
    const save = form.querySelector(".save");
    const before = field.value;
    const mark = () => { save.hidden = field.value === before; save.classList.toggle("waits", !save.hidden); };
    mark();
    field.addEventListener("input", mark);
    for (const button of form.querySelectorAll("[data-step]")) {
      button.addEventListener("click", (e) => {
        e.preventDefault();
        const pack = Number(field.step) || 1;
        const next = (Number(field.value) || 0) + Number(button.dataset.step) * pack;
        field.value = String(Math.max(0, Math.round(next * 1000) / 1000));
        mark();
      });
    }
  }

  // Minutes to the cutoff, counted down from what the server said.
  for (const el of document.querySelectorAll("[data-minutes]")) {
    const end = Date.now() + Number(el.dataset.minutes) * 60000;
    const tick = () => {
      const left = Math.max(0, Math.round((end - Date.now()) / 60000));
      const text = left >= 60 ? el.dataset.long : el.dataset.short;
      el.textContent = text.replace("{h}", Math.floor(left / 60)).replace("{m}", left >= 60 ? left % 60 : left);
    };
    setInterval(tick, 15000);
  }
})();
