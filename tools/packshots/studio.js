// The photo studio: lights, camera, accumulation of many jittered frames, development (tone curve), export.
import * as THREE from 'three'
import { place } from './models/index.js'
import { MOODS, environment, paperRoll, studioMaterial } from './light.js'
import { fullscreen, developer } from './develop.js'
import { canvas as canvasOf, text } from './labels.js'
import { setRandom } from './random.js'

const post = (url, body) => fetch(url, { method: 'POST', body })
const log = text => post('/log', String(text))
addEventListener('error', e => log('error: ' + e.message + ' ' + e.filename + ':' + e.lineno))
addEventListener('unhandledrejection', e => log('rejected: ' + (e.reason?.stack ?? e.reason)))


const renderer = new THREE.WebGLRenderer({ antialias: false, alpha: true, preserveDrawingBuffer: true })
renderer.shadowMap.enabled = true
renderer.shadowMap.type = THREE.BasicShadowMap
// One jittered tap instead of a filter of seventeen: the sum of the frames does the smoothing.
THREE.ShaderChunk.shadowmap_pars_fragment = THREE.ShaderChunk.shadowmap_pars_fragment.replace(
  'shadow = texture2DCompare( shadowMap, shadowCoord.xy, shadowCoord.z );', `
  vec3 studioHash = fract( vec3( shadowCoord.xyx ) * vec3( 1443.897, 1397.297, 1491.423 ) ); studioHash += dot( studioHash, studioHash.yzx + 33.33 );
  vec2 studioTap = ( fract( ( studioHash.xx + studioHash.yz ) * studioHash.zy ) - 0.5 ) * 2.0 * shadowRadius / shadowMapSize;
  shadow = texture2DCompare( shadowMap, shadowCoord.xy + studioTap, shadowCoord.z );`)
renderer.toneMapping = THREE.NoToneMapping
renderer.outputColorSpace = THREE.LinearSRGBColorSpace
document.body.append(renderer.domElement)


const halton = (index, base) => { let f = 1, r = 0; while (index > 0) { f /= base; r += f * (index % base); index = Math.floor(index / base) } return r }


// What the glossy things of a mood mirror is drawn once.
const rooms = new Map()
function roomOf(mood) {
  const name = JSON.stringify(mood)
  if (!rooms.has(name)) rooms.set(name, environment(renderer, mood))
  return rooms.get(name)
}
// A scene is thrown away after the next one is drawn: the compiled shaders are kept for it.
let last
function retire(scene) {
  last?.traverse(n => { n.geometry?.dispose(); for (const m of [].concat(n.material ?? [])) { m.map?.dispose(); m.dispose() } })
  last = scene
}

// A copy of the picture spoilt on purpose: blurred, or barred with words, as picture agencies do.
function spoilt(picture, { blur = 0, watermark: words }) {
  const [c, g] = canvasOf(picture.width, picture.height)
  if (blur) g.filter = `blur(${blur}px)`
  g.drawImage(picture, 0, 0)
  if (!words) return c
  g.translate(c.width / 2, c.height / 2); g.rotate(-0.5)
  g.globalAlpha = 0.5
  for (let k = -2; k <= 2; k++) text(g, words, 0, k * c.height * 0.24, c.width * 0.062, { weight: 600, spacing: 0.04, colour: k % 2 ? 'night' : 'white' })
  return c
}

async function shoot(description) {
  const started = performance.now()
  setRandom(description.seed ?? 7)
  const mood = { ...MOODS[description.mood ?? 'studio'], ...(description.light ?? {}) }
  if (description.backdrop) mood.backdrop = description.backdrop
  const [width, height] = description.size ?? [1200, 1200]
  const frames = description.frames ?? 24
  const scene = new THREE.Scene()
  scene.environment = roomOf(mood)
  scene.environmentIntensity = 1

  if (description.floor !== false && description.paper !== false) scene.add(paperRoll(mood.backdrop, description.sweep ?? 3.2))
  const box = new THREE.Box3(), glass = [], subjects = []
  for (const item of description.objects) {
    const o = place(item)
    o.traverse(n => { if (n.isMesh) {
      n.castShadow = n.userData.castShadow ?? true; n.receiveShadow = n.userData.receiveShadow ?? true
      for (const m of [].concat(n.material)) { studioMaterial(m); if (m.userData.glass) glass.push(n) } } })
    scene.add(o)
    o.updateMatrixWorld(true)
    if (!item.background) { box.expandByObject(o); subjects.push(o) }
  }

  // camera: given by angle round the subject, height, and how much of the frame the subject fills
  const view = { azimuth: 0, elevation: 9, fov: 20, fill: 0.72, roll: 0, aperture: 0, ...(description.camera ?? {}) }
  const camera = new THREE.PerspectiveCamera(view.fov, width / height, 0.1, 100)
  const centre = box.getCenter(new THREE.Vector3()), extent = box.getSize(new THREE.Vector3())
  if (view.target) centre.set(...view.target)
  const az = THREE.MathUtils.degToRad(view.azimuth), el = THREE.MathUtils.degToRad(view.elevation)
  const away = new THREE.Vector3(Math.sin(az) * Math.cos(el), Math.sin(el), Math.cos(az) * Math.cos(el))
  const half = Math.tan(THREE.MathUtils.degToRad(view.fov / 2))
  // fit: project a sample of the subject's points, then move back and re-centre until it fills the frame as asked
  const points = []
  for (const o of subjects) o.traverse(n => { const p = n.geometry?.attributes.position; if (!n.isMesh || !p || n.userData.castShadow === false) return
    if (n.isInstancedMesh) { const m = new THREE.Matrix4(); for (let i = 0; i < n.count; i += 3) { n.getMatrixAt(i, m); points.push(new THREE.Vector3().setFromMatrixPosition(m).applyMatrix4(n.matrixWorld)) } return }
    for (let i = 0; i < p.count; i += Math.ceil(p.count / 800)) points.push(new THREE.Vector3().fromBufferAttribute(p, i).applyMatrix4(n.matrixWorld)) })
  const stand = d => { camera.position.copy(centre).addScaledVector(away, d); camera.up.set(0, 1, 0); camera.lookAt(centre); camera.updateMatrixWorld() }
  let distance = view.distance ?? 12
  for (let turn = 0; turn < 6 && !view.distance; turn++) {
    stand(distance)
    let x0 = 9, x1 = -9, y0 = 9, y1 = -9
    for (const p of points) { const q = p.clone().project(camera); x0 = Math.min(x0, q.x); x1 = Math.max(x1, q.x); y0 = Math.min(y0, q.y); y1 = Math.max(y1, q.y) }
    const r = new THREE.Vector3(), u = new THREE.Vector3(); camera.matrixWorld.extractBasis(r, u, new THREE.Vector3())
    if (!view.target) centre.addScaledVector(r, (x0 + x1) / 2 * half * distance * width / height).addScaledVector(u, (y0 + y1) / 2 * half * distance)
    distance *= Math.max((x1 - x0) / 2 / (1 - 2 * Math.abs(view.shift?.[0] ?? 0)), (y1 - y0) / 2) / view.fill
  }
  stand(distance)
  camera.up.set(0, 1, 0); camera.lookAt(centre)
  camera.rotateZ(THREE.MathUtils.degToRad(view.roll))
  if (view.shift) { camera.setViewOffset(width, height, view.shift[0] * width, view.shift[1] * height, width, height) }
  camera.updateMatrixWorld()
  const eye = camera.position.clone(), right = new THREE.Vector3(), up = new THREE.Vector3()
  camera.matrixWorld.extractBasis(right, up, new THREE.Vector3())
  const focus = view.focus ? new THREE.Vector3(...view.focus) : centre.clone()
  const baseQuaternion = camera.quaternion.clone()

  // two lamps per frame, moved to a fresh sample each time: one on the soft box, one on the dome
  const reach = Math.max(extent.x, extent.y, extent.z, 1.2) * (description.shadowReach ?? 1.5)
  const lamp = () => {
    const l = new THREE.DirectionalLight(0xffffff, 1)
    l.castShadow = true
    l.shadow.mapSize.set(description.shadowMap ?? 1024, description.shadowMap ?? 1024)
    Object.assign(l.shadow.camera, { left: -reach, right: reach, top: reach, bottom: -reach, near: 0.5, far: 30 })
    // one texel of the shadow map in scene units: the jitter of the taps and the bias that hides it follow it
    const texel = 2 * reach / l.shadow.mapSize.x
    l.shadow.radius = Math.min(3.2, Math.max(0.8, 0.016 / texel))
    l.shadow.normalBias = texel * (l.shadow.radius + 0.8); l.shadow.bias = -0.0005 - texel * 0.06
    scene.add(l, l.target); l.target.position.copy(centre); l.target.position.y = extent.y * 0.4
    return l
  }
  // several pairs a frame: more samples of the light for less than the price of more frames
  const pairs = Array.from({ length: description.pairs ?? 2 }, () => ({ key: lamp(), dome: lamp() }))
  for (const { key, dome } of pairs) { key.color.set(mood.keyColour); dome.color.set(mood.domeColour) }
  const bounce = new THREE.HemisphereLight(mood.domeColour, mood.backdrop, 0)
  bounce.color.set('#000000'); bounce.groundColor.set(mood.backdrop); bounce.intensity = 1.15 * (mood.bounce ?? 1); scene.add(bounce)

  renderer.setPixelRatio(1)
  renderer.setSize(width, height, false)
  const target = new THREE.WebGLRenderTarget(width, height, { type: THREE.HalfFloatType, depthBuffer: true })
  const sum = new THREE.WebGLRenderTarget(width, height, { type: THREE.FloatType, depthBuffer: false })
  const adder = fullscreen('varying vec2 vUv; uniform sampler2D picture; uniform float weight; void main() { vec4 c = texture2D( picture, vUv ); gl_FragColor = vec4( min( c.rgb, vec3( 6.0 ) ) * weight, c.a * weight ); }',
    { picture: { value: target.texture }, weight: { value: 1 / frames } }, THREE.CustomBlending)
  adder.material.blendSrcAlpha = THREE.OneFactor; adder.material.blendDstAlpha = THREE.OneFactor
  renderer.setRenderTarget(sum); renderer.setClearColor(0x000000, 0); renderer.clear()
  const keyAxis = new THREE.Vector3(...mood.key).normalize()
  const kx = new THREE.Vector3(0, 1, 0).cross(keyAxis).normalize(), ky = keyAxis.clone().cross(kx)
  for (let i = 0; i < frames; i++) {
    const c = halton(i + 1, 5), d = halton(i + 1, 7)
    pairs.forEach(({ key, dome }, j) => {
      const n = i * pairs.length + j, total = frames * pairs.length
      // key lamp
      const p = new THREE.Vector3(...mood.key).addScaledVector(kx, (halton(n + 1, 2) - 0.5) * mood.keySize).addScaledVector(ky, (halton(n + 1, 3) - 0.5) * mood.keySize * 1.5)
      key.position.copy(key.target.position).add(p.setLength(12)); key.intensity = mood.keyPower / pairs.length
      // dome lamp: cosine weighted over the upper half sphere (the floor receives even light)
      const rr = Math.sqrt((n + 0.5) / total) * 0.93, th = n * 2.399963
      dome.position.copy(dome.target.position).add(new THREE.Vector3(rr * Math.cos(th), Math.sqrt(1 - rr * rr), rr * Math.sin(th)).setLength(12))
      dome.intensity = mood.dome * Math.PI * 0.5 / Math.max(0.3, Math.sqrt(1 - rr * rr)) * 0.62 / pairs.length
    })
    // lens: depth of field by moving the eye round the focus, antialiasing by moving the frame under a pixel
    const lens = view.aperture, lr = Math.sqrt(c) * lens, la = d * Math.PI * 2
    camera.position.copy(eye).addScaledVector(right, lr * Math.cos(la)).addScaledVector(up, lr * Math.sin(la))
    camera.quaternion.copy(baseQuaternion)
    const sx = view.shift?.[0] ?? 0, sy = view.shift?.[1] ?? 0
    // shear so that the focus plane stays put
    const planeDistance = eye.clone().sub(focus).dot(away)
    const pixel = 2 * half * planeDistance / height
    camera.setViewOffset(width, height, sx * width + (halton(i + 1, 11) - 0.5) * 1.2 - lr * Math.cos(la) / pixel, sy * height + (halton(i + 1, 13) - 0.5) * 1.2 + lr * Math.sin(la) / pixel, width, height)
    for (const n of glass) n.castShadow = i % 4 === 0
    renderer.setRenderTarget(target); renderer.setClearColor(0x000000, 0); renderer.clear()
    renderer.render(scene, camera)
    renderer.autoClear = false
    renderer.setRenderTarget(sum); renderer.render(adder.scene, adder.camera)
    renderer.autoClear = true
  }
  const develop = developer(sum, description)
  renderer.setRenderTarget(null); renderer.render(develop.scene, develop.camera)
  const canvas = description.watermark || description.blur ? spoilt(renderer.domElement, description) : renderer.domElement
  let blob, quality = description.quality ?? 0.9
  do { blob = await new Promise(done => canvas.toBlob(done, 'image/webp', quality)); quality -= 0.06 } while (blob.size > (description.limit ?? 90) * 1024 && quality > 0.4)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  await post(`/save?file=${description.name}.webp&seconds=${seconds}`, blob)
  target.dispose(); sum.dispose()
  for (const { key, dome } of pairs) { key.dispose(); dome.dispose() }
  retire(scene)
}

await Promise.all(['400 20px Brand', '500 20px Wordmark', '600 20px Wordmark', '700 20px Wordmark', 'italic 500 20px Wordmark', '400 20px Small', '500 20px Small', '600 20px Small'].map(f => document.fonts.load(f)))
for (const description of await (await fetch('/queue')).json()) {
  try { await shoot(description) } catch (e) { await log(description.name + ': ' + e.stack) }
}
await post('/done', '')
