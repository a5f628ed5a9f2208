// What plain HTML cannot do: keep the focus and say so after a swap, tell when the network is gone, and remember
// which plans are ticked. Loaded with defer on every page; everything works without it.
(() => {
  "use strict";
  const MOST = 4;
  const all = (selector) => document.querySelectorAll(selector);
  const boxes = () => all('input[type=checkbox][name="plan"]');
  const write = (selector, text) => { for (const line of all(selector)) line.textContent = text; };
  const say = (text) => write("#results-status", text);
  const isArrival = () => performance.getEntriesByType("navigation")[0]?.type === "navigate";
  // What stays in this tab; nothing does in a private window of some browsers.
  const recall = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const keep = (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch {} };
  const read = () => recall("compare") ?? [];
  const remember = (entries) => keep("compare", entries);

  // A selection belongs to one list (the compare form's data-list says which): plans of another utility stay apart.
  // Chosen plans that a filter hides go along as hidden fields, so that "Compare" and its number still mean them.
  const list = () => document.querySelector("form[data-list]");
  const scope = () => list()?.dataset.list ?? "";
  const chosen = () => read().filter((entry) => entry.list === scope());
  const make = (tag, values) => Object.assign(document.createElement(tag), values);
  const restore = () => {
    const entries = chosen(), ids = entries.map((entry) => entry.id);
    for (const kept of all("input.kept")) kept.remove();
    const shown = [];
    for (const box of boxes()) {
      box.checked = ids.includes(box.value);
      // A plan of the answer stands in the list too: only its first box goes into the address.
      if (shown.includes(box.value)) box.setAttribute("form", "");
      shown.push(box.value);
    }
    for (const value of ids.filter((value) => !shown.includes(value))) {
      list()?.append(make("input", { type: "hidden", name: "plan", value, className: "kept" }));
    }
    write(".tray-count", ids.length);
    for (const tray of all(".tray")) tray.classList.toggle("on", !!ids.length);
    for (const names of all(".tray-names")) {
      names.replaceChildren(...entries.map(({ id, name }) => make("button", {
        type: "button", textContent: name ?? "A plan", ariaLabel: `Remove ${name ?? "A plan"}`, onclick: () => choose(id, name, false),
      })));
    }
  };
  const choose = (id, name, isOn) => {
    const others = chosen().filter((entry) => entry.id !== id);
    const full = isOn && others.length >= MOST, text = `${MOST} is the most. Remove one first.`;
    if (!full) remember([...read().filter((entry) => entry.list !== scope()), ...others, ...(isOn ? [{ list: scope(), id, name }] : [])]);
    restore();
    write(".tray-warning", full ? text : "");
    say(full ? text : `${name ?? "Plan"} ${isOn ? "added" : "removed"}. ${chosen().length} of ${MOST} chosen.`);
  };

  document.addEventListener("change", (event) => {
    const box = event.target;
    // An answer to an older choice would put the filters back; hx-sync gives it up only when the next request is sent.
    box.form?.dispatchEvent(new Event("htmx:abort"));
    if (box.matches?.('input[type=checkbox][name="plan"]')) choose(box.value, box.dataset.name, box.checked);
  });

  // Enter ticks as the space bar does; the form's own first button does nothing.
  document.addEventListener("keydown", (event) => { if (event.key === "Enter") event.target.closest?.(".pick")?.click(); });

  // The result of a meter file answers a POST: its own address is shown, so that a reload keeps months and notes.
  const kept = document.querySelector("a[data-result]");
  if (kept) history.replaceState(null, "", `${kept.href}#result`);
  // Forms lead to #result. The new address above undoes that, and not every browser moves the focus along.
  // What is wrong with a form takes it last.
  const result = document.getElementById("result");
  if (location.hash === "#result") {
    result?.scrollIntoView();
    result?.focus({ preventScroll: true });
  }

  // A comparison says which plans it holds: those are ticked in the list, and no others. Its way back is the very list.
  const compared = document.querySelector("[data-compared]");
  const withoutTicks = (url) => url.replace(/(?<=[?&])plan=[^&#]*&?/g, "").replace(/[?&]$/, "");
  if (compared) {
    const from = compared.dataset.from;
    const held = [...all("th[data-id]")].map((head) => ({ list: from, id: head.dataset.id, name: head.firstChild.textContent }));
    remember([...read().filter((entry) => entry.list !== from), ...held]);
  }
  for (const link of all("[data-list-link]")) link.href = withoutTicks(link.href);
  // The address of a list ticks plans for whoever has no script; with it they are in this tab's memory instead.
  if (list()) {
    for (const box of all("input[name=plan][checked]")) choose(box.value, box.dataset.name, true);
    history.replaceState(history.state, "", withoutTicks(location.href));
  }
  if (list()) keep(`list ${scope()}`, location.pathname + location.search);
  for (const link of all("a[data-back]")) link.href = recall(`list ${link.dataset.back}`) ?? link.href;

  // "Show 20 more" leaves the address as it is. Whoever comes back to it, and not out of the browser's own memory,
  // finds as many plans as before, at the same place.
  const shownKey = () => `shown ${location.pathname}${location.search}`;
  let shown = { times: 0, y: 0 }, again = 0;
  const showMore = () => {
    const link = document.querySelector("#more a[hx-get]");
    if (link) window.htmx?.ajax("GET", link.getAttribute("hx-get"), { source: link, target: "#more", swap: "outerHTML" });
  };
  addEventListener("pagehide", () => {
    if (document.getElementById("plan-results")) keep(shownKey(), { ...shown, y: scrollY });
  });
  addEventListener("load", () => {
    const before = recall(shownKey());
    if (isArrival() || !before?.times) return;
    again = before.times;
    shown.y = before.y;
    showMore();
  });
  const countMore = (isMore) => {
    shown.times = isMore ? shown.times + 1 : 0;
    if (!again) return;
    again -= 1;
    if (again) showMore();
    else scrollTo(0, shown.y);
  };

  // Place and home travel in links: those outside of the list follow the menu, which is swapped with it.
  const travel = () => {
    const query = document.querySelector("#menu a").search;
    for (const link of all(".mark, :is(.crumbs, .foot, main > section:last-child) a[href*='?from=']")) link.search = query;
  };

  document.addEventListener("htmx:after:swap", (event) => {
    write(".alert", "");
    restore();
    travel();
    const isReturn = again > 0;
    countMore(event.detail?.ctx?.target?.id === "more");
    if (isReturn) return;
    if (event.detail?.ctx?.swap === "beforeend" || !document.activeElement || document.activeElement === document.body) {
      const next = document.querySelector("[data-focus-first]") ?? document.getElementById("results-title");
      next?.focus({ preventScroll: true });
      next?.removeAttribute("data-focus-first");
    }
  });

  // A failed answer is never put in the place of the list: the list, its form and the address stay as they were.
  // The calculator and the reader of labels answer 422 with their own part, which says what to correct.
  const fail = (text, source) => {
    for (const line of all(".alert")) {
      line.textContent = `${text} `;
      const onclick = () => {
        if (!source.isConnected) location.reload();
        else if (source.matches("form")) source.requestSubmit();
        else source.click();
      };
      if (source) line.append(make("button", { type: "button", className: "second", textContent: "Try again", onclick }));
    }
    say(text);
  };
  document.addEventListener("htmx:before:response", (event) => {
    const { response, target, sourceElement } = event.detail.ctx;
    if (response.status < 400 || (response.status === 422 && ["your-year", "label"].includes(target?.id))) return;
    event.preventDefault();
    fail("Costs did not load.", sourceElement);
  });
  document.addEventListener("htmx:error", () => fail("No connection. These plans are for your last choice."));

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
    if (event.target.closest?.("[data-sign-up]")) count("sign-up", {});
    const opener = event.target.closest?.("[data-close]");
    if (!opener) return;
    document.querySelector(opener.dataset.close)?.removeAttribute("open");
    document.getElementById("results-title")?.focus();
  });

  // What a visitor asked us to remember comes after the page, which is the same for everybody. The page /remembered
  // says whether there is anything, so that nobody else asks.
  const said = document.querySelector("[data-remembered]"), place = document.getElementById("remembered");
  if (said) keep("remembered", said.dataset.remembered);
  if (place && recall("remembered") === "yes") {
    fetch(`/fragments/remembered?page=${encodeURIComponent(location.pathname)}`)
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((text) => { place.innerHTML = text; })
      .catch(() => { /* offline: the page stands as it is */ });
  }

  // Pages are counted by their route and day: no cookie, no identifier, no query (docs/privacy.md). A visit begins
  // where a page is opened from elsewhere, and goes on once: that much stays in this tab.
  const count = (event, more) => {
    const isNew = event === "view" && !document.referrer.startsWith(`${location.origin}/`) && isArrival() && !more.isBack;
    const visit = isNew ? "begun" : recall("visit") === "begun" ? "went-on" : undefined;
    if (visit) keep("visit", visit);
    const id = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(16).padStart(8, "0")).join("");
    const body = JSON.stringify({ event, path: location.pathname.slice(0, 400), id, visit, filters: more.filters, plans: more.plans });
    navigator.sendBeacon?.("/api/v1/events", new Blob([body], { type: "application/json" }));
  };
  const filters = () => [...new Set(new URLSearchParams(location.search).keys())].join().slice(0, 400) || undefined;
  const seen = (isBack) => count("view", { isBack, filters: filters(), plans: compared ? +compared.dataset.compared : undefined });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail?.ctx?.target?.id === "plan-results") setTimeout(() => count("filter", { filters: filters() }));
  });
  if (document.prerendering) document.addEventListener("prerenderingchange", () => seen(false), { once: true });
  else seen(false);

  addEventListener("pageshow", (event) => { restore(); if (event.persisted) seen(true); });
  restore();
  document.querySelector(".problem")?.focus();
})();
