// Before anything is drawn: the appearance that was chosen, so that a dark page does not begin white.
const chosen = localStorage.getItem("personagrain-appearance");
if (chosen === "light" || chosen === "dark") {
  document.documentElement.dataset.appearance = chosen;
}
