const dark = matchMedia("(prefers-color-scheme: dark)");
const stored = "personagrain-appearance";

const appearance = () => localStorage.getItem(stored) ?? "system";
const isDark = () => (appearance() === "system" ? dark.matches : appearance() === "dark");

// What the server can not know of a reader: zone, appearance, width. Tells it when the system's appearance changes, and keeps the session while the page is open.
export function begin(page, session, keepEvery) {
  dark.addEventListener("change", () => page.invokeMethodAsync("TakeSystem", isDark()));
  setInterval(() => fetch(session, { credentials: "same-origin", cache: "no-store" })
    .then((answer) => { if (answer.status === 401) location.reload(); })
    .catch(() => {}), keepEvery);
  return {
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC",
    offset: -new Date().getTimezoneOffset(),
    appearance: appearance(),
    isDark: isDark(),
    isWide: innerWidth >= 960,
  };
}

export function appear(name) {
  if (name === "system") {
    localStorage.removeItem(stored);
    delete document.documentElement.dataset.appearance;
  } else {
    localStorage.setItem(stored, name);
    document.documentElement.dataset.appearance = name;
  }
  return isDark();
}

export function signOut() {
  document.getElementById("sign-out").requestSubmit();
}

export function openWorkspace(name) {
  const form = document.getElementById("open-workspace");
  form.elements.namedItem("name").value = name;
  form.requestSubmit();
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// Drafts: kept while the tab of the browser is open, and over a reload.
const kept = (name) => `personagrain-draft-${name}`;

export function draft(name) {
  const text = sessionStorage.getItem(kept(name));
  return text === null ? null : JSON.parse(text);
}

export function keepDraft(name, written) {
  sessionStorage.setItem(kept(name), JSON.stringify(written));
}

export function dropDraft(name) {
  sessionStorage.removeItem(kept(name));
}
