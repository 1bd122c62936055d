// What is folded away or out of sight: a task opens when a link leads to it, and paper shows everything.
function openTarget() {
  const id = location.hash.slice(1);
  if (!id) return;
  const isTarget = (entry) => entry.get("id") === id;
  if (!taskList.turnTo(isTarget) && taskList.entries.some(isTarget)) {
    clearFilters();
    taskList.turnTo(isTarget);
  }
  const target = document.getElementById(id);
  if (!target) return;
  const folded = target.matches("details") ? target : target.querySelector(":scope > details");
  if (folded && target.matches(".task, .levels")) folded.open = true;
  if (target.matches(".task")) target.focus({ preventScroll: true });
  target.scrollIntoView();
}

function foldAll(open) {
  for (const folded of taskList.holder.querySelectorAll(":scope > .task > details")) folded.open = open;
}

addEventListener("hashchange", openTarget);
// A second click on the same link leads there again.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link && link.getAttribute("href") === location.hash) openTarget();
});
document.getElementById("open-all").addEventListener("click", () => foldAll(true));
document.getElementById("close-all").addEventListener("click", () => foldAll(false));

let opened = [];
addEventListener("beforeprint", () => {
  for (const list of lists) list.show(0, Infinity);
  for (const late of document.querySelectorAll("noscript.late")) draw(late);
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const folded of opened) folded.open = true;
});
addEventListener("afterprint", () => {
  for (const list of lists) list.show(0);
  for (const folded of opened) folded.open = false;
});
