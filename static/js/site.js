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

  // A selection belongs to one list (the compare form's data-list says which): plans of another utility stay apart.
  // Chosen plans that a filter hides go along as hidden fields, so that "Compare" and its number still mean them.
  const list = () => document.querySelector("form[data-list]");
  const scope = () => list()?.dataset.list ?? "";
  const restore = () => {
    const ids = read().filter((entry) => entry.list === scope()).map((entry) => entry.id);
    for (const kept of all("input.kept")) kept.remove();
    for (const box of boxes()) box.checked = ids.includes(box.value);
    const shown = new Set([...boxes()].map((box) => box.value));
    const hidden = ids.filter((id) => !shown.has(id));
    for (const value of hidden) {
      list()?.append(Object.assign(document.createElement("input"), { type: "hidden", name: "plan", value, className: "kept" }));
    }
    if (list()) list().style.counterReset = `chosen ${hidden.length}`;
  };

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

  // A failed answer is never put in the place of the list: the list, its form and the address stay as they were.
  // The calculator alone answers 422 with its own part, which says what to correct.
  const fail = (text, source) => {
    for (const line of all(".alert")) {
      line.textContent = `${text} `;
      const again = Object.assign(document.createElement("button"), { type: "button", className: "second", textContent: "Try again" });
      again.addEventListener("click", () => {
        if (!source?.isConnected) location.reload();
        else if (source.matches("form")) source.requestSubmit();
        else source.click();
      });
      if (source) line.append(again);
    }
    say(text);
  };
  document.addEventListener("htmx:before:response", (event) => {
    const { response, target, sourceElement } = event.detail.ctx;
    if (response.status < 400 || (response.status === 422 && target?.id === "your-year")) return;
    event.preventDefault();
    fail("Costs did not load.", sourceElement);
  });
  document.addEventListener("htmx:error", () => fail("No connection. These plans are for your last choice."));

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
    const opener = event.target.closest?.("[data-close]");
    if (!opener) return;
    document.querySelector(opener.dataset.close)?.removeAttribute("open");
    document.getElementById("results-title")?.focus();
  });

  // What a visitor asked us to remember comes after the page, which is the same for everybody. The page /remembered
  // says whether there is anything, so that nobody else asks.
  const said = document.querySelector("[data-remembered]"), place = document.getElementById("remembered");
  try {
    if (said) sessionStorage.setItem("remembered", said.dataset.remembered);
    if (place && sessionStorage.getItem("remembered") === "yes") {
      fetch(`/fragments/remembered?page=${encodeURIComponent(location.pathname)}`)
        .then((answer) => (answer.ok ? answer.text() : ""))
        .then((text) => { place.innerHTML = text; })
        .catch(() => { /* offline: the page stands as it is */ });
    }
  } catch { /* private mode */ }

  addEventListener("pageshow", restore);
  restore();
  document.querySelector(".problem")?.focus();
})();
