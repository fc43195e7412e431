// Comfort only: every page does the same without this file. Words come from the page, so they are translated with it.
(() => {
  "use strict";
  const find = (name, root = document) => root.querySelector(name);
  const all = (name, root = document) => Array.from(root.querySelectorAll(name));
  const alertBox = find("#page_alert");
  const say = (words) => { const box = find("#page_status"); if (box) box.textContent = words; };
  const on = (name, work) => document.addEventListener(name, work);

  // Errors of requests
  const complain = (key, words) => {
    if (!alertBox) return;
    alertBox.textContent = words || alertBox.getAttribute("data-text-" + key) || alertBox.getAttribute("data-text-network");
    alertBox.scrollIntoView({ block: "nearest" });
  };
  const busy = (event, state) => {
    const target = event.detail.target;
    if (target && target.setAttribute) state ? target.setAttribute("aria-busy", "true") : target.removeAttribute("aria-busy");
  };
  on("htmx:configRequest", (event) => {
    const token = find('meta[name="csrf-token"]');
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });
  on("htmx:beforeRequest", (event) => { if (alertBox) alertBox.textContent = ""; busy(event, true); });
  on("htmx:afterRequest", (event) => {
    busy(event, false);
    const form = event.detail.elt && event.detail.elt.closest && event.detail.elt.closest("form[data-guard]");
    if (form && event.detail.successful) dirty.delete(form);
  });
  on("htmx:sendError", () => complain("network"));
  on("htmx:timeout", () => complain("network"));
  on("htmx:responseError", (event) => {
    const answer = event.detail.xhr, plain = /^text\/plain/.test(answer.getResponseHeader("Content-Type"));
    if (answer.status !== 401) complain(String(answer.status), plain && answer.responseText);
  });

  // Focus never falls to the body
  const wake = (root) => {
    all("[data-js][hidden]", root).forEach((element) => { element.hidden = false; });
    all("[data-limit]", root).forEach(count);
  };
  on("htmx:afterSettle", (event) => {
    const fresh = event.detail.elt;
    if (!fresh || !fresh.querySelector) return;
    wake(fresh);
    const error = find("[data-focus]", fresh);
    if (error) return error.focus();
    if (document.activeElement && document.activeElement !== document.body) return;
    const place = find("[autofocus], h1, h2, h3, [tabindex='-1']", fresh) || fresh;
    if (!place.matches("a, button, input, select, textarea, [tabindex]")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  });

  // Characters left
  function count(area) {
    const words = document.getElementById(area.id + "_limit");
    if (!words || !area.value) return;
    const left = area.dataset.limit - Array.from(area.value).length;
    words.textContent = (left < 0 ? words.dataset.over : words.dataset.left) + " " + Math.abs(left);
    words.classList.toggle("error", left < 0);
  }

  // Text typed and not sent
  const dirty = new Set();
  on("input", (event) => {
    const field = event.target;
    if (field.dataset.limit) count(field);
    if (field.form && field.form.matches("[data-guard]")) dirty.add(field.form);
  });
  addEventListener("beforeunload", (event) => { if (dirty.size) event.preventDefault(); });

  // One press, one request
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.matches("[hx-post].htmx-request")) { // what was typed is being saved: the press goes on from the answer
      event.preventDefault();
      return form.addEventListener("htmx:afterRequest", () => form.requestSubmit(event.submitter), { once: true });
    }
    if (form.dataset.sent && Date.now() - form.dataset.sent < 3000) return event.preventDefault();
    form.dataset.sent = Date.now();
    dirty.delete(form);
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => form.removeAttribute("data-sent")));

  // «Не могу ответить» and an answer exclude each other; a calendar fills the field
  const changed = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));
  on("change", (event) => {
    const box = event.target;
    if (box.type === "date" && box.closest(".picker")) {
      const field = document.getElementById(find("[data-pick]", box.parentElement).dataset.pick);
      field.value = box.value.split("-").reverse().join(".");
      changed(field);
      return field.focus();
    }
    const question = box.closest("fieldset, .question");
    const none = question && find("input[type=checkbox][data-na]", question);
    if (!none || (box === none && !box.checked)) return;
    if (box !== none) { none.checked = false; return; }
    all("input, textarea, select", question).forEach((other) => {
      if (other === none) return;
      if (other.type === "checkbox" || other.type === "radio") other.checked = false; else other.value = "";
    });
  });

  // A place in the ranking
  function move(button) {
    const row = button.closest("li"), list = row.parentElement, step = Number(button.dataset.move);
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (other) list.insertBefore(step < 0 ? row : other, step < 0 ? other : row);
    all("select", list).forEach((select, index) => { select.value = index + 1; });
    changed(find("select", row));
    button.focus();
    say(list.dataset.moved + " " + find("select", row).value);
  }

  async function copy(button) {
    const label = find("[data-label]", button), before = label.textContent;
    try { await navigator.clipboard.writeText(button.dataset.copy); } catch (refused) {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = button.dataset.copy; area.select(); document.execCommand("copy"); area.remove(); button.focus();
    }
    label.textContent = button.dataset.done;
    say(button.dataset.done);
    setTimeout(() => { label.textContent = before; }, 3000);
  }

  on("click", (event) => {
    const button = event.target.closest("[data-copy], [data-print], [data-move], [data-pick]");
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (!button) return;
    if (button.dataset.copy) copy(button);
    else if ("print" in button.dataset) print();
    else if (button.dataset.move) move(button);
    else find("input", button.parentElement).showPicker();
  });
  on("keydown", (event) => {
    const menu = event.key === "Escape" && find("details[data-menu][open]");
    if (menu) { menu.open = false; find("summary", menu).focus(); }
  });

  wake(document);
  const tab = find(".tabs [aria-current]"), row = tab && tab.closest("ul");
  if (row) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  const first = find("[data-focus]");
  if (first) first.focus();
})();
