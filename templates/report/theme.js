// The switch between light and dark: what the system says, until somebody says otherwise.
const root = document.documentElement;
root.classList.add("script");
const system = matchMedia("(prefers-color-scheme: dark)");
const theme = document.getElementById("theme");

// A browser may keep nothing for a page that is a file, or for anybody at all.
const remembered = (() => {
  try {
    return localStorage.getItem("flowkit-theme");
  } catch {
    return null;
  }
})();

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
}

function showTheme() {
  theme.setAttribute("aria-pressed", String(isDark()));
}

if (remembered === "dark" || remembered === "light") root.dataset.theme = remembered;
showTheme();
system.addEventListener("change", showTheme);
theme.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  showTheme();
  try {
    localStorage.setItem("flowkit-theme", root.dataset.theme);
  } catch {
    // Then it holds for this visit.
  }
});
