// Everything printed: wordmark, emblem, bag fronts, tin wraps, boxes. Each returns a canvas.
export const INK = { night: '#1d2b3a', cream: '#f4ecdd', brick: '#a04a33', brass: '#b48a46', sage: '#6f7f66', coal: '#22211f', plum: '#5a2f3f', ochre: '#c98b2b', sky: '#8fa9b5', clay: '#c7744f', moss: '#4c5b42', sand: '#d9c6a5', kraft: '#b3946f', white: '#fbf8f2' }
export const ink = c => INK[c] ?? c

export function canvas(w, h, fill) {
  const c = document.createElement('canvas'); c.width = w; c.height = h
  const g = c.getContext('2d'); if (fill) { g.fillStyle = ink(fill); g.fillRect(0, 0, w, h) }
  return [c, g]
}
export function text(g, words, x, y, size, { family = 'Small', weight = 400, style = '', colour = 'cream', spacing = 0, align = 'center', width } = {}) {
  g.font = `${style} ${weight} ${size}px ${family}`; g.letterSpacing = spacing * size + 'px'
  g.fillStyle = ink(colour); g.textAlign = align; g.textBaseline = 'alphabetic'
  if (width && g.measureText(words).width > width) { g.font = `${style} ${weight} ${size * width / g.measureText(words).width}px ${family}` }
  g.fillText(words, x + (align === 'center' ? spacing * size / 2 : 0), y)
  g.letterSpacing = '0px'
}
// Emblem: a crescent moon that holds a small castle tower.
export function emblem(g, x, y, r, colour, ground) {
  g.save(); g.translate(x, y); g.fillStyle = ink(colour)
  g.beginPath(); g.arc(0, 0, r, 0, Math.PI * 2); g.fill()
  g.globalCompositeOperation = ground ? 'source-over' : 'destination-out'
  g.fillStyle = ground ? ink(ground) : '#000'
  g.beginPath(); g.arc(r * 0.3, -r * 0.12, r * 0.8, 0, Math.PI * 2); g.fill()
  g.globalCompositeOperation = 'source-over'; g.fillStyle = ink(colour)
  const w = r * 0.46, base = r * 0.62, top = -r * 0.2, cx = r * 0.26
  g.fillRect(cx - w / 2, top, w, base - top)
  const m = w * 1.36 / 5
  for (let i = 0; i < 5; i += 2) g.fillRect(cx - w * 0.68 + i * m, top - r * 0.26, m, r * 0.2)
  g.fillRect(cx - w * 0.68, top - r * 0.12, w * 1.36, r * 0.14)
  g.fillStyle = ground ? ink(ground) : '#000'
  if (!ground) g.globalCompositeOperation = 'destination-out'
  g.beginPath(); g.arc(cx, base - r * 0.2, w * 0.17, Math.PI, 0); g.fill(); g.fillRect(cx - w * 0.17, base - r * 0.2, w * 0.34, r * 0.22)
  g.restore()
}
export function wordmark(g, x, y, size, colour, ground, small = 'BRÛLERIE') {
  text(g, small, x, y - size * 0.98, size * 0.27, { weight: 500, spacing: 0.42, colour })
  text(g, 'Castelune', x, y, size, { family: 'Brand', colour, spacing: -0.005 })
}
const rule = (g, x1, x2, y, colour, w = 3) => { g.fillStyle = ink(colour); g.fillRect(x1, y, x2 - x1, w) }

// A landscape in flat colours: hills and a moon, different for each seed. The visual signature of an origin.
export function landscape(g, x, y, w, h, colours, seed) {
  g.save(); g.beginPath(); g.rect(x, y, w, h); g.clip()
  g.fillStyle = ink(colours[0]); g.fillRect(x, y, w, h)
  g.fillStyle = ink(colours[1]); g.beginPath(); g.arc(x + w * (0.3 + 0.45 * ((seed * 0.37) % 1)), y + h * 0.36, h * 0.2, 0, 7); g.fill()
  for (let k = 2; k < colours.length; k++) {
    g.fillStyle = ink(colours[k]); g.beginPath(); g.moveTo(x, y + h)
    const base = y + h * (0.3 + 0.17 * (k - 1)), amplitude = h * 0.14
    for (let i = 0; i <= 60; i++) { const t = i / 60
      g.lineTo(x + w * t, base + amplitude * (Math.sin(t * (3.1 + k) + seed * 1.7 + k * 2.1) * 0.7 + Math.sin(t * (7 + k * 1.3) + seed * 3.3) * 0.3)) }
    g.lineTo(x + w, y + h); g.fill()
  }
  g.restore()
}

// Front of a coffee bag. art: { ground, ink, label: {...colours}, origin, region, notes, roast 1..5, weight, process }
export function bagFront(a) {
  const W = 1024, H = Math.round(1024 * (a.ratio ?? 1.62)), [c, g] = canvas(W, H, a.ground ?? 'night')
  const i = a.ink ?? 'cream', x = W / 2
  if (a.ground === 'kraft') for (let k = 0; k < 5000; k++) { g.fillStyle = k % 2 ? '#0000000c' : '#ffffff10'; const px = (k * 7919) % W, py = (k * 104729) % H; g.fillRect(px, py, 2 + k % 17, 1 + k % 2) }
  const top = H * 0.265
  emblem(g, x, top - 40, 52, i, a.ground ?? 'night')
  wordmark(g, x, top + 176, 118, i)
  // label
  const lx = W * 0.17, lw = W * 0.66, ly = H * 0.46, lh = H * 0.43
  g.fillStyle = ink(a.paper ?? 'cream'); g.fillRect(lx, ly, lw, lh)
  landscape(g, lx, ly, lw, lh * 0.42, a.scene ?? ['sand', 'brick', 'clay', 'brick', 'plum'], a.seed ?? 1)
  const dark = a.text ?? 'night', cy = ly + lh * 0.42
  text(g, a.origin ?? 'Éthiopie', x, cy + 108, 92, { family: 'Brand', colour: dark, width: lw - 60 })
  text(g, (a.region ?? 'Yirgacheffe').toUpperCase(), x, cy + 160, 31, { weight: 500, spacing: 0.22, colour: a.accent ?? 'brick', width: lw - 70 })
  text(g, a.notes ?? 'jasmin · bergamote · abricot', x, cy + 226, 44, { family: 'Wordmark', style: 'italic', weight: 500, colour: dark, width: lw - 50 })
  rule(g, lx + 48, lx + lw - 48, cy + 262, dark, 2)
  const fy = cy + 318
  text(g, a.process ?? 'LAVÉ', lx + 50, fy, 27, { weight: 500, spacing: 0.14, colour: dark, align: 'left' })
  text(g, a.weight ?? '250 g', lx + lw - 50, fy, 31, { weight: 600, spacing: 0.05, colour: dark, align: 'right' })
  for (let k = 0; k < 5 && !a.plain; k++) { g.beginPath(); g.arc(x - 52 + k * 26, fy - 10, 8.5, 0, 7); g.strokeStyle = g.fillStyle = ink(a.accent ?? 'brick'); g.lineWidth = 2.4; k < (a.roast ?? 2) ? g.fill() : g.stroke() }
  text(g, a.foot ?? 'CAFÉ EN GRAINS · TORRÉFIÉ EN PETITES FOURNÉES', x, H * 0.943, 25, { weight: 500, spacing: 0.16, colour: i, width: W * 0.68 })
  return c
}

// Wrap of a tin: printed band round the body. The front is at the middle.
export function tinWrap(a) {
  const W = 3072, H = Math.round(W / (2 * Math.PI * (a.radius ?? 0.42)) * (a.height ?? 1.0)), [c, g] = canvas(W, H, a.ground ?? 'sage')
  const i = a.ink ?? 'cream', x = W / 2
  for (const s of [0, 0.5]) { const ox = ((0.5 + s) % 1) * W
    const pw = W * 0.235, px = ox - pw / 2, py = H * 0.115, ph = H * 0.77
    for (const dx of s ? [0, W] : [0]) {
      g.fillStyle = ink(a.paper ?? 'cream'); g.fillRect(px + dx - (s ? W : 0), py, pw, ph) } }
  const pw = W * 0.235, px = x - pw / 2, py = H * 0.115, ph = H * 0.77, d = a.text ?? 'night'
  // fine stripes of tea leaves on the ground
  g.save(); g.globalAlpha = 0.22; g.fillStyle = ink(i)
  for (let k = 0; k < 420; k++) { const lx = (k * 0.6180339) % 1 * W, ly = (k * 0.7548777) % 1 * H
    if (Math.abs(lx - x) < pw * 0.53) continue
    g.save(); g.translate(lx, ly); g.rotate(k * 2.4); g.beginPath(); g.moveTo(-36, 0); g.quadraticCurveTo(0, -22, 36, 0); g.quadraticCurveTo(0, 22, -36, 0); g.fill(); g.restore() }
  g.restore()
  g.strokeStyle = ink(a.accent ?? 'brass'); g.lineWidth = 5; g.strokeRect(px + 20, py + 20, pw - 40, ph - 40)
  emblem(g, x, py + ph * 0.15, ph * 0.062, d, a.paper ?? 'cream')
  text(g, 'MAISON DE THÉ', x, py + ph * 0.265, ph * 0.031, { weight: 500, spacing: 0.36, colour: d })
  text(g, 'Castelune', x, py + ph * 0.37, ph * 0.115, { family: 'Brand', colour: d })
  landscape(g, px + 20, py + ph * 0.42, pw - 40, ph * 0.19, a.scene ?? ['sand', 'ochre', 'sage', 'moss'], a.seed ?? 2)
  text(g, a.name ?? 'Sencha', x, py + ph * 0.715, ph * 0.092, { family: 'Brand', colour: d, width: pw - 120 })
  text(g, (a.kind ?? 'Thé vert du Japon').toUpperCase(), x, py + ph * 0.772, ph * 0.033, { weight: 500, spacing: 0.18, colour: a.accent ?? 'brass', width: pw - 100 })
  text(g, a.notes ?? 'herbe coupée · iode · noisette', x, py + ph * 0.84, ph * 0.046, { family: 'Wordmark', style: 'italic', weight: 500, colour: d, width: pw - 100 })
  text(g, a.weight ?? '100 g', x, py + ph * 0.915, ph * 0.038, { weight: 600, spacing: 0.08, colour: d })
  return c
}

export function boxLid(a) {
  const W = 1400, H = Math.round(W * (a.ratio ?? 0.7)), [c, g] = canvas(W, H, a.ground ?? 'night')
  const i = a.ink ?? 'brass'
  const x = W * (a.centre ?? 0.56)
  g.translate(0, -H * (a.lift ?? 0))
  const k = H * (a.size ?? 1), y = H * 0.47
  emblem(g, x, y - k * 0.2, k * 0.085, i, a.ground ?? 'night')
  wordmark(g, x, y + k * 0.15, k * 0.17, i)
  text(g, a.title ?? 'coffret dégustation', x, y + k * 0.29, k * 0.072, { family: 'Wordmark', style: 'italic', weight: 500, colour: i })
  return c
}
export function plain(colour, words, w = 1024, h = 256, options = {}) {
  const [c, g] = canvas(w, h, colour)
  if (words) text(g, words, w / 2, h * 0.6, h * 0.2, { family: 'Brand', ...options })
  return c
}

// Side of a small folding box: filters, capsules, tea bags.
export function carton(a) {
  const W = 1024, H = Math.round(W * (a.ratio ?? 1.2)), [c, g] = canvas(W, H, a.ground ?? 'cream')
  const i = a.ink ?? 'night'
  landscape(g, 0, H * 0.62, W, H * 0.38, a.scene ?? ['cream', 'ochre', 'clay', 'brick', 'night'], a.seed ?? 3)
  emblem(g, W / 2, H * 0.13, 58, i, a.ground ?? 'cream')
  wordmark(g, W / 2, H * 0.34, 140, i)
  text(g, a.name ?? 'Filtres papier', W / 2, H * 0.45, 78, { family: 'Brand', colour: i, width: W * 0.8 })
  text(g, a.notes ?? 'taille 02 · non blanchis', W / 2, H * 0.515, 52, { family: 'Wordmark', style: 'italic', weight: 500, colour: i, width: W * 0.8 })
  text(g, (a.weight ?? '100 pièces').toUpperCase(), W / 2, H * 0.575, 34, { weight: 500, spacing: 0.2, colour: a.accent ?? 'brick' })
  if (a.danger) {   // the pictogram of irritants, as the law asks
    g.save(); g.translate(W * 0.82, H * 0.87); g.rotate(Math.PI / 4); g.fillStyle = '#fff'; g.fillRect(-80, -80, 160, 160); g.strokeStyle = '#d0202a'; g.lineWidth = 16; g.strokeRect(-80, -80, 160, 160); g.restore()
    text(g, '!', W * 0.82, H * 0.87 + 56, 150, { weight: 600, colour: '#111111' }); text(g, 'ATTENTION', W * 0.12, H * 0.92, 48, { weight: 600, spacing: 0.1, colour: 'white', align: 'left' })
  }
  return c
}
