// What an examiner's line of words says at its head: « 2b+ va droit au but » names the candidate, the line and the sign. And the
// observations noted in this tab, the latest last, which Z takes back wherever they were noted.

// A hyphen is also part of words: « e-mail », « a-t-il », « -20 % », « 2-3 fautes » stay whole. Read as a sign, they would go to
// another line as a weak point, without their beginning. `lines`: the letters of the grid; `ranks`: the candidates' numbers.
export function readHead(text, { lines = [], ranks = [] } = {}) {
  const words = text.trim();
  const [, rank = "", typed = "", mark = "", rest = ""] = words.match(/^([1-9])?([a-z])?([+~=\-−])(.*)$/i) ?? [];
  const letter = typed.toUpperCase();
  const isWord = "-−".includes(mark) && !(rank && letter) && (/^\d/.test(rest) || /^a-t-|^c-[àa]-|^e-\p{L}/iu.test(words));
  if (!mark || isWord || (rank && !ranks.includes(rank)) || (letter && !lines.includes(letter))) return { sign: "", words };
  return { rank, letter, sign: { "=": "~", "−": "-" }[mark] ?? mark, words: rest.trim() };
}

// Kept by the tab, so that the console finds what was noted in a line's file, and after a reload.
export function makeNoted(root) {
  const key = `noted:${root}`;
  const all = () => JSON.parse(sessionStorage.getItem(key) || "[]");
  const keep = (entries) => sessionStorage.setItem(key, JSON.stringify(entries.slice(-30)));
  return {
    add: (entry) => keep([...all(), entry]),
    drop: (uuid) => keep(all().filter((one) => one.uuid !== uuid)),
    takeLast() {
      const entries = all();
      const last = entries.pop();
      keep(entries);
      return last;
    },
  };
}
