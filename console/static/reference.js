// The reference of the API: runs the example of an operation, finds operations, copies lines.
// The key stays in the tab (sessionStorage); without one the call is made with the session, below /docs/call.
(() => {
  "use strict";

  const SHOWN = 200000;
  document.querySelectorAll(".needs-script").forEach((part) => (part.hidden = false));

  // --- find, copy -----------------------------------------------------------------------------------------------------

  const find = document.getElementById("find");
  find?.form.addEventListener("submit", (event) => event.preventDefault());
  find?.addEventListener("input", () => {
    const words = find.value.toLowerCase().split(/\s+/);
    let found = 0;
    document.querySelectorAll(".group").forEach((group) => {
      let some = 0;
      group.querySelectorAll("[data-operation]").forEach((one) => {
        one.hidden = !words.every((word) => one.dataset.operation.includes(word));
        some += one.hidden ? 0 : 1;
      });
      group.hidden = some === 0;
      found += some;
    });
    const said = find.form.querySelector("[data-found]");
    said.textContent = said.dataset.found.replace("{}", String(found));
  });

  document.addEventListener("click", (event) => {
    const copies = event.target instanceof Element && event.target.closest("[data-copies]");
    if (copies) navigator.clipboard?.writeText(copies.parentElement.querySelector("code").textContent);
  });

  // --- run ------------------------------------------------------------------------------------------------------------

  const form = document.querySelector("form[data-runs]");
  if (!form) return;
  const { runs: method, media, keyed, session, idempotent } = form.dataset;
  const key = document.getElementById("key");
  const body = document.getElementById("body");
  const file = document.getElementById("file");
  const dry = document.getElementById("dry");
  const said = form.querySelector("[data-said]");
  const answer = form.querySelector("[data-answer]");
  const signIn = form.querySelector("[data-sign-in]");
  if (key) key.value = sessionStorage.getItem("standing-key") || "";

  const say = (text) => (said.textContent = text);

  // With a key the API is called as programs call it; with a session, through the reference.
  const send = (path, init = {}) => {
    const headers = { Accept: "application/json, */*;q=0.5", ...init.headers };
    const typed = key ? key.value.trim() : "";
    if (typed) headers.Authorization = `Bearer ${typed}`;
    const prefix = keyed === "yes" && !typed && session === "yes" ? "/docs/call" : "";
    return fetch(prefix + path, { ...init, headers, credentials: prefix ? "same-origin" : "omit", cache: "no-store" });
  };

  const address = () => {
    let path = form.dataset.path;
    const query = new URLSearchParams();
    form.querySelectorAll("[data-in]").forEach((input) => {
      const value = input.value.trim();
      if (input.dataset.in === "path") path = path.replace(`{${input.dataset.name}}`, encodeURIComponent(value));
      else if (value) for (const one of "list" in input.dataset ? value.split(/[,，]\s*/) : [value]) query.append(input.dataset.name, one);
    });
    if (dry?.checked) query.set("dry_run", "true");
    return query.size ? `${path}?${query}` : path;
  };

  const content = async (response) => {
    const type = response.headers.get("content-type") || "";
    const bytes = await response.arrayBuffer();
    if (!bytes.byteLength) return form.dataset.nothing;
    if (!/json|text|xml|csv/.test(type)) return form.dataset.bytes.replace("{}", String(bytes.byteLength));
    const text = new TextDecoder().decode(bytes);
    try {
      return JSON.stringify(JSON.parse(text), null, 2).slice(0, SHOWN);
    } catch {
      return text.slice(0, SHOWN);
    }
  };

  const run = async () => {
    const init = { method, headers: {} };
    if (body) {
      if (media === "application/json") {
        try {
          JSON.parse(body.value);
        } catch {
          body.focus();
          return say(form.dataset.wrong);
        }
      }
      init.body = body.value;
    } else if (file?.files[0]) init.body = file.files[0];
    if (media) init.headers["Content-Type"] = media;
    if (idempotent === "yes") init.headers["Idempotency-Key"] = Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");
    say(form.dataset.running);
    answer.hidden = true;
    const begun = performance.now();
    let response;
    try {
      response = await send(address(), init);
      answer.querySelector("code").textContent = await content(response);
    } catch {
      return say(form.dataset.away);
    }
    say(`${response.status} · ${response.headers.get("content-type") || ""} · ${Math.round(performance.now() - begun)} ms`);
    answer.hidden = false;
    if (signIn) signIn.hidden = response.status !== 401;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (key) sessionStorage.setItem("standing-key", key.value.trim());
    run();
  });

  // The example names records that this platform may not have: take the first of each list instead.
  const first = async (source) => {
    const response = await send(source.dataset.from);
    if (signIn) signIn.hidden = response.status !== 401;
    if (!response.ok) return undefined;
    return source.dataset.at.split(".").reduce((value, step) => value?.[step], await response.json());
  };

  form.querySelector("[data-fills]")?.addEventListener("click", async () => {
    say("");
    for (const source of form.querySelectorAll("[data-from]")) {
      let found;
      try {
        found = await first(source);
      } catch {
        return say(form.dataset.away);
      }
      if (found === undefined) return say(form.dataset.lacking);
      if (source === body) body.value = JSON.stringify({ ...JSON.parse(body.value), account: found }, null, 2);
      else source.value = String(found);
    }
  });
})();
