// Saves while one fills in: only what changed, one request at a time, again and again until the server has it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-fill]"), mark = document.getElementById("saved_mark");
  if (!form || !mark) return;
  const client = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16)).join("");
  const dirty = new Map(); // name of a field → turn of its last change
  let turn = 0, seq = 0, pause = 1000, timer = 0, busy = false, over = false, leaving = false;
  const say = (key, more = "") => { mark.textContent = `${mark.dataset[key] || ""} ${more}`; };
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
    say("saving");
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
        pause = 500;
      } else if (answer.status === 409) {
        over = true;
        say("closed", (await answer.json()).message);
      } else say(answer.status === 401 ? "expired" : "offline");
    } catch (lost) { say("offline"); }
    busy = false;
    pause = Math.min(pause * 2, 6e4);
    if (dirty.size) later(pause);
  }

  form.addEventListener("input", (event) => touch(event.target, 1500));
  form.addEventListener("change", (event) => touch(event.target, 0));
  form.addEventListener("submit", () => {
    leaving = true;
    form.elements.client.value = client;
    form.elements.seq.value = 1e9; // whatever is still on its way is older than this form
  });
  addEventListener("online", () => later(0));
  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => document.hidden && send());
  addEventListener("beforeunload", (event) => { if (dirty.size && !leaving) event.preventDefault(); });
})();
