// Saves answers while one fills in: only what changed, one request at a time, again and again until the server has it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-fill]"), mark = document.getElementById("saved_mark");
  if (!form || !mark) return;
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const client = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const dirty = new Map(); // name of a field → turn of its last change
  let turn = 0, seq = 0, pause = 1000, timer = 0, busy = false, over = false, leaving = false;
  const say = (key, more) => { mark.textContent = (mark.dataset[key] || "") + (more ? " " + more : ""); };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };

  const touch = (field) => {
    if (!field.name || field.type === "hidden") return;
    const list = field.closest("[data-ranking]"), names = [field.name];
    if (list) list.querySelectorAll("select").forEach((place) => names.push(place.name));
    if (list) names.push(field.closest("[data-item]").dataset.item);
    turn += 1;
    names.forEach((name) => dirty.set(name, turn));
  };

  const packet = () => {
    const body = new URLSearchParams(), data = new FormData(form);
    body.set("intent", "save");
    body.set("client", client);
    body.set("seq", ++seq);
    dirty.forEach((_turn, name) => {
      data.getAll(name).forEach((value) => body.append(name, value));
      body.append(name + ".__present__", "1");
    });
    return body;
  };

  async function send() {
    if (busy || over || !dirty.size) return;
    busy = true;
    const sent = turn, token = form.elements.csrf_token;
    let wait = pause;
    say("saving");
    try {
      const body = packet(), headers = { Accept: "application/json", "X-CSRFToken": token.value };
      const keepalive = body.toString().length < 50000;
      const answer = await fetch(form.action, { method: "POST", body, headers, keepalive, signal: AbortSignal.timeout(20000) });
      const fresh = answer.headers.get("X-CSRFToken");
      document.getElementById("save_now").hidden = answer.status !== 401;
      if (answer.ok) {
        const said = await answer.json();
        dirty.forEach((when, name) => { if (when <= sent) dirty.delete(name); });
        document.querySelectorAll("[data-item]").forEach((item) => { item.hidden = !said.visible.includes(item.dataset.item); });
        said.problems.length ? say("refused", said.problems[0]) : say("saved", said.saved_at);
        wait = 0;
        pause = 1000;
      } else if (fresh) {
        token.value = fresh;
      } else if (answer.status === 409) {
        over = true;
        say("closed", (await answer.json()).message);
      } else say(answer.status === 401 ? "expired" : "offline");
    } catch (lost) { say("offline"); }
    busy = false;
    if (wait) pause = Math.min(pause * 2, 60000);
    if (dirty.size) later(wait);
  }

  form.addEventListener("input", (event) => { touch(event.target); later(1500); });
  form.addEventListener("change", (event) => { touch(event.target); later(0); });
  form.addEventListener("submit", () => {
    leaving = true;
    form.elements.client.value = client;
    form.elements.seq.value = 1e9; // whatever is still on its way is older than this form
  });
  addEventListener("online", () => later(0));
  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  addEventListener("beforeunload", (event) => { if (dirty.size && !leaving) event.preventDefault(); });
})();
