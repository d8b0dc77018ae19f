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
})();
