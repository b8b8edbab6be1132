// Surroundings of a picture: table, wall, shadow of a window, moon.
import * as THREE from 'three'
import { noise } from '../random.js'
import * as print from '../labels.js'
import { ink } from '../labels.js'
import { texture, standard, group, mesh } from '../shapes.js'

// Surroundings of a lifestyle scene.
const drawn = new Map()   // boards already drawn, by colour and number of planks
function boards(tone, planks) {
  if (drawn.has(tone + planks)) return drawn.get(tone + planks)
  // the grain is drawn narrow, then stretched along the planks
  const [grain, k] = print.canvas(320, 1024, tone), pixels = k.getImageData(0, 0, 320, 1024), d = pixels.data, board = 1024 / planks
  for (let y = 0; y < 1024; y++) {
    const plank = Math.floor(y / board), shift = plank * 37.7, light = 14 * Math.sin(plank * 2.3)
    for (let x = 0; x < 320; x++) {
      const n = noise(x * 0.011 + shift, (y + shift * 3) * 0.09 + noise(x * 0.026, y * 0.02 + shift) * 2.2), at = (y * 320 + x) * 4, seam = y % board < 2.5 ? -60 : 0
      for (let i = 0; i < 3; i++) d[at + i] += light + (n > 0 ? n * [22, 20, 16][i] : n * [40, 46, 44][i]) + seam
    }
  }
  k.putImageData(pixels, 0, 0)
  const [c, g] = print.canvas(2048, 1024, tone); g.imageSmoothingQuality = 'high'; g.drawImage(grain, 0, 0, 2048, 1024)
  drawn.set(tone + planks, c)
  return c
}
export function table({ tone = '#96602f', width = 14, depth = 5, planks = 6 }) {
  const c = boards(tone, planks)
  const top = mesh(new THREE.BoxGeometry(width, 0.2, depth), new THREE.MeshLambertMaterial({ map: texture(c) }))
  top.position.y = -0.1; top.userData.castShadow = false
  return group(top)
}

// Wall of a room.
export function wall({ colour = '#cfc4b3', at = -3.4 }) { const m = mesh(new THREE.PlaneGeometry(30, 16), new THREE.MeshLambertMaterial({ color: ink(colour) })); m.position.set(0, 4, 0); m.userData.castShadow = false; return group(m) }

// Bars of a window between the sun and the table: only their shadow is in the picture.
export function windowbars({ columns = 2, rows = 3, width = 4.6, height = 4.6, bar = 0.14 }) {
  const m = standard({ color: '#fff', colorWrite: false, depthWrite: false }), out = []
  for (let i = 0; i <= columns; i++) { const b = mesh(new THREE.BoxGeometry(i % columns ? bar : bar + 1.6, height + 3, 0.05), m); b.position.x = (i / columns - 0.5) * width + (i ? i === columns ? 0.8 : 0 : -0.8); out.push(b) }
  for (let i = 0; i <= rows; i++) { const b = mesh(new THREE.BoxGeometry(width + 3, i % rows ? bar : bar + 1.6, 0.05), m); b.position.y = (i / rows - 0.5) * height + (i ? i === rows ? 0.8 : 0 : -0.8); out.push(b) }
  return group(out)
}

// A flat disc of light behind a night scene.
export function moon({ radius = 1.5, colour = '#f2bd4c' }) { const m = mesh(new THREE.CircleGeometry(radius, 160), new THREE.MeshBasicMaterial({ color: colour })); m.userData.castShadow = false; return group(m) }
