// Saves while one fills in: only what changed, one request at a time, again and again until the server has it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-fill]"), mark = document.getElementById("saved_mark");
  if (!form || !mark) return;
  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16)).join("");
  const dirty = new Map(); // name of a field → turn of its last change
  let client = fresh(), turn = 0, seq = 0, pause = 1000, timer = 0, busy = false, over = false, leaving = false;
  let calm = true; // bad news stay until good ones come: a line less under a finger and the press misses its button
  let pressed; // the button of a form that waits until its answers have arrived
  const say = (key, more = "") => {
    mark.textContent = `${mark.dataset[key] || ""} ${more}`;
    calm = /^sav/.test(key);
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };

  const progress = (said) => {
    const bar = document.querySelector(".progress progress");
    document.getElementById("progress_text").textContent = said.progress;
    bar.max = said.total;
    bar.value = said.done;
  };

  const touch = (field, wait) => {
    if (!field.name || /hidden|file/.test(field.type)) return;
    const item = field.closest("[data-item]"), list = field.closest("[data-ranking]");
    const places = list ? Array.from(list.querySelectorAll("select"), (place) => place.name) : [];
    turn += 1;
    [field.name, ...places, ...(list ? [item.dataset.item] : [])].forEach((name) => dirty.set(name, turn));
    if (form.dataset.fill === "all") item.append(mark);
    if (calm) say("saving");
    later(wait);
  };

  const packet = () => {
    const body = new URLSearchParams({ intent: "save", client, seq: ++seq }), data = new FormData(form);
    dirty.forEach((_turn, name) => {
      data.getAll(name).forEach((value) => body.append(name, value));
      body.append(name + ".__present__", "1");
    });
    return body;
  };

  async function send() {
    if (busy || over || !dirty.size) return;
    busy = true;
    let heard = false, wait = Math.min(pause * 2, 6e4);
    const sent = turn, token = form.elements.csrf_token, body = packet();
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token.value },
        keepalive: body.toString().length < 5e4, signal: AbortSignal.timeout(2e4),
      });
      document.getElementById("save_now").hidden = answer.status !== 401;
      token.value = answer.headers.get("X-CSRFToken") || token.value;
      if (answer.ok) {
        const said = await answer.json();
        dirty.forEach((when, name) => { if (when <= sent) dirty.delete(name); });
        document.querySelectorAll("[data-item]").forEach((item) => { item.hidden = !said.visible.includes(item.dataset.item); });
        if (form.dataset.fill === "all") progress(said);
        if (said.problems.length) say("refused", said.problems[0]);
        else if (!dirty.size) say("saved", said.saved_at);
        heard = !dirty.size;
        wait = pressed ? 0 : 1000;
      } else if (answer.status === 409) {
        over = heard = true;
        say("closed", (await answer.json()).message);
      } else {
        say(answer.status === 401 ? "expired" : "offline");
        heard = answer.status === 401;
      }
    } catch (lost) { say("offline"); }
    busy = false;
    pause = wait || pause;
    if (dirty.size) later(wait);
    if (pressed) heard ? go() : mark.scrollIntoView({ block: "nearest" });
  }

  const go = () => {
    leaving = true;
    form.requestSubmit(pressed);
  };

  form.addEventListener("input", (event) => touch(event.target, 1500));
  form.addEventListener("change", (event) => touch(event.target, 0));
  form.addEventListener("submit", (event) => {
    if (dirty.size && !leaving && !over) { // a form sent without a connection would take what was typed along
      event.preventDefault();
      pressed = event.submitter || pressed;
      return send();
    }
    leaving = true;
    form.elements.client.value = client;
    form.elements.seq.value = 1e9; // whatever is still on its way is older than this form
    [client, seq] = [fresh(), 0]; // and what is typed when one comes back to this page is newer
  });
  addEventListener("online", () => later(0));
  addEventListener("pageshow", () => { leaving = false; pressed = undefined; });
  document.addEventListener("visibilitychange", () => document.hidden && send());
  addEventListener("beforeunload", (event) => { if (dirty.size && !leaving) event.preventDefault(); });
})();
