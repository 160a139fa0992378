// Small comforts. Every page works without this file.
const field = document.querySelector("[data-check]");
for (const b of document.querySelectorAll("[data-copy]")) {
  b.hidden = false;
  b.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(b.dataset.copy).textContent.trim());
    b.textContent = "Copied";
  });
}
const rows = [...document.querySelectorAll("[data-row]")];
const keys = {
  "/": () => field?.focus(),
  j: () => step(1), k: () => step(-1),
  1: () => view("table"), 2: () => view("inline"), 3: () => view("heat"),
  n: () => differ(1), p: () => differ(-1),
  c: () => {
    document.querySelector(".pop")?.setAttribute("open", "");
    document.querySelector("[data-copy=cite]")?.click();
  },
};
const view = (name) => document.querySelector(`[data-view="${name}"]`)?.click();
function step(by) {
  const at = rows.findIndex((r) => r.contains(document.activeElement));
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.querySelector("a, summary, button")?.focus();
}
// From one difference to the next, round and round.
let here = -1;
function differ(by) {
  const all = [...document.querySelectorAll("main ins, main del")].filter((it) => it.getClientRects().length && !it.closest(".key-row"));
  if (!all.length) return;
  here = here < 0 && by < 0 ? all.length - 1 : (here + by + all.length) % all.length;
  all[here].tabIndex = -1;
  all[here].focus({ preventScroll: true });
  all[here].scrollIntoView({ block: "center" });
}
// Single keys can be switched off, for people who speak to their computer.
const off = document.querySelector("[data-keys]");
const say = () => { if (off) off.textContent = localStorage.keys === "off" ? "Switch keys on" : "Switch keys off"; };
if (off) { off.hidden = false; say(); off.addEventListener("click", () => { localStorage.keys = localStorage.keys === "off" ? "on" : "off"; say(); }); }
addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, textarea, select")) return;
  if (e.key === "Escape") document.querySelector(".pop[open]")?.removeAttribute("open");
  if (keys[e.key] && localStorage.keys !== "off") { e.preventDefault(); keys[e.key](); }
});
