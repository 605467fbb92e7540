// Keys: every link, button or choice with `data-key` answers its key, unless somebody is typing. `?` lists them all.
// Several keys in a row are written with a space ("g q"); `$mod` is Ctrl, or Command on a Mac.
(() => {
  "use strict";

  const typing = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));

  const shown = (element) => element.getClientRects().length > 0 && !element.closest("[inert], [aria-disabled=true]");
  const inDialog = () => document.querySelector("dialog[open]");

  const named = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd, .count, .hidden").forEach((part) => part.remove());
    const label = element.labels?.[0]?.textContent;
    const said = element.dataset.keyLabel || element.getAttribute("aria-label") || label || copy.textContent;
    return said.trim().replace(/\s+/g, " ");
  };

  const spoken = (key) => key.replace("$mod", /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl");

  // The keys of a page change with its parts, so that they are looked up when one is pressed.
  const press = (key) => (event) => {
    const dialog = inDialog();
    const found = [...(dialog || document).querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(shown);
    if (!found || found.disabled) return;
    event.preventDefault();
    if (found.matches("input[type=radio], input[type=checkbox]")) {
      found.focus();
      found.click();
    } else if (found.matches("input, textarea, select")) {
      found.focus();
    } else {
      found.click();
      // What opens by a key is there to be filled in.
      const opened = found.matches("summary") ? found.closest("details[open]") : null;
      opened?.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
    }
  };

  // `guarded` knows who is typing: a chosen radio button is no text. A held key moves, and does nothing else again.
  const ignore = (event) => event.isComposing || (event.repeat && !["j", "k"].includes(event.key));

  let stop = () => {};
  let bound = "";
  const bind = () => {
    const keys = [...new Set([...document.querySelectorAll("[data-key]")].map((element) => element.dataset.key))];
    // Of two that a key completes only the first is told: "g a" comes before "a".
    keys.sort((one, other) => other.includes(" ") - one.includes(" ") || (one < other ? -1 : 1));
    if (keys.join("\n") === bound) return;
    bound = keys.join("\n");
    stop();
    stop = tinykeys.tinykeys(window, Object.fromEntries(keys.map((key) => [key, guarded(key, press(key))])), { ignore });
  };

  // The second key of "g q" is not the key "q" of the page.
  const PATIENCE_MS = 1000;
  let begun = 0;
  let within = false;
  window.addEventListener(
    "keydown",
    (event) => {
      within = Date.now() - begun < PATIENCE_MS;
      const first = !within && document.querySelector(`[data-key^="${CSS.escape(event.key)} "]`);
      begun = first && !typing(event.target) ? Date.now() : 0;
    },
    { capture: true },
  );

  const guarded = (key, act) => (event) => {
    if (within && !key.includes(" ")) return;
    if (!key.includes("$mod") && (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey)) return;
    act(event);
  };

  const sheet = (event) => {
    const dialog = document.getElementById("keys-sheet");
    if (!dialog || inDialog()) return;
    event.preventDefault();
    const list = document.getElementById("keys-list");
    list.replaceChildren();
    const row = (key, text) => {
      const term = document.createElement("dt");
      spoken(key).split(" ").forEach((part, index) => {
        if (index) term.append(" ");
        const keycap = document.createElement("kbd");
        keycap.textContent = part;
        term.append(keycap);
      });
      const said = document.createElement("dd");
      said.textContent = text;
      list.append(term, said);
    };
    const seen = new Set();
    document.querySelectorAll("[data-key]").forEach((element) => {
      if (seen.has(element.dataset.key) || !shown(element)) return;
      seen.add(element.dataset.key);
      row(element.dataset.key, named(element));
    });
    row("?", list.dataset.sheet);
    dialog.showModal();
    dialog.scrollTop = 0;
  };

  // What opens a dialog is a link to the same as a page, for whoever has no script.
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element && event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!inDialog()) dialog.showModal();
    dialog.querySelector("input")?.focus();
  });

  // In the palette the arrows move through what was found; Enter opens the first.
  document.getElementById("palette")?.addEventListener("keydown", (event) => {
    const links = [...event.currentTarget.querySelectorAll("a")];
    const input = event.currentTarget.querySelector("input");
    const place = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && links.length) (links[place + 1] || links[0]).focus();
    else if (event.key === "ArrowUp") (place > 0 ? links[place - 1] : input).focus();
    else if (event.key === "Enter" && event.target === input && links.length) links[0].click();
    else return;
    event.preventDefault();
  });

  // Escape leaves a field, so that the keys of the page live again.
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !inDialog() && typing(event.target)) event.target.blur();
  });

  // Keyboards differ in how "?" is typed: the character counts.
  window.addEventListener("keydown", (event) => {
    if (event.key === "?") guarded("?", sheet)(event);
  });
  bind();
  document.addEventListener("htmx:after:swap", bind);
})();
