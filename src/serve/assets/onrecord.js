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
  c: () => document.querySelector(".pop")?.toggleAttribute("open"),
};
const view = (name) => document.querySelector(`[data-view="${name}"]`)?.click();
function step(by) {
  const at = rows.findIndex((r) => r.contains(document.activeElement));
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.querySelector("a, summary, button")?.focus();
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
