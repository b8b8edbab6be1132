// Surroundings of a picture: table, wall, shadow of a window, moon.
import * as THREE from 'three'
import { random, noise } from '../random.js'
import * as print from '../labels.js'
import { ink } from '../labels.js'
import { texture, standard, group, mesh } from '../shapes.js'

// Surroundings of a lifestyle scene.
export function table({ tone = '#96602f', width = 14, depth = 5, planks = 6 }) {
  const [c, g] = print.canvas(2048, 1024, tone)
  for (let k = 0; k < planks; k++) { const y0 = k * 1024 / planks, h = 1024 / planks, shift = random(0, 100), light = random(-0.06, 0.06)
    g.fillStyle = light > 0 ? `rgba(255,235,205,${light})` : `rgba(30,12,0,${-light})`; g.fillRect(0, y0, 2048, h)
    for (let y = 0; y < h; y++) for (let x = 0; x < 2048; x += 16) { const n = noise((x + shift * 50) * 0.0016, (y + shift * 31) * 0.09 + noise(x * 0.004, y * 0.02 + shift) * 2.2)
      g.fillStyle = n > 0 ? `rgba(255,226,180,${n * 0.13})` : `rgba(40,18,4,${-n * 0.26})`; g.fillRect(x, y0 + y, 16, 1) }
    g.fillStyle = 'rgba(20,8,2,.75)'; g.fillRect(0, y0, 2048, 2.5) }
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
