// SPDX-License-Identifier: Apache-2.0
// Search and filters of the notice. Without this script the page is the whole list, all of it open.
"use strict";
(function () {
  const form = document.getElementById("filters");
  const count = document.getElementById("count");
  const rows = Array.from(document.querySelectorAll("tr.item"));
  const sections = Array.from(document.querySelectorAll("section.items"));
  const folds = Array.from(document.querySelectorAll("details"));
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const texts = rows.map((row) => fold(row.textContent));
  const value = (id) => document.getElementById(id).value;

  // One unit must have both the department and the level that were chosen.
  function mayCharge(row, department, level) {
    if (department === "" && level === "") return true;
    return row.dataset.who.split(" ").some((token) => {
      const at = token.indexOf("-");
      return at > 0 && (department === "" || token.slice(0, at) === department) &&
        (level === "" || token.slice(at + 1) === level);
    });
  }

  function fits(row, text, words) {
    return words.every((word) => text.includes(word)) &&
      (value("kind") === "" || row.dataset.kind === value("kind")) &&
      (value("enterprise") === "" || row.dataset.enterprise === value("enterprise")) &&
      (value("region") === "" || value("region").startsWith(row.dataset.region)) &&
      mayCharge(row, value("department"), value("level"));
  }

  function apply() {
    const words = fold(value("search")).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      row.hidden = !fits(row, texts[index], words);
      if (!row.hidden) shown += 1;
    });
    sections.forEach((section) => {
      const items = Array.from(section.querySelectorAll("tr.item"));
      section.hidden = items.length > 0 && items.every((row) => row.hidden);
    });
    count.textContent = shown === rows.length
      ? "共" + rows.length + "项"
      : "共" + rows.length + "项，符合条件的" + shown + "项" +
        (shown === 0 ? "；请减少或者更换条件" : "");
  }

  form.addEventListener("input", apply);
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => window.setTimeout(apply, 0));

  // Folded on the screen, open on paper.
  let before = [];
  folds.forEach((one) => { one.open = false; });
  window.addEventListener("beforeprint", () => {
    before = folds.map((one) => one.open);
    folds.forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => {
    folds.forEach((one, index) => { one.open = before[index]; });
  });

  form.hidden = false;
  apply();
})();
