// How quick this page was for whoever reads it: one small beacon when it is left (docs/privacy.md). The library comes after
// everything else is there, and sees what happened before it came.
(() => {
  "use strict";
  const values = {}, library = document.currentScript.dataset.library;
  const note = (name, value) => { if (value >= 0) values[name] = Math.round(value * 10000) / 10000; };
  try {
    new PerformanceObserver((list) => {
      const first = list.getEntries()[0];
      note("fid", first.processingStart - first.startTime);
    }).observe({ type: "first-input", buffered: true });
  } catch { /* not every browser knows it */ }
  let isSent = false;
  const send = (event) => {
    const isLeft = event.type === "pagehide" || document.visibilityState === "hidden";
    if (isSent || !isLeft || !Object.keys(values).length) return;
    isSent = true;
    const device = innerWidth < 640 ? "phone" : innerWidth < 1024 ? "tablet" : "desktop";
    const id = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const body = JSON.stringify({ path: location.pathname.slice(0, 400), device, id, ...values });
    navigator.sendBeacon?.("/api/v1/vitals", new Blob([body], { type: "application/json" }));
  };
  const measure = () => {
    for (const name of ["LCP", "INP", "CLS", "FCP", "TTFB"]) {
      webVitals[`on${name}`]((metric) => note(name.toLowerCase(), metric.value), { reportAllChanges: name !== "TTFB" });
    }
    note("load", performance.getEntriesByType("navigation")[0]?.loadEventEnd || undefined);
    // After the library's own, which gives the last values.
    document.addEventListener("visibilitychange", send);
    addEventListener("pagehide", send);
  };
  const fetchLibrary = () => setTimeout(() => {
    document.head.append(Object.assign(document.createElement("script"), { src: library, onload: measure }));
  }, 0);
  if (document.readyState === "complete") fetchLibrary();
  else addEventListener("load", fetchLibrary, { once: true });
})();
