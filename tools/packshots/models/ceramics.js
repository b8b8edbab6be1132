// Mugs, cups and teapots.
import * as THREE from 'three'
import { random } from '../random.js'
import * as print from '../labels.js'
import { ink } from '../labels.js'
import { texture, standard, physical, group, mesh, glaze, wood, speckle, lathe, dress, tube, decal } from '../shapes.js'

// Stoneware mug; `words` replaces the wordmark.
export function mug({ words, colour = 'cream', inside = 'white', foot = '#b59a7a', radius = 0.41, height = 0.92, mark = true, markColour = 'night', coffee, speckles = 700, turnHandle = 90 }) {
  const R = radius, H = height, w = 0.035
  const outside = lathe([[0, 0.02], [R * 0.7, 0.015], [R * 0.74, 0], [R * 0.74, 0], [R * 0.79, 0], [R * 0.79, 0], [R * 0.86, 0.03], [R * 0.97, 0.14], [R, 0.3], [R, H * 0.6], [R * 1.005, H - 0.03], [R * 0.997, H - 0.006], [R - w * 0.5, H + 0.004]], 160)
  const inner = lathe([[R - w * 0.5, H + 0.004], [R - w * 0.9, H - 0.008], [R - w, H - 0.05], [R - w, 0.3], [R * 0.85, 0.14], [R * 0.5, 0.07], [0, 0.06]], 160)
  const map = speckle(colour, speckles)
  dress(outside, glaze('white', { more: { map: texture(map) } }))
  outside.children.forEach((m, i) => { if (i < 2) m.material = standard({ color: ink(foot), roughness: 0.9 }) })
  dress(inner, glaze(inside))
  const hx = R - 0.01, handle = mesh(tube([[hx - 0.02, H * 0.80, 0], [hx + 0.12, H * 0.83, 0], [hx + 0.27, H * 0.71, 0], [hx + 0.30, H * 0.52, 0], [hx + 0.23, H * 0.34, 0], [hx + 0.1, H * 0.245, 0], [hx - 0.03, H * 0.24, 0]],
    t => { const e = 1 + 0.55 * (Math.pow(1 - t, 8) + Math.pow(t, 8)); return [0.05 * e, 0.028 * e] }), outside.children[outside.children.length - 1].material)
  const all = group(outside, inner, handle)
  if (mark) all.add(decal(R * 1.004, H * 0.52, 1.15, 0.36, (g, W, Hh) => { print.emblem(g, W / 2, Hh * 0.24, Hh * 0.15, markColour); print.text(g, words ?? 'Castelune', W / 2, Hh * 0.78, Hh * (words ? 0.26 : 0.3), { width: W * 0.62, family: 'Brand', colour: markColour }) }))
  if (coffee) { const c = mesh(new THREE.CircleGeometry(R - w, 80), physical({ color: coffee === true ? '#2a140a' : coffee, roughness: 0.15, specularIntensity: 0.4 })); c.rotation.x = -Math.PI / 2; c.position.y = H * 0.86; all.add(c) }
  return all
}

// Round teapot.
export function teapot({ colour = 'moss', lid = colour, knob = 'wood', speckles = 500, radius = 0.62, height = 0.82 }) {
  const R = radius, H = height
  const clay = glaze('white', { roughness: 0.4, clearcoat: 0.45, more: { map: texture(speckle(colour, speckles, 'rgba(20,20,15,.5)')) } })
  const body = dress(lathe([[0, 0], [R * 0.58, 0], [R * 0.58, 0], [R * 0.62, 0.02], [R * 0.86, 0.14], [R, H * 0.44], [R * 0.93, H * 0.74], [R * 0.68, H * 0.95], [R * 0.5, H], [R * 0.46, H + 0.015], [R * 0.44, H]], 160), clay)
  const cover = dress(lathe([[R * 0.475, H + 0.012], [R * 0.48, H + 0.03], [R * 0.4, H + 0.075], [R * 0.2, H + 0.115], [0, H + 0.125]], 120), lid === colour ? clay : glaze(lid))
  const top = dress(lathe([[0.05, H + 0.115], [0.045, H + 0.145], [0.075, H + 0.19], [0.08, H + 0.23], [0.05, H + 0.265], [0, H + 0.272]], 60), knob === 'wood' ? wood() : glaze(knob))
  const spout = mesh(tube([[R * 0.74, H * 0.3, 0], [R * 1.08, H * 0.4, 0], [R * 1.34, H * 0.66, 0], [R * 1.56, H * 0.97, 0], [R * 1.66, H * 1.05, 0]], t => { const r = 0.17 - 0.118 * Math.pow(t, 0.7); return [r, r] }, { caps: false }), clay)
  const lipDark = mesh(new THREE.CircleGeometry(0.05, 32), standard({ color: '#1a1612', roughness: 0.9 }))
  const handle = mesh(tube([[-R * 0.82, H * 0.78, 0], [-R * 1.12, H * 0.95, 0], [-R * 1.48, H * 0.86, 0], [-R * 1.6, H * 0.55, 0], [-R * 1.38, H * 0.27, 0], [-R * 0.88, H * 0.2, 0]],
    t => { const e = 1 + 0.5 * (Math.pow(1 - t, 8) + Math.pow(t, 8)); return [0.062 * e, 0.046 * e] }), clay)
  return group(body, cover, top, spout, handle)
}

// Cup with saucer.
export function cup({ colour = 'white', saucer = true, coffee = '#2a140a', radius = 0.42, height = 0.52, crema = '#8a5527', mark = false, markColour = 'night' }) {
  const R = radius, H = height, y = saucer ? 0.07 : 0, clay = glaze(colour, { roughness: 0.24, clearcoat: 0.8 }), out = []
  if (saucer) out.push(dress(lathe([[0, 0.012], [R * 0.9, 0.012], [R * 0.95, 0], [R * 0.95, 0], [R * 1.0, 0], [R * 1.05, 0.02], [R * 1.6, 0.105], [R * 1.86, 0.135], [R * 1.885, 0.15], [R * 1.85, 0.158], [R * 1.4, 0.11], [R * 0.9, 0.065], [0, 0.06]], 160), clay))
  out.push(dress(lathe([[0, y + 0.01], [R * 0.52, y + 0.01], [R * 0.54, y], [R * 0.6, y], [R * 0.62, y + 0.03], [R * 0.82, y + 0.14], [R * 0.97, y + H * 0.62], [R * 1.02, y + H], [R * 1.0, y + H + 0.012], [R * 0.965, y + H], [R * 0.91, y + H * 0.6], [R * 0.7, y + 0.12], [0, y + 0.06]], 160), clay))
  const hx = R * 0.86
  out.push(mesh(tube([[hx, y + H * 0.78, 0], [hx + 0.16, y + H * 0.84, 0], [hx + 0.3, y + H * 0.66, 0], [hx + 0.27, y + H * 0.42, 0], [hx + 0.12, y + H * 0.28, 0], [hx - 0.1, y + H * 0.28, 0]], t => [0.042, 0.026]), clay))
  if (coffee) { const [c, g] = print.canvas(512, 512, coffee)
    if (crema) { const s = g.createRadialGradient(256, 256, 90, 256, 256, 256); s.addColorStop(0, '#5a3015'); s.addColorStop(0.7, '#5f3417'); s.addColorStop(0.9, crema); s.addColorStop(1, '#3b1d0c'); g.fillStyle = s; g.fillRect(0, 0, 512, 512)
      for (let i = 0; i < 260; i++) { const a = random(0, 6.3), r = random(150, 248); g.fillStyle = `rgba(214,160,96,${random(0.05, 0.35)})`; g.beginPath(); g.arc(256 + Math.cos(a) * r, 256 + Math.sin(a) * r, random(0.8, 4), 0, 7); g.fill() } }
    const d = mesh(new THREE.CircleGeometry(R * 0.955, 80), physical({ map: texture(c), roughness: 0.2, specularIntensity: 0.35 })); d.rotation.x = -Math.PI / 2; d.position.y = y + H * 0.84; out.push(d) }
  return group(out)
}
