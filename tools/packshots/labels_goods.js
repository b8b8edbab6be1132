// What is printed on grocery, paper goods and cards. Each returns a canvas.
import { canvas, text, emblem, wordmark, landscape } from './labels.js'

// Wrapper of a flat bar, or lid of a tin: landscape below, name above.
export function wrapper(a) {
  const W = 1024, H = Math.round(W * (a.ratio ?? 2)), [c, g] = canvas(W, H, a.ground ?? 'plum'), i = a.ink ?? 'cream', s = Math.min(W, H)
  const y = H * (a.split ?? 0.6)
  landscape(g, 0, y, W, H - y, a.scene ?? ['cream', 'ochre', 'clay', 'brick'], a.seed ?? 3)
  const top = y * 0.27
  emblem(g, W / 2, top - s * 0.05, s * 0.062, i, a.ground ?? 'plum')
  wordmark(g, W / 2, top + s * 0.17, s * 0.125, i)
  text(g, a.name ?? 'Tablette noire', W / 2, y * 0.72, s * 0.098, { family: 'Brand', colour: i, width: W * 0.84 })
  text(g, a.notes ?? 'éclats de café', W / 2, y * 0.72 + s * 0.085, s * 0.062, { family: 'Wordmark', style: 'italic', weight: 500, colour: i, width: W * 0.84 })
  text(g, (a.weight ?? '100 g').toUpperCase(), W / 2, y * 0.72 + s * 0.16, s * 0.036, { weight: 500, spacing: 0.2, colour: i })
  return c
}
// Paper label of a jar.
export function jar(a) {
  const W = 1024, H = Math.round(W * (a.ratio ?? 0.72)), [c, g] = canvas(W, H, a.paper ?? 'cream'), d = a.text ?? 'night'
  landscape(g, 0, 0, W, H * 0.4, a.scene ?? ['sand', 'ochre', 'clay', 'brick'], a.seed ?? 4)
  text(g, 'BRÛLERIE CASTELUNE', W / 2, H * 0.51, H * 0.05, { weight: 500, spacing: 0.26, colour: d, width: W * 0.8 })
  text(g, a.name ?? 'Miel de lande', W / 2, H * 0.68, H * 0.16, { family: 'Brand', colour: d, width: W * 0.88 })
  text(g, a.notes ?? 'bruyère et ajonc', W / 2, H * 0.79, H * 0.085, { family: 'Wordmark', style: 'italic', weight: 500, colour: d, width: W * 0.86 })
  text(g, a.weight ?? '250 g', W / 2, H * 0.92, H * 0.07, { weight: 600, spacing: 0.08, colour: a.accent ?? 'brick' })
  return c
}
// Cover of a book.
export function book(a) {
  const W = 1024, H = Math.round(W * (a.ratio ?? 1.35)), [c, g] = canvas(W, H, a.ground ?? 'brick'), i = a.ink ?? 'cream'
  landscape(g, W * 0.1, H * 0.44, W * 0.8, H * 0.38, a.scene ?? ['cream', 'ochre', 'clay', 'plum', 'night'], a.seed ?? 6)
  text(g, a.title ?? 'Quarante', W / 2, H * 0.2, W * 0.165, { family: 'Brand', colour: i, width: W * 0.8 })
  text(g, a.second ?? 'tasses', W / 2, H * 0.32, W * 0.165, { family: 'Brand', colour: i, width: W * 0.8 })
  text(g, a.notes ?? 'recettes et gestes d’une brûlerie', W / 2, H * 0.385, W * 0.052, { family: 'Wordmark', style: 'italic', weight: 500, colour: i, width: W * 0.8 })
  emblem(g, W / 2, H * 0.895, W * 0.042, i, a.ground ?? 'brick')
  text(g, 'Castelune', W / 2, H * 0.955, W * 0.05, { family: 'Brand', colour: i })
  return c
}
// Cover of a magazine: full-page landscape, title over it, lines of contents.
export function magazine(a) {
  const W = 1024, H = Math.round(W * (a.ratio ?? 1.36)), [c, g] = canvas(W, H, 'sky')
  landscape(g, 0, 0, W, H, a.scene ?? ['sky', 'cream', 'sage', 'moss', 'night'], a.seed ?? 8)
  text(g, a.title ?? 'La Revue', W / 2, H * 0.125, W * 0.19, { family: 'Brand', colour: 'night', width: W * 0.88 })
  text(g, a.second ?? 'DU QUAI', W / 2, H * 0.172, W * 0.05, { weight: 600, spacing: 0.5, colour: 'night' })
  text(g, a.number ?? 'N° 7', W * 0.08, H * 0.215, W * 0.042, { weight: 600, spacing: 0.1, align: 'left', colour: 'brick' })
  const lines = a.lines ?? ['Le port à cinq heures', 'Torréfier sans fumée', 'Douze cafés de comptoir']
  lines.forEach((line, k) => text(g, line, W * 0.08, H * (0.84 + k * 0.045), W * 0.046, { family: 'Wordmark', style: 'italic', weight: 600, align: 'left', colour: 'cream' }))
  return c
}
// Gift or workshop card.
export function card(a) {
  const W = 1200, H = Math.round(W * (a.ratio ?? 0.63)), [c, g] = canvas(W, H, a.ground ?? 'night'), i = a.ink ?? 'cream'
  landscape(g, 0, H * 0.64, W, H * 0.36, a.scene ?? ['night', 'ochre', 'clay', 'brick', 'plum'], a.seed ?? 5)
  emblem(g, W * 0.13, H * 0.17, H * 0.085, i, a.ground ?? 'night')
  text(g, 'Castelune', W * 0.2, H * 0.21, H * 0.12, { family: 'Brand', colour: i, align: 'left' })
  text(g, a.title ?? 'Carte cadeau', W * 0.08, H * 0.43, H * 0.14, { family: 'Brand', colour: i, align: 'left', width: W * 0.6 })
  text(g, a.notes ?? 'à dépenser au comptoir ou en ligne', W * 0.08, H * 0.54, H * 0.072, { family: 'Wordmark', style: 'italic', weight: 500, colour: i, align: 'left', width: W * 0.62 })
  if (a.amount) text(g, a.amount, W * 0.93, H * 0.28, H * 0.2, { family: 'Brand', colour: a.accent ?? 'ochre', align: 'right' })
  return c
}
// A page of print, for an open book or magazine.
export function page(a) {
  const W = 700, H = Math.round(W * (a.ratio ?? 1.35)), [c, g] = canvas(W, H, '#f7f2e6')
  if (a.picture) landscape(g, W * 0.1, H * 0.08, W * 0.8, H * 0.4, a.scene ?? ['cream', 'ochre', 'clay', 'plum', 'night'], a.seed ?? 2)
  const from = a.picture ? 0.6 : 0.2
  text(g, a.title ?? 'Le premier café', W * 0.1, H * (from - 0.045), W * 0.07, { family: 'Brand', colour: 'night', align: 'left', width: W * 0.8 })
  g.fillStyle = 'rgba(40,45,55,.62)'
  for (let y = H * from, k = 0; y < H * 0.92; y += H * 0.021, k++) g.fillRect(W * 0.1, y, W * (k % 7 === 6 ? 0.42 : 0.76 + 0.04 * Math.sin(k * 2.3)), H * 0.0055)
  return c
}
