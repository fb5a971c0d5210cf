// What a reader leaves in this browser: labels by hand, the theme, a name. A browser
// that keeps nothing (a private window, a strict setting) still works until it is closed.

const memory = new Map();

const keptText = (key) => {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? "";
  } catch {
    return memory.get(key) ?? "";
  }
};

const keepText = (key, text) => {
  memory.set(key, text);
  try {
    localStorage.setItem(key, text);
  } catch {
    // It stays in memory.
  }
};
