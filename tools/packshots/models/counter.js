// Machines and accessories of the counter: wall grinder, electric grinder, scale, brush, storage canister.
import * as THREE from 'three'
import { random } from '../random.js'
import * as print from '../labels.js'
import { ink } from '../labels.js'
import { texture, standard, physical, group, mesh, metal, wood, glass, lathe, dress, tube, roundedBox, decal } from '../shapes.js'

// Grinder screwed to a board: glass hopper, toothed wheel, long crank, walnut drawer.
export function wallgrinder({ colour = '#2b2d2f', timber = '#7a4b2a', board = '#6d4427', fill = 0.7 }) {
  const iron = metal(colour, 0.42), brass = metal('#c9a25c', 0.24), steel = metal('#c8c6c1', 0.24), w = wood(timber), out = []
  const plank = mesh(roundedBox(1.5, 4.3, 0.16, 0.03), wood(board)); plank.position.set(0, 0, -0.62); out.push(plank)
  const plate = mesh(roundedBox(1.0, 2.5, 0.08, 0.03), iron); plate.position.set(0, 0.8, -0.5); out.push(plate)
  for (const y of [0.98, 3.12]) { const screw = dress(lathe([[0, 0], [0.07, 0], [0.07, 0.02], [0.04, 0.045], [0, 0.05]], 40), brass); screw.rotation.x = Math.PI / 2; screw.position.set(0, y, -0.46); out.push(screw) }
  // hopper
  out.push(dress(lathe([[0.2, 2.55], [0.3, 2.62], [0.46, 2.95], [0.47, 3.4], [0.47, 3.62]], 110), glass()))
  if (fill) out.push(dress(lathe([[0, 2.58], [0.19, 2.58], [0.28, 2.66], [0.43, 2.95], [0.44, 3.3], [0.44, 3.3], [0.3, 3.34], [0, 3.36]], 80), standard({ map: beansMap(), roughness: 0.55 })))
  out.push(dress(lathe([[0.48, 3.6], [0.5, 3.62], [0.49, 3.68], [0.36, 3.76], [0.07, 3.82], [0.06, 3.86], [0.1, 3.91], [0.08, 3.97], [0, 3.98]], 100), brass))
  // body
  out.push(dress(lathe([[0.24, 1.62], [0.3, 1.68], [0.44, 1.86], [0.46, 2.05], [0.46, 2.36], [0.42, 2.46], [0.24, 2.58]], 110), iron))
  out.push(dress(lathe([[0.465, 2.12], [0.49, 2.13], [0.49, 2.28], [0.465, 2.29]], 120), brass))
  const arm = mesh(roundedBox(0.5, 0.36, 0.5, 0.05), iron); arm.position.set(0, 1.98, -0.3); out.push(arm)
  out.push(decal(0.463, 1.95, 0.5, 0.14, (g, W, h) => print.text(g, 'Forge du Vieux Port', W / 2, h * 0.68, h * 0.5, { family: 'Brand', colour: '#c9a25c', width: W * 0.96 })))
  // wheel with teeth and crank on the right
  const axle = mesh(new THREE.CylinderGeometry(0.07, 0.07, 0.5, 30), steel); axle.rotation.z = Math.PI / 2; axle.position.set(0.6, 2.1, 0); out.push(axle)
  const wheel = new THREE.Group(); wheel.position.set(0.72, 2.1, 0); wheel.rotation.y = Math.PI / 2
  wheel.add(mesh(new THREE.TorusGeometry(0.42, 0.05, 16, 90), iron), mesh(new THREE.CylinderGeometry(0.1, 0.1, 0.1, 40).rotateX(Math.PI / 2), iron))
  for (let i = 0; i < 36; i++) { const a = i / 36 * Math.PI * 2, tooth = mesh(new THREE.BoxGeometry(0.045, 0.045, 0.09), iron); tooth.position.set(Math.cos(a) * 0.475, Math.sin(a) * 0.475, 0); tooth.rotation.z = a; wheel.add(tooth) }
  for (let i = 0; i < 5; i++) { const a = i / 5 * Math.PI * 2 + 0.3, spoke = mesh(new THREE.BoxGeometry(0.36, 0.05, 0.05), iron); spoke.position.set(Math.cos(a) * 0.23, Math.sin(a) * 0.23, 0); spoke.rotation.z = a; wheel.add(spoke) }
  out.push(wheel)
  out.push(mesh(tube([[0.84, 2.1, 0], [0.9, 2.0, 0.12], [0.95, 1.72, 0.5], [0.97, 1.56, 0.74]], () => [0.05, 0.025]), steel))
  const knob = dress(lathe([[0.04, 0], [0.08, 0.04], [0.11, 0.16], [0.09, 0.3], [0, 0.34]], 50), w); knob.rotation.z = -Math.PI / 2; knob.position.set(0.98, 1.56, 0.74); out.push(knob)
  // chute, fork and drawer
  out.push(dress(lathe([[0.2, 1.66], [0.15, 1.5], [0.14, 1.38]], 60), iron))
  const drawer = mesh(roundedBox(0.8, 0.46, 0.74, 0.03), w); drawer.position.set(0, 0.9, -0.06); out.push(drawer)
  const front = mesh(roundedBox(0.7, 0.34, 0.05, 0.02), wood('#8a5a34')); front.position.set(0, 0.96, 0.31); out.push(front)
  const pull = dress(lathe([[0.025, 0], [0.025, 0.04], [0.06, 0.07], [0.05, 0.1], [0, 0.11]], 40), brass); pull.rotation.x = Math.PI / 2; pull.position.set(0, 1.13, 0.35); out.push(pull)
  return group(out)
}
const beansMap = () => { const [c, g] = print.canvas(1024, 512, '#2a150b')
  for (let i = 0; i < 900; i++) { g.save(); g.translate(random(0, 1024), random(0, 512)); g.rotate(random(0, 6.3)); g.fillStyle = ['#4a2a17', '#3b2012', '#573320'][i % 3]; g.beginPath(); g.ellipse(0, 0, 17, 12, 0, 0, 7); g.fill(); g.strokeStyle = '#1d0e06'; g.lineWidth = 2; g.beginPath(); g.moveTo(-14, 0); g.quadraticCurveTo(0, 5, 14, 0); g.stroke(); g.restore() }
  return texture(c) }

// Electric grinder with a smoked hopper.
export function electric({ colour = 'coal', accent = '#8a5a34' }) {
  const skin = physical({ color: ink(colour), roughness: 0.48, clearcoat: 0.2, clearcoatRoughness: 0.4, side: THREE.DoubleSide }), steel = metal('#c8c6c1', 0.24), out = []
  const foot = mesh(roundedBox(1.3, 0.16, 1.5, 0.12), skin); out.push(foot)
  const column = mesh(roundedBox(1.0, 1.5, 0.66, 0.16), skin); column.position.set(0, 0.14, -0.36); out.push(column)
  const head = mesh(roundedBox(1.06, 0.66, 1.28, 0.18), skin); head.position.set(0, 1.5, -0.06); out.push(head)
  out.push(dress(lathe([[0.07, 1.3], [0.12, 1.36], [0.14, 1.52]], 50).translateZ(0.3), steel))
  out.push(dress(lathe([[0, 0.17], [0.3, 0.17], [0.33, 0.19], [0.34, 0.62], [0.31, 0.66], [0.3, 0.62], [0.29, 0.22], [0, 0.21]], 100).translateZ(0.3), steel))
  const dial = dress(lathe([[0, 0.06], [0.2, 0.06], [0.22, 0.04], [0.22, 0]], 80), wood(accent)); dial.rotation.x = Math.PI / 2; dial.position.set(0, 1.82, 0.58); out.push(dial)
  out.push(dress(lathe([[0.34, 2.14], [0.36, 2.2], [0.46, 2.5], [0.48, 2.9]], 110).translateZ(-0.06), glass('#b9b2a6')))
  out.push(dress(lathe([[0, 2.17], [0.33, 2.17], [0.43, 2.46], [0.44, 2.56], [0.44, 2.56], [0, 2.62]], 80).translateZ(-0.06), standard({ map: beansMap(), roughness: 0.55 })))
  out.push(dress(lathe([[0.5, 2.88], [0.5, 2.95], [0.46, 2.98], [0, 2.99]], 100).translateZ(-0.06), skin))
  out.push(dress(lathe([[0.35, 2.1], [0.37, 2.13], [0.36, 2.18], [0.34, 2.19]], 100).translateZ(-0.06), steel))
  const [c, g] = print.canvas(512, 128); print.text(g, 'Sillon', 256, 92, 84, { family: 'Brand', colour: '#d8d4cc' })
  const name = mesh(new THREE.PlaneGeometry(0.5, 0.125), physical({ map: texture(c), transparent: true, depthWrite: false, roughness: 0.5 })); name.position.set(0, 1.56, 0.585); name.userData.castShadow = false; out.push(name)
  return group(out)
}

// Flat scale with a timer; `weight` and `time` are what its display says.
export function scale({ weight = '18,2', time = '0:27', shell = '#e9e7e2' }) {
  const body = mesh(roundedBox(1.35, 0.2, 1.75, 0.1), physical({ color: shell, roughness: 0.45, clearcoat: 0.2 }))
  const pad = mesh(roundedBox(1.25, 0.035, 1.22, 0.08), standard({ color: '#1f2123', roughness: 0.85 })); pad.position.set(0, 0.2, -0.21)
  const [c, g] = print.canvas(1024, 300, '#101416')
  print.text(g, time, 250, 196, 150, { weight: 500, colour: '#e7f2ee' }); print.text(g, weight, 700, 196, 150, { weight: 500, colour: '#e7f2ee' }); print.text(g, 'g', 930, 196, 80, { weight: 500, colour: '#9fb4ae' })
  const screen = mesh(new THREE.PlaneGeometry(0.92, 0.27), new THREE.MeshBasicMaterial({ map: texture(c), color: '#d0d0d0' })); screen.rotation.x = -Math.PI / 2; screen.position.set(0, 0.206, 0.62)
  const out = [body, pad, screen]
  for (const x of [-0.57, 0.57]) { const key = mesh(new THREE.CylinderGeometry(0.065, 0.065, 0.02, 40), standard({ color: '#c9c7c1', roughness: 0.4 })); key.position.set(x, 0.206, 0.62); out.push(key) }
  const [d, h] = print.canvas(512, 96); print.text(h, 'ORVANCE', 256, 70, 62, { weight: 600, spacing: 0.2, colour: '#8b9497' })
  const name = mesh(new THREE.PlaneGeometry(0.42, 0.08), physical({ map: texture(d), transparent: true, depthWrite: false, roughness: 0.6 })); name.position.set(0, 0.1, 0.877); out.push(name)
  screen.userData.castShadow = name.userData.castShadow = false
  return group(out)
}

// Grinder brush lying down: beech handle with a flat point, bristles, leather lace.
export function brush({ tone = '#c08d55', bristle = '#2b211a' }) {
  const all = new THREE.Group(), w = wood(tone)
  all.add(mesh(tube([[-0.95, 0.1, 0], [-0.82, 0.1, 0], [-0.5, 0.11, 0], [-0.1, 0.12, 0], [0.3, 0.12, 0], [0.62, 0.12, 0]], t => [0.04 + 0.075 * Math.sin(Math.PI * Math.min(1, 0.12 + t * 0.72)), 0.02 + 0.06 * Math.min(1, t * 3)]), w))
  const hair = new THREE.InstancedMesh(new THREE.CylinderGeometry(0.006, 0.004, 1, 5).translate(0, 0.5, 0), standard({ color: '#ffffff', roughness: 0.8 }), 900), o = new THREE.Object3D(), c = new THREE.Color()
  for (let i = 0; i < 900; i++) {
    const x = random(0.12, 0.62), z = random(-0.085, 0.085)
    o.position.set(x, 0.1, z); o.rotation.set(Math.PI / 2 - 0.1 + z * 1.6 + random(-0.07, 0.07), 0, random(-0.08, 0.08)); o.scale.set(1, 0.42 + (x - 0.12) * 0.3 + random(-0.02, 0.02), 1); o.updateMatrix(); hair.setMatrixAt(i, o.matrix)
    c.set(bristle).offsetHSL(0, 0, random(-0.03, 0.06)); hair.setColorAt(i, c)
  }
  hair.computeBoundingBox(); hair.computeBoundingSphere(); all.add(hair)
  const lace = mesh(tube([[-0.9, 0.1, 0], [-1.06, 0.05, 0.06], [-1.22, 0.025, 0.16], [-1.26, 0.022, 0.3], [-1.12, 0.022, 0.34], [-1.0, 0.03, 0.2], [-0.88, 0.09, 0.02]], () => [0.014, 0.014]), standard({ color: '#5a3a22', roughness: 0.85 })); all.add(lace)
  return all
}

// Lacquered canister whose lid goes down like a piston; `open`: the lid stands beside it.
export function canister({ colour = 'night', knob = '#8a5a34', radius = 0.62, height = 1.75, open = false, date = '12 · 11' }) {
  const R = radius, H = height, skin = physical({ color: ink(colour), roughness: 0.55, clearcoat: 0.12, clearcoatRoughness: 0.5, side: THREE.DoubleSide }), steel = metal('#c8c6c1', 0.26), out = []
  out.push(dress(lathe([[0, 0], [R - 0.02, 0], [R - 0.02, 0], [R, 0.02], [R, 0.02], [R, H - 0.02]], 140), skin))
  out.push(dress(lathe([[R, H - 0.02], [R + 0.012, H - 0.01], [R + 0.006, H + 0.01], [R - 0.02, H + 0.008], [R - 0.02, H + 0.008], [R - 0.025, 0.04], [R - 0.025, 0.04], [0, 0.04]], 140), steel))
  const lid = dress(lathe([[0, 0.02], [R - 0.04, 0.02], [R - 0.04, 0.02], [R - 0.03, 0.035], [R - 0.03, 0.07], [R - 0.06, 0.085], [R - 0.12, 0.075], [0.2, 0.075], [0.16, 0.1], [0.05, 0.11]], 130), steel)
  const grip = dress(lathe([[0.06, 0.1], [0.06, 0.16], [0.14, 0.2], [0.16, 0.26], [0.12, 0.31], [0, 0.32]], 60), wood(knob))
  const cap = group(lid, grip)
  if (open) { cap.position.set(R * 2.1, 0, 0.5) } else cap.position.y = H - 0.1
  out.push(cap)
  out.push(decal(R + 0.003, H * 0.56, 0.8, 0.42, (g, W, h) => { print.emblem(g, W / 2, h * 0.3, h * 0.19, 'cream'); print.text(g, 'Castelune', W / 2, h * 0.84, h * 0.3, { family: 'Brand', colour: 'cream' }) }))
  out.push(decal(R + 0.004, H * 0.2, 0.36, 0.2, (g, W, h) => { g.fillStyle = ink('cream'); g.fillRect(0, 0, W, h); print.text(g, 'TORRÉFIÉ LE', W / 2, h * 0.36, h * 0.17, { weight: 500, spacing: 0.14, colour: 'night' }); print.text(g, date, W / 2, h * 0.82, h * 0.36, { weight: 600, colour: 'brick' }) }))
  return group(out)
}
