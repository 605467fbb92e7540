// The queue: a cursor over the rows, and a choice of cases that stays when the list loads itself again.
(() => {
  "use strict";

  const CHOSEN = "standing-queue-chosen";
  const PLACE = "standing-queue-place";
  document.documentElement.classList.add("with-script");

  const kept = (name) => {
    try {
      return JSON.parse(sessionStorage.getItem(name)) || {};
    } catch {
      return {};
    }
  };
  const keep = (name, value) => sessionStorage.setItem(name, JSON.stringify(value));

  const rows = () => [...document.querySelectorAll("#rows tr[data-case]")];
  const link = (row) => row.querySelector("a.open");
  const box = (row) => row.querySelector("input[name=case]");

  const current = () => document.activeElement && document.activeElement.closest("#rows tr[data-case]");

  // The row under the cursor; after a reload the same case, else the one that is in its place now.
  const place = () => {
    const all = rows();
    const known = kept(PLACE);
    return (
      current() ||
      all.find((row) => row.dataset.case === known.case) ||
      all[Math.min(known.index ?? -1, all.length - 1)] ||
      null
    );
  };

  const mark = (row) => {
    rows().forEach((each) => each.toggleAttribute("data-current", each === row));
    keep(PLACE, { case: row.dataset.case, index: rows().indexOf(row) });
  };

  const go = (row) => {
    if (!row) return;
    mark(row);
    link(row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  const step = (by) => {
    const all = rows();
    const at = place();
    if (!at) return go(all[by > 0 ? 0 : all.length - 1]);
    if (!current()) return go(at);
    go(all[Math.min(Math.max(all.indexOf(at) + by, 0), all.length - 1)]);
  };

  const count = () => {
    const chosen = document.getElementById("chosen");
    if (!chosen) return;
    const number = rows().filter((row) => box(row).checked).length;
    chosen.textContent = number ? chosen.dataset.text.replace("#", number) : "";
  };

  const remember = () => {
    keep(CHOSEN, Object.fromEntries(rows().filter((row) => box(row).checked).map((row) => [row.dataset.case, 1])));
    count();
  };

  const restore = () => {
    const chosen = kept(CHOSEN);
    rows().forEach((row) => {
      box(row).checked = row.dataset.case in chosen;
    });
    count();
  };

  const acts = {
    next: () => step(1),
    previous: () => step(-1),
    open: () => {
      const row = place();
      if (row) {
        go(row);
        link(row).click();
      }
    },
    select: () => {
      const row = place();
      if (!row) return;
      go(row);
      box(row).checked = !box(row).checked;
      remember();
    },
  };

  // All cases on the page of the same kind as the one under the cursor.
  acts.similar = () => {
    const row = place();
    if (!row) return;
    go(row);
    rows().forEach((each) => {
      box(each).checked = each.dataset.kind === row.dataset.kind;
    });
    remember();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-do]");
    if (button && acts[button.dataset.do]) acts[button.dataset.do]();
  });

  // Without a choice a button is about the row under the cursor.
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "rows") return;
    const row = place();
    if (row) keep(PLACE, { case: row.dataset.case, index: rows().indexOf(row) });
    if (!rows().some((each) => box(each).checked) && row) box(row).checked = true;
    sessionStorage.removeItem(CHOSEN);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("#rows input[name=case]")) remember();
  });
  document.addEventListener("focusin", () => {
    const row = current();
    if (row) mark(row);
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches(".assign[open]")) document.getElementById("assign-to").focus();
  }, true);

  // The list loads itself again: choice and cursor stay; where the row has gone, the one in its place takes over.
  let inRows = false;
  document.addEventListener("htmx:before:swap", () => {
    inRows = Boolean(current());
  });
  document.addEventListener("htmx:after:swap", () => {
    restore();
    const row = place();
    if (inRows && !current()) go(row);
    else if (row) mark(row);
  });

  restore();
  if (kept(PLACE).case && document.activeElement === document.body) {
    const row = place();
    if (row) go(row);
  }
})();
