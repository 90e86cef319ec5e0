"""Results on disk: parts, manifest, resume, verification. It knows results, not rules."""
