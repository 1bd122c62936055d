// Search and filters: tasks, their rows of the matrix, their boxes in the drawing, and findings.
const search = document.getElementById("search");
const verdicts = [...document.querySelectorAll('input[name="verdict"]')];
const claimed = document.getElementById("claimed");
const plan = document.getElementById("plan");
const shown = document.getElementById("shown");
const clear = document.getElementById("clear");
const nothing = document.getElementById("nothing");
const charts = [...document.querySelectorAll(".chart")];
const everyTask = taskList ? taskList.entries.length : 0;

// The ids of the tasks that fit.
let fitting = new Set();

function isFiltered() {
  return Boolean(search.value.trim() || verdicts.some((box) => box.checked) || claimed?.checked || plan?.value);
}

function applyFilters() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = new Set(verdicts.filter((box) => box.checked).map((box) => box.value));
  const says = (entry) => words.every((word) => entry.text.includes(word));
  const fits = (entry) =>
    (!wanted.size || wanted.has(entry.get("data-verdict"))) &&
    (!claimed?.checked || entry.get("data-claimed") !== null) &&
    (!plan?.value || plan.value === entry.get("data-plan")) &&
    says(entry);
  for (const list of lists) {
    if (list === taskList) list.limit(fits);
  }
  fitting = new Set(taskList?.fitting.map((entry) => entry.get("id")));
  for (const list of lists) {
    if (list.holder.dataset.what === "rows") list.limit((entry) => fitting.has(entry.get("data-task")));
    if (list.holder.dataset.what === "findings") {
      list.limit(says);
      list.holder.closest(".group").hidden = list.fitting.length === 0;
    }
  }
  dimNodes();
  for (const chart of charts) chart.hidden = Boolean(plan?.value) && plan.value !== chart.dataset.plan;
  const filtered = isFiltered();
  clear.hidden = !filtered;
  nothing.hidden = fitting.size > 0 || everyTask === 0;
  const all = `${everyTask} task${everyTask === 1 ? "" : "s"}`;
  shown.textContent = filtered ? `${fitting.size} of ${all}` : all;
}

function dimNodes() {
  const all = fitting.size === everyTask;
  for (const node of document.querySelectorAll(".node")) {
    node.classList.toggle("off", !all && !fitting.has(node.getAttribute("href").slice(1)));
  }
}

function clearFilters() {
  search.value = "";
  for (const box of verdicts) box.checked = false;
  if (claimed) claimed.checked = false;
  if (plan) plan.value = "";
  applyFilters();
}

search.addEventListener("input", applyFilters);
for (const box of [...verdicts, claimed, plan]) box?.addEventListener("change", applyFilters);
clear.addEventListener("click", () => {
  clearFilters();
  search.focus();
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "Escape" && isFiltered()) {
    clearFilters();
  }
});

// What the entries say takes long to read where there are many: it is done while nothing else is.
function readAhead(left) {
  const until = performance.now() + 8;
  while (left.length && performance.now() < until) left.pop().text;
  if (left.length) setTimeout(readAhead, 20, left);
}
setTimeout(readAhead, 500, lists.filter((list) => list.holder.dataset.what !== "rows").flatMap((list) => list.entries));

// A browser fills in what was there before a page was loaded again.
addEventListener("pageshow", () => isFiltered() && applyFilters());
