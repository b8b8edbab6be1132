// From the sum of the frames to the picture: full-screen passes and the tone curve.
import * as THREE from 'three'

export function fullscreen(fragmentShader, uniforms, blending) {
  const scene = new THREE.Scene()
  const material = new THREE.ShaderMaterial({ uniforms, fragmentShader, depthTest: false, depthWrite: false, transparent: blending !== THREE.NoBlending, blending,
    vertexShader: 'varying vec2 vUv; void main() { vUv = uv; gl_Position = vec4( position.xy, 0.0, 1.0 ); }' })
  if (blending === THREE.CustomBlending) { material.blendSrc = THREE.OneFactor; material.blendDst = THREE.OneFactor; material.blendEquation = THREE.AddEquation }
  const mesh = new THREE.Mesh(new THREE.PlaneGeometry(2, 2), material); mesh.frustumCulled = false
  scene.add(mesh)
  return { scene, camera: new THREE.OrthographicCamera(-1, 1, 1, -1, 0, 1), material }
}

// The pass that develops the sum of the frames as a scene asks.
export function developer(sum, description) {
  const develop = fullscreen(`varying vec2 vUv; uniform sampler2D picture; uniform float exposure, vignette, grain, seed, clear, saturation, contrast; uniform vec3 tint;
    float hash( vec2 p ) { p = fract( p * vec2( 123.34, 456.21 ) + seed ); p += dot( p, p + 45.32 ); return fract( p.x * p.y ); }
    vec3 curve( vec3 c ) { // Khronos PBR neutral: keeps the colours of a brand
      float s = 0.8 - 0.04, d = 0.15, x = min( c.r, min( c.g, c.b ) ), o = x < 0.08 ? x - 6.25 * x * x : 0.04; c -= o;
      float p = max( c.r, max( c.g, c.b ) ); if ( p < s ) return c;
      float e = 1.0 - s, n = 1.0 - e * e / ( p + e - s ); c *= n / p; float g = 1.0 - 1.0 / ( d * ( p - n ) + 1.0 ); return mix( c, vec3( n ), g ); }
    void main() { vec4 t = texture2D( picture, vUv ); float alpha = clear > 0.5 ? t.a : 1.0; vec3 c = t.rgb * tint * exposure / ( clear > 0.5 ? max( t.a, 1e-4 ) : 1.0 );
      vec2 q = vUv - 0.5; c *= 1.0 - vignette * dot( q, q );
      c = curve( c ); c = mix( vec3( dot( c, vec3( 0.2126, 0.7152, 0.0722 ) ) ), c, saturation );
      c = mix( c * 12.92, 1.055 * pow( max( c, vec3( 0.0 ) ), vec3( 1.0 / 2.4 ) ) - 0.055, step( 0.0031308, c ) );
      c = mix( c, c * c * ( 3.0 - 2.0 * c ), contrast );
      c += ( hash( vUv * 1000.0 ) + hash( vUv * 777.0 + 3.1 ) - 1.0 ) * grain;
      gl_FragColor = vec4( c * alpha, alpha ); }`,
    { picture: { value: sum.texture }, exposure: { value: (description.exposure ?? 1) * 1.28 }, vignette: { value: description.vignette ?? 0.1 }, grain: { value: description.grain ?? 0.006 },
      seed: { value: 0.37 }, clear: { value: description.floor === false ? 1 : 0 }, saturation: { value: description.saturation ?? 0.98 }, contrast: { value: description.contrast ?? 0.16 }, tint: { value: new THREE.Color(1, 1, 1) } }, THREE.NoBlending)
  if (description.tint) develop.material.uniforms.tint.value.setRGB(...description.tint)
  return develop
}
