// No answer is lost. What one types is sealed on this device at once, with a key that only the page holds, and sent
// again and again until the portal has it, also by the next page that opens this questionnaire. Each answer carries the
// portal's time at which it was typed, so the portal keeps the newest, in whatever order packets come.
(() => {
  "use strict";
  const box = document.getElementById("vault");
  if (!box) return;
  const words = box.dataset, shelf = `answers/${words.place}/`;
  const form = document.querySelector("form[data-fill]"), mark = document.getElementById("saved_mark");
  const crumb = document.querySelector('meta[name="csrf-token"]'), fileBox = document.getElementById("save_file");
  const shelved = () => Object.keys(localStorage).filter((name) => name.startsWith(shelf));
  if ("done" in words) return shelved().forEach((name) => localStorage.removeItem(name)); // the receipt: nothing stays

  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16)).join("");
  const waiting = new Map(); // field → [when it was typed, its values]: what the portal has not taken yet
  const typed = new Map(); // field → when it was last typed on this page, taken or not
  const adopted = new Map(); // what other pages left on the device, by name
  let client = fresh(), seq = 0, pause = 1000, timer = 0, busy = false, leaving = false, last = 0;
  let calm = true; // bad news stay until good ones come: a line less under a finger and the press misses its button
  let pressed; // the button of a form that waits until its answers have arrived

  // The portal's time. A device may have a wrong clock and may sleep: of two ways to measure what has passed, the longer.
  let shift = words.now - performance.now(), drift = words.now - Date.now();
  const hear = (now) => {
    const heard = now - Date.now();
    shift = Math.max(shift, now - performance.now());
    drift = heard > drift || drift - heard > 2e4 ? heard : drift; // no reply takes so long: the clock was set
  };
  const stamp = () => (last = Math.max(last + 1, Math.floor(Math.max(shift + performance.now(), drift + Date.now()))));

  // The device: a sealed box for each page, readable only with the key that the portal gives to whoever may answer
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
  const key = crypto.subtle && crypto.subtle.importKey("raw", bytes(words.key), "AES-GCM", false, ["encrypt", "decrypt"]);
  box.removeAttribute("data-key");
  async function seal(said) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(JSON.stringify(said)));
    return text(iv) + "." + text(sealed);
  }
  async function unseal(said) {
    const [iv, sealed] = said.split(".").map(bytes);
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key, sealed)));
  }
  let shelving = Promise.resolve();
  const keep = () => {
    if (!key) return;
    const own = shelf + client; // a form that is sent takes the name with it
    if (!waiting.size) localStorage.removeItem(own); // at once: the page may be left now
    shelving = shelving.then(async () => {
      const sealed = await seal([...waiting]);
      if (waiting.size) localStorage.setItem(own, sealed); else localStorage.removeItem(own);
    }).catch(() => {}); // a full or forbidden store: the answer waits on the page
  };
  async function adopt() {
    for (const name of key ? shelved() : []) {
      const sealed = localStorage.getItem(name);
      try {
        for (const [field, entry] of await unseal(sealed)) if (!(entry[0] <= (waiting.get(field) || [0])[0])) {
          waiting.set(field, entry);
          typed.set(field, entry[0]);
          put(field, entry[1]);
        }
        adopted.set(name, sealed);
      } catch (foreign) { continue; }
    }
    if (waiting.size) { keep(); paint(); send(); }
  }
  const giveBack = () => adopted.forEach((sealed, name) => {
    if (localStorage.getItem(name) === sealed) localStorage.removeItem(name); // unless its page has typed on
    adopted.delete(name);
  });

  // The page
  const put = (name, values) => form && form.querySelectorAll(`[name="${name}"]`).forEach((field) => {
    if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
    else if (!/hidden|file/.test(field.type)) field.value = values[0] || "";
  });
  const itemOf = (name) => form && (form.querySelector(`[data-item] [name="${name}"]`) || form).closest("[data-item]");
  const say = (key, more = "") => {
    if (mark) mark.textContent = `${words[key]} ${more}`.trim();
    calm = /^sav/.test(key);
  };
  const label = (item, key, more = "") => {
    if (!item || form.dataset.fill !== "all") return;
    const own = item.querySelector(":scope > .saved-mark") || item.appendChild(document.createElement("p"));
    own.className = "saved-mark";
    own.textContent = `${words[key]} ${more}`.trim();
  };
  const paint = (key = "saving", more) => waiting.forEach((_entry, name) => label(itemOf(name), key, more));
  const bad = (key, more) => { say(key, more); paint(key, more); };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };
  const progress = (said) => {
    const bar = document.querySelector(".progress progress");
    document.getElementById("progress_text").textContent = said.progress;
    bar.max = said.total;
    bar.value = said.done;
  };

  const touch = (field, wait) => {
    if (!field.name || /hidden|file/.test(field.type)) return;
    const item = field.closest("[data-item]"), list = field.closest("[data-ranking]"), data = new FormData(form), at = stamp();
    const places = list ? Array.from(list.querySelectorAll("select"), (place) => place.name) : [];
    [field.name, ...places, ...(list ? [item.dataset.item] : [])].forEach((name) => {
      waiting.set(name, [at, data.getAll(name)]);
      typed.set(name, at);
    });
    keep();
    label(item, "saving");
    if (calm) say("saving");
    later(wait);
  };

  const packet = () => {
    const times = Object.fromEntries(Array.from(waiting, ([name, entry]) => [name, entry[0]]));
    const body = new URLSearchParams({ intent: "save", client, seq: ++seq, terms: words.terms, typed: JSON.stringify(times) });
    waiting.forEach((entry, name) => {
      entry[1].forEach((value) => body.append(name, value));
      body.append(name + ".__present__", "1");
    });
    return body;
  };

  const taken = (said, sent) => {
    const items = new Set();
    sent.forEach((entry, name) => {
      if (waiting.get(name) === entry) waiting.delete(name);
      items.add(itemOf(name));
    });
    items.forEach((item) => label(item, "saved", said.saved_at));
    Object.entries(said.newer).forEach(([name, values]) => {
      if (!waiting.has(name)) put(name, values);
      label(itemOf(name), "newer");
    });
    document.querySelectorAll("[data-item]").forEach((item) => { item.hidden = !said.visible.includes(item.dataset.item); });
    if (form && form.dataset.fill === "all") progress(said);
    keep();
    if (said.problems.length) say("refused", said.problems[0]);
    else if (!waiting.size) say(Object.keys(said.newer).length ? "newer" : "saved", said.saved_at);
    paint();
    if (waiting.size) return;
    giveBack();
    if (fileBox) fileBox.hidden = true;
    if (!form && !pressed) shelving.then(() => location.replace(words.here)); // a page of answers, and they have just changed
  };

  async function send() {
    if (busy || !waiting.size) return;
    busy = true;
    let heard = false, wait = Math.min(pause * 2, 6e4);
    const sent = new Map(waiting), body = packet(), saveNow = document.getElementById("save_now");
    try {
      const answer = await fetch(words.url, {
        method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": crumb.content },
        keepalive: body.toString().length < 5e4, signal: AbortSignal.timeout(2e4),
      });
      if (saveNow) saveNow.hidden = answer.status !== 401;
      crumb.content = answer.headers.get("X-CSRFToken") || crumb.content;
      if (form) form.elements.csrf_token.value = crumb.content;
      if (answer.ok) {
        const said = await answer.json();
        hear(said.now);
        taken(said, sent);
        heard = !waiting.size;
        wait = pressed ? 0 : 1000;
      } else {
        const refused = answer.status === 409;
        if (refused) bad("refused", (await answer.json()).message); // kept all the same: a term may be extended
        else bad(answer.status === 401 ? "expired" : key ? "offline" : "onPage");
        heard = refused || answer.status === 401;
        wait = Math.max(wait, 1000 * Math.min(answer.headers.get("Retry-After") || 0, 60));
      }
    } catch (lost) { bad(key ? "offline" : "onPage"); }
    busy = false;
    pause = wait || pause;
    if (waiting.size) later(wait);
    if (waiting.size && fileBox && key) fileBox.hidden = false;
    if (pressed) heard ? go() : (mark || box).scrollIntoView({ block: "nearest" });
  }

  const go = () => {
    leaving = true;
    pressed.form.requestSubmit(pressed);
  };

  async function saveFile() {
    const sealed = await seal([...typed].map(([name, at]) => [name, waiting.get(name) || [at, new FormData(form).getAll(name)]]));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ answers: 1, invitation: words.place, title: words.title, sealed })]));
    link.download = `${words.file}, ${new Date().toLocaleDateString("ru-RU")}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
  }

  if (form) {
    form.addEventListener("input", (event) => touch(event.target, 1500));
    form.addEventListener("change", (event) => touch(event.target, 0));
  }
  document.querySelectorAll("main form").forEach((each) => each.addEventListener("submit", (event) => {
    if (waiting.size && !leaving) { // a form sent without a connection would take what was typed along
      event.preventDefault();
      pressed = event.submitter || pressed;
      return send();
    }
    leaving = true;
    if (each !== form) return;
    form.elements.client.value = client;
    form.elements.seq.value = 1e9; // whatever is still on its way is older than this form
    form.elements.typed.value = JSON.stringify(Object.fromEntries(typed));
    [client, seq] = [fresh(), 0]; // and what is typed when one comes back to this page is newer
  }));
  fileBox.querySelector("button").addEventListener("click", saveFile);
  addEventListener("online", () => later(0));
  addEventListener("pageshow", () => { leaving = false; pressed = undefined; });
  document.addEventListener("visibilitychange", () => document.hidden && send());
  addEventListener("beforeunload", (event) => { if (waiting.size && !leaving) event.preventDefault(); });
  adopt();
})();
