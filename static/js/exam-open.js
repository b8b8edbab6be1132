// Runs before the page is painted: the subject's drawer is as it was left, and nothing moves once the page is seen.
(() => {
  const key = document.querySelector("[data-frame]").dataset.frame;
  document.body.classList.toggle("ex-open", sessionStorage.getItem(`${key}:open`) !== "0" && innerWidth > 800);
})();
