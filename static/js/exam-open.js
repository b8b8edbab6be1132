// Runs before the page is painted: the subject's drawer is as it was left, and nothing moves once the page is seen. What is clicked
// in the bar before the frame's script is there waits for it: a hand raised at once, on a slow machine, is raised.
(() => {
  const bar = document.querySelector("[data-frame]");
  const key = bar.dataset.frame;
  document.body.classList.toggle("ex-open", sessionStorage.getItem(`${key}:open`) !== "0" && innerWidth > 800);
  const early = [];
  const keep = (event) => {
    const button = event.target.closest("button[type=button]");
    if (button) early.push(button);
  };
  bar.addEventListener("click", keep);
  bar.catchUp = () => {
    bar.removeEventListener("click", keep);
    for (const button of early.splice(0)) button.click();
  };
})();
