"""The doors of medsafe: one module each, imported by nothing else. Each brings its own third-party library, lazily."""
