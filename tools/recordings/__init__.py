"""The sounds and the short film of the shipped site's media library, computed: no microphone, no camera, no encoder."""
