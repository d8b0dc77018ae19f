"use strict";
(() => {
  const all = () => document.querySelectorAll("details");
  const set = (open) => all().forEach((one) => { one.open = open; });
  for (const button of document.querySelectorAll("button[data-set]")) {
    button.hidden = false;
    button.addEventListener("click", () => set(button.dataset.set === "open"));
  }
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...all()].filter((one) => !one.open);
    set(true);
  });
  addEventListener("afterprint", () => {
    closed.forEach((one) => { one.open = false; });
    closed = [];
  });
  for (const what of document.querySelectorAll("[data-what]")) {
    const inputs = [...what.querySelectorAll("input")];
    const rows = [...what.querySelectorAll("tr[data-points]")];
    const reset = what.querySelector("[data-reset]");
    const published = inputs.map((one) => one.value);
    const figures = rows.map((row) => row.querySelector("[data-figure]").textContent);
    const worth = (one) => Math.min(100, Math.max(0, Number(one.value) || 0));
    const reckon = () => {
      const weights = inputs.filter((one) => "theme" in one.dataset).map(worth);
      const split = inputs.find((one) => "share" in one.dataset);
      const share = split ? worth(split) / 100 : 1;
      const total = weights.reduce((sum, one) => sum + one, 0);
      const same = inputs.every((one, at) => one.value === published[at]);
      const found = rows.map((row) => {
        const themes = row.dataset.themes.split(" ").map(Number);
        const quality = total ? themes.reduce((sum, one, at) => sum + one * weights[at], 0) / total : 0;
        return share * quality + (1 - share) * Number(row.dataset.points);
      });
      rows.forEach((row, at) => {
        row.querySelector("[data-figure]").textContent = same ? figures[at] : found[at].toFixed(2);
        row.querySelector("[data-place]").textContent = String(1 + found.filter((one) => one - found[at] > 0.005).length);
      });
      what.querySelector("[data-said]").textContent = same
        ? "These are the published weights."
        : "What if only: the published result stays as it is.";
    };
    for (const one of inputs) {
      one.disabled = false;
      one.addEventListener("input", reckon);
    }
    reset.hidden = false;
    reset.addEventListener("click", () => {
      inputs.forEach((one, at) => { one.value = published[at]; });
      reckon();
    });
  }
})();
