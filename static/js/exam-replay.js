// The replay: the time is scrubbed or played, the thread follows, and the difference with the start is asked for where one stops.
const bar = document.querySelector("[data-replay]");
if (bar) {
  const range = bar.querySelector("[data-range]");
  const clock = bar.querySelector("[data-clock]");
  const number = bar.querySelector("[data-number]");
  const asked = bar.querySelector("[data-n]");
  const play = bar.querySelector("[data-play]");
  const speed = bar.querySelector("[data-speed]");
  const list = document.querySelector("[data-moments]");
  const moments = [...list.children];
  const end = Number(bar.dataset.end);
  const two = (value) => String(value).padStart(2, "0");
  let second = Number(range.value);
  let timer = 0;
  let turn = 0;
  let waiting = 0;

  for (const part of [range, play, speed]) part.hidden = false;

  function address(n) {
    const url = new URL(bar.dataset.at, location.href);
    url.searchParams.set("n", n);
    return url;
  }

  async function compare(n) {
    const mine = ++turn;
    const answer = await fetch(address(n), { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok || answer.redirected || mine !== turn) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("[data-differences]").replaceWith(fresh.querySelector("[data-differences]"));
    for (const name of ["back", "next"]) bar.querySelector(`[data-${name}]`).href = fresh.querySelector(`[data-${name}]`).href;
  }

  // within its list: the page itself stays where it is
  const bring = (moment) => (list.scrollTop = moment.offsetTop - list.offsetTop - list.clientHeight / 3);

  // `chosen`: the moment that was pointed at; otherwise the last one of that second.
  function show(at, chosen) {
    second = Math.max(0, Math.min(end, at));
    range.value = String(Math.floor(second));
    clock.textContent = `${two(Math.floor(second / 60))}:${two(Math.floor(second % 60))}`;
    range.setAttribute("aria-valuetext", clock.textContent);
    const here = chosen ?? moments.findLast((moment) => Number(moment.dataset.second) <= second);
    const done = here?.dataset.seq ?? "0";
    const before = list.querySelector("[aria-current]");
    if (before !== here) {
      before?.removeAttribute("aria-current");
      here?.setAttribute("aria-current", "step");
      if (here) bring(here);
    }
    if (asked.value === done) return;
    asked.value = number.textContent = done;
    history.replaceState(null, "", address(done));
    clearTimeout(waiting);
    waiting = setTimeout(() => compare(done), 350);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.querySelector("span").textContent = "Lire";
    play.setAttribute("aria-pressed", "false");
  }

  range.addEventListener("input", () => show(Number(range.value)));
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (second >= end) show(0);
    play.querySelector("span").textContent = "Arrêter";
    play.setAttribute("aria-pressed", "true");
    timer = setInterval(() => {
      show(second + Number(speed.querySelector("select").value) / 4);
      if (second >= end) stop();
    }, 250);
  });
  list.addEventListener("click", (event) => {
    const moment = event.target.closest("li");
    if (!moment || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    stop();
    show(Number(moment.dataset.second), moment);
  });
  // a line of the grid: its next moment after the one shown, then its first again
  bar.querySelector(".ex-rp__lines").addEventListener("click", (event) => {
    const letter = event.target.closest("[data-letter]")?.dataset.letter;
    if (!letter || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    stop();
    const own = moments.filter((moment) => moment.dataset.lines.split(" ").includes(letter));
    const at = moments.indexOf(list.querySelector("[aria-current]"));
    const next = own.find((moment) => moments.indexOf(moment) > at) ?? own[0];
    show(Number(next.dataset.second), next);
  });
  const current = list.querySelector("[aria-current]");
  if (current) bring(current);
}
