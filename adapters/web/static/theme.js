// Light or dark: what the reader chose here, else what their system asks for. Loaded before anything is drawn.

(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wanted = () => localStorage.getItem("theme") ?? (dark.matches ? "dark" : "light");
  const apply = () => {
    document.documentElement.dataset.theme = wanted();
  };

  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", apply);
  addEventListener("DOMContentLoaded", () => {
    document.querySelector("#theme")?.addEventListener("click", () => {
      const other = wanted() === "dark" ? "light" : "dark";
      const system = dark.matches ? "dark" : "light";
      if (other === system) localStorage.removeItem("theme");
      else localStorage.setItem("theme", other);
      apply();
    });
  });
})();
