// What one drinks from and carries it on: stoneware cups, bowl, enamel mug, double wall glasses, tray.
import * as THREE from 'three'
import { ink } from '../labels.js'
import * as print from '../labels.js'
import { texture, standard, physical, group, mesh, glaze, metal, wood, speckle, glass, drink, lathe, latheDecal, dress, tube, roundedBox } from '../shapes.js'

const stoneware = (colour, speckles, roughness = 0.36) => glaze('white', { roughness, clearcoat: 0.5, more: { map: texture(speckle(colour, speckles)) } })

// Small thick cup of turned stoneware with an ear for two fingers; `nested` leaves the ear out.
export function stonecup({ colour = 'cream', inside, clay = '#a98c6a', radius = 0.31, height = 0.6, ear = true, content, speckles = 900, saucer = false }) {
  const R = radius, H = height, y = saucer ? 0.075 : 0, skin = stoneware(colour, speckles), out = []
  if (saucer) out.push(dress(lathe([[0, 0.012], [R * 0.7, 0.012], [R * 0.74, 0], [R * 0.74, 0], [R * 0.8, 0], [R * 0.86, 0.025], [R * 1.35, 0.1], [R * 1.56, 0.14], [R * 1.575, 0.155], [R * 1.54, 0.162], [R * 1.2, 0.112], [R * 0.75, 0.07], [0, 0.066]], 140), skin))
  out.push(dress(lathe([[0, y + 0.01], [R * 0.6, y + 0.01], [R * 0.62, y], [R * 0.62, y], [R * 0.68, y], [R * 0.68, y + 0.05]], 100), standard({ color: ink(clay), roughness: 0.95 })))
  out.push(dress(lathe([[R * 0.68, y + 0.05], [R * 0.84, y + 0.12], [R * 0.96, y + H * 0.42], [R, y + H * 0.8], [R * 0.985, y + H - 0.012], [R * 0.955, y + H + 0.004]], 140), skin))
  out.push(dress(lathe([[R * 0.955, y + H + 0.004], [R * 0.925, y + H - 0.012], [R * 0.915, y + H * 0.8], [R * 0.84, y + H * 0.42], [R * 0.55, y + 0.16], [0, y + 0.13]], 120), inside ? glaze(inside) : skin))
  if (ear) {
    const x = R * 0.96
    out.push(mesh(tube([[x - 0.03, y + H * 0.84, 0], [x + R * 0.3, y + H * 0.86, 0], [x + R * 0.54, y + H * 0.68, 0], [x + R * 0.42, y + H * 0.46, 0], [x - 0.04, y + H * 0.4, 0]], t => { const e = 1 + 0.4 * (Math.pow(1 - t, 6) + Math.pow(t, 6)); return [R * 0.14 * e, R * 0.085 * e] }), skin))
  }
  if (content) { const d = drink(content, R * 0.915); d.position.y = y + H * 0.82; out.push(d) }
  return group(out)
}

// Several small cups, one in the other.
export function stack({ colours = ['cream', 'sage', 'clay', 'night'], step = 0.26, lean = 2 }) {
  const all = new THREE.Group()
  colours.forEach((colour, i) => { const cup = stonecup({ colour, ear: false, radius: 0.36, height: 0.58 }); cup.position.y = i * step; cup.rotation.set(0, i * 1.3, THREE.MathUtils.degToRad(i % 2 ? lean : -lean) * 0.4); all.add(cup) })
  return all
}

// Breakfast bowl with two flat ears; `words` is painted by brush.
export function bowl({ colour = 'cream', clay = '#a98c6a', words, paint = 'night', content, speckles = 1300 }) {
  const skin = stoneware(colour, speckles), H = 0.8, R = 0.7
  const profile = [[0.3, 0.09], [0.45, 0.16], [0.6, 0.36], [0.68, 0.6], [R, 0.78]]
  const out = [
    dress(lathe([[0, 0.02], [0.24, 0.02], [0.26, 0], [0.26, 0], [0.31, 0], [0.31, 0], [0.3, 0.09]], 100), standard({ color: ink(clay), roughness: 0.95 })),
    dress(lathe([...profile, [R - 0.008, H], [R - 0.03, H + 0.004], [R - 0.045, H - 0.02], [0.63, 0.58], [0.54, 0.36], [0.36, 0.2], [0, 0.14]], 160), skin)]
  for (const side of [-1, 1]) {
    const shape = new THREE.Shape(); shape.moveTo(-0.24, 0); shape.bezierCurveTo(-0.2, 0.22, 0.2, 0.22, 0.24, 0); shape.lineTo(-0.24, 0)
    const ear = mesh(new THREE.ExtrudeGeometry(shape, { depth: 0.035, bevelEnabled: true, bevelSize: 0.02, bevelThickness: 0.02, bevelSegments: 4, curveSegments: 24 }), glaze(colour, { roughness: 0.36, clearcoat: 0.5 }))
    ear.rotation.set(Math.PI / 2, 0, -side * Math.PI / 2); ear.position.set(side * 0.655, 0.66, 0)
    out.push(ear)
  }
  if (words) out.push(latheDecal(profile.slice(1).map(([r, y]) => [r + 0.006, y]), 78, 0.62, (g, W, h) => print.text(g, words, W / 2, h * 0.56, h * 0.42, { family: 'Wordmark', style: 'italic', weight: 500, colour: paint, width: W * 0.86 })))
  if (content) { const d = drink(content, 0.655); d.position.y = 0.64; out.push(d) }
  return group(out)
}

// Enamelled steel mug with a bare rim and a rolled handle.
export function enamel({ colour = 'white', inside = '#f4efe2', rim = '#3a3d40', radius = 0.45, height = 0.85, mark = 'night', content }) {
  const R = radius, H = height, skin = physical({ color: ink(colour), roughness: 0.2, clearcoat: 0.9, clearcoatRoughness: 0.06, side: THREE.DoubleSide })
  const edge = mesh(new THREE.TorusGeometry(R, 0.018, 16, 140), metal(rim, 0.35)); edge.rotation.x = Math.PI / 2; edge.position.y = H
  const out = [
    dress(lathe([[0, 0.02], [R - 0.1, 0.02], [R - 0.07, 0], [R - 0.07, 0], [R - 0.03, 0.005], [R - 0.004, 0.05], [R, 0.1], [R, 0.1], [R, H]], 140), skin),
    dress(lathe([[R - 0.008, H], [R - 0.008, 0.12], [R - 0.008, 0.12], [R - 0.06, 0.04], [0, 0.035]], 120), physical({ color: ink(inside), roughness: 0.22, clearcoat: 0.8, side: THREE.DoubleSide })), edge,
    mesh(tube([[R - 0.02, H * 0.84, 0], [R + 0.1, H * 0.86, 0], [R + 0.3, H * 0.8, 0], [R + 0.34, H * 0.56, 0], [R + 0.27, H * 0.34, 0], [R + 0.1, H * 0.23, 0], [R - 0.02, H * 0.24, 0]], () => [0.07, 0.022]), skin)]
  if (mark) out.push(latheDecal([[R + 0.004, H * 0.26], [R + 0.004, H * 0.74]], 62, 0.84, (g, W, h) => { print.emblem(g, W / 2, h * 0.3, h * 0.2, mark); print.text(g, 'Castelune', W / 2, h * 0.76, h * 0.22, { family: 'Brand', colour: mark }) }, { clearcoat: 0.9 }))
  if (content) { const d = drink(content, R - 0.012); d.position.y = H * 0.84; out.push(d) }
  return group(out)
}

// Glass blown in two walls; the drink seems to float.
export function doublewall({ radius = 0.42, height = 1.0, content = 'coffee', body = '#2b150b', level = 0.72 }) {
  const R = radius, H = height
  const inner = [[0, 0.16], [R * 0.42, 0.18], [R * 0.72, 0.32], [R * 0.8, H * 0.62], [R * 0.92, H * 0.94]]
  const out = []
  if (content) {
    const top = 0.16 + (H - 0.16) * level, fill = inner.filter(p => p[1] < top - 0.04).map(([r, y]) => [Math.max(0, r - 0.012), y + 0.012]), r = R * (0.72 + 0.16 * level)
    out.push(dress(lathe([...fill, [r, top], [r, top], [0, top]], 100), physical({ color: ink(body), roughness: 0.16, specularIntensity: 0.22, side: THREE.DoubleSide })))
    const d = drink(content, r); d.position.y = top + 0.003; out.push(d)
  }
  out.push(dress(lathe(inner, 120), glass()))
  out.push(dress(lathe([[0, 0.012], [R * 0.5, 0.012], [R * 0.62, 0.0], [R * 0.78, 0.03], [R * 0.98, 0.2], [R, H * 0.42], [R * 0.93, H * 0.78], [R * 0.95, H * 0.96], [R * 0.92, H], [R * 0.92, H * 0.94]], 120), glass()))
  return group(out)
}

// Beech tray with raised edges and a grip cut in each short side.
export function tray({ width = 4.4, depth = 3.0, height = 0.45, tone = '#c79a63' }) {
  const w = wood(tone), t = 0.14, out = []
  const board = mesh(roundedBox(width - 0.1, 0.12, depth - 0.1, 0.02), w); board.position.y = 0.06; out.push(board)
  const rail = (length, grip) => {
    const s = new THREE.Shape(); s.moveTo(-length / 2, 0); s.lineTo(length / 2, 0); s.lineTo(length / 2, height * 0.86); s.quadraticCurveTo(0, height * (grip ? 1.5 : 0.8), -length / 2, height * 0.86); s.lineTo(-length / 2, 0)
    if (grip) { const h = new THREE.Path(), a = 0.5, b = 0.08; h.moveTo(-a, height * 0.62); h.absarc(-a, height * 0.72, b, -Math.PI / 2, Math.PI / 2, true); h.lineTo(a, height * 0.72 + b); h.absarc(a, height * 0.72, b, Math.PI / 2, -Math.PI / 2, true); s.holes.push(h) }
    return mesh(new THREE.ExtrudeGeometry(s, { depth: t, bevelEnabled: true, bevelSize: 0.012, bevelThickness: 0.012, bevelSegments: 3, curveSegments: 24 }), w)
  }
  for (const side of [-1, 1]) {
    const long = rail(width, false); long.position.z = side * (depth / 2 - t / 2) - t / 2; out.push(long)
    const short = rail(depth, true); short.rotation.y = Math.PI / 2; short.position.x = side * (width / 2 - t / 2) - t / 2; out.push(short)
  }
  return group(out)
}
