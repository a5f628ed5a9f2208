// What plain HTML cannot do: keep the focus and say so after a swap, tell when the network is gone, and remember
// which plans are ticked. Loaded with defer on every page; everything works without it.
(() => {
  "use strict";
  const KEY = "compare", MOST = 4;
  const all = (selector) => document.querySelectorAll(selector);
  const boxes = () => all('input[type=checkbox][name="plan"]');
  const say = (text) => { const line = document.getElementById("results-status"); if (line) line.textContent = text; };
  const read = () => { try { return JSON.parse(sessionStorage.getItem(KEY)) || []; } catch { return []; } };
  const write = (ids) => { try { sessionStorage.setItem(KEY, JSON.stringify(ids)); } catch { /* private mode */ } };

  // A selection belongs to one list (its compare form says which, data-list): plans of another utility are not re-ticked.
  const scope = () => document.querySelector("form[data-list]")?.dataset.list ?? "";
  const chosen = () => read().filter((entry) => entry.list === scope()).map((entry) => entry.id);
  const restore = () => { const ids = chosen(); for (const box of boxes()) box.checked = ids.includes(box.value); };

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches?.('input[type=checkbox][name="plan"]')) return;
    const others = read().filter((entry) => entry.list === scope() && entry.id !== box.value);
    if (box.checked && others.length >= MOST) {
      box.checked = false;
      say("4 is the most. Remove one first.");
      return;
    }
    const ids = box.checked ? [...others, { list: scope(), id: box.value }] : others;
    write(ids);
    say(`${box.dataset.name ?? "Plan"} ${box.checked ? "added" : "removed"}. ${ids.length} of ${MOST} chosen.`);
  });

  document.addEventListener("htmx:after:swap", (event) => {
    for (const line of all(".alert")) line.textContent = "";
    restore();
    if (event.detail?.ctx?.swap === "beforeend" || !document.activeElement || document.activeElement === document.body) {
      const next = document.querySelector("[data-focus-first]") ?? document.getElementById("results-title");
      next?.focus({ preventScroll: true });
      next?.removeAttribute("data-focus-first");
    }
  });

  document.addEventListener("htmx:error", () => {
    const text = "No connection. These plans are for your last choice.";
    for (const line of all(".alert")) line.textContent = text;
    say(text);
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-close]");
    if (!opener) return;
    document.querySelector(opener.dataset.close)?.removeAttribute("open");
    document.getElementById("results-title")?.focus();
  });

  addEventListener("pageshow", restore);
  restore();
  document.querySelector(".problem")?.focus();
})();
